export const EMAIL_CONSENTS = [
  'subscribed',
  'unsubscribed',
  'pending',
  'not_subscribed',
  'redacted',
  'invalid',
] as const;
export type EmailConsent = (typeof EMAIL_CONSENTS)[number];

/** A customer as Shopify knows it. */
export interface ContactFacts {
  shopifyId: bigint;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  emailConsent: EmailConsent;
  /** Since when the consent stands, where Shopify says. */
  emailConsentAt: Date | null;
}

/** The form of an address that hashes are made of: equal for every way of writing it that reaches the same person. */
export function normalisedAddress(email: string): string {
  return email.trim().toLowerCase();
}
