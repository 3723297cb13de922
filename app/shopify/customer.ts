import { z } from 'zod';
import { type Consent, type ContactFacts, phoneNumberOf } from '~/contacts/contact';
import { shopifyNumber } from '~/lib/ids';
import { text } from '~/shopify/payload';

const phoneConsent = z.object({ state: z.string(), updatedAt: z.coerce.date().nullable() });

/** What the Admin API says of a person, whether as a customer or as a segment's member. */
export const personSchema = z.object({
  id: z.string(),
  firstName: text,
  lastName: text,
  defaultEmailAddress: z
    .object({
      emailAddress: z.string(),
      validFormat: z.boolean(),
      marketingState: z.string(),
      marketingUpdatedAt: z.coerce.date().nullable(),
    })
    .nullable(),
  defaultPhoneNumber: z
    .object({
      phoneNumber: z.string(),
      smsMarketingConsent: phoneConsent,
      whatsAppMarketingConsent: phoneConsent,
    })
    .nullable(),
});

const CONSENT: Record<string, Consent> = {
  SUBSCRIBED: 'subscribed',
  UNSUBSCRIBED: 'unsubscribed',
  PENDING: 'pending',
  NOT_SUBSCRIBED: 'not_subscribed',
  NEVER_SUBSCRIBED: 'not_subscribed',
  REDACTED: 'redacted',
};

/** A person as a contact mirrors them; undefined where the id has no number. */
export function factsOf(person: z.infer<typeof personSchema>): ContactFacts | undefined {
  const shopifyId = shopifyNumber(person.id);
  if (shopifyId === undefined) return undefined;
  const { defaultEmailAddress: address, defaultPhoneNumber: number } = person;
  return {
    shopifyId,
    firstName: person.firstName,
    lastName: person.lastName,
    email: address?.emailAddress ?? null,
    // A state that Shopify may add one day is no consent.
    emailConsent: address?.validFormat === false ? 'invalid' : consentOf(address?.marketingState),
    emailConsentAt: address?.marketingUpdatedAt ?? null,
    phone: (number && phoneNumberOf(number.phoneNumber)) ?? null,
    smsConsent: consentOf(number?.smsMarketingConsent.state),
    smsConsentAt: number?.smsMarketingConsent.updatedAt ?? null,
    whatsappConsent: consentOf(number?.whatsAppMarketingConsent.state),
    whatsappConsentAt: number?.whatsAppMarketingConsent.updatedAt ?? null,
  };
}

const consentOf = (state = ''): Consent => CONSENT[state] ?? 'not_subscribed';
