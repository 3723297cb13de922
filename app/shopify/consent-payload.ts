import { z } from 'zod';
import { type Consent, CONSENTS, type ConsentChannel, type ConsentFact } from '~/contacts/contact';
import { moment, parsePayload, shopifyId } from '~/shopify/payload';

/** A state that Shopify may add one day is no consent. */
const state = z
  .string()
  .nullish()
  .transform((text): Consent => CONSENTS.find((known) => known === text?.toLowerCase()) ?? 'not_subscribed');

const updated = z.object({ state, consent_updated_at: moment.nullish() });

const SCHEMAS = {
  email: z
    .object({ customer_id: shopifyId, email_marketing_consent: updated })
    .transform(({ customer_id: customerId, email_marketing_consent: said }) => ({
      customerId,
      consent: said.state,
      at: said.consent_updated_at ?? null,
    })),
  sms: z
    .object({ id: shopifyId, sms_marketing_consent: updated })
    .transform(({ id: customerId, sms_marketing_consent: said }) => ({
      customerId,
      consent: said.state,
      at: said.consent_updated_at ?? null,
    })),
  whatsapp: z
    .object({
      customer_id: shopifyId,
      whats_app_marketing_consent: z.object({ state, updated_at: moment.nullish() }),
    })
    .transform(({ customer_id: customerId, whats_app_marketing_consent: said }) => ({
      customerId,
      consent: said.state,
      at: said.updated_at ?? null,
    })),
};

export type ConsentNotice = ConsentFact & { customerId: bigint };

/** What a consent webhook of a channel says of a customer. @throws NotJson, BadPayload */
export function parseConsentPayload(channel: ConsentChannel, rawJson: string): ConsentNotice {
  return parsePayload<ConsentNotice>(rawJson, SCHEMAS[channel]);
}
