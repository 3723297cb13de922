/** The channels that a person agrees to one by one, as Shopify keeps it. */
export const CONSENT_CHANNELS = ['email', 'sms', 'whatsapp'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** `invalid` is said of e-mail addresses alone. */
export const CONSENTS = [
  'subscribed',
  'unsubscribed',
  'pending',
  'not_subscribed',
  'redacted',
  'invalid',
] as const;
export type Consent = (typeof CONSENTS)[number];

/** A consent, and since when it stands where Shopify says. */
export interface ConsentFact {
  consent: Consent;
  at: Date | null;
}

/** A customer as Shopify knows it. */
export interface ContactFacts {
  shopifyId: bigint;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  emailConsent: Consent;
  /** Since when the consent stands, where Shopify says; so for each channel. */
  emailConsentAt: Date | null;
  /** In E.164; null where there is none that could be called. */
  phone: string | null;
  smsConsent: Consent;
  smsConsentAt: Date | null;
  whatsappConsent: Consent;
  whatsappConsentAt: Date | null;
}

/** The form of an address that hashes are made of: equal for every way of writing it that reaches the same person. */
export function normalisedAddress(email: string): string {
  return email.trim().toLowerCase();
}

/**
 * A phone number in E.164, its spaces and punctuation taken out; undefined where the text is none. Which country a
 * number without one belongs to is not guessed.
 */
export function phoneNumberOf(text: string): string | undefined {
  const digits = text.replace(/[\s().\u2010-\u2015-]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : undefined;
}
