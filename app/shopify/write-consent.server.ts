import { z } from 'zod';
import type { ConsentChannel } from '~/contacts/contact';
import type { Shop } from '~/db.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import { adminRequest } from '~/shopify/admin-client.server';
import { WRITE_EMAIL_CONSENT, WRITE_SMS_CONSENT, WRITE_WHATSAPP_CONSENT } from '~/shopify/operations';

const MUTATIONS: Record<ConsentChannel, string> = {
  email: WRITE_EMAIL_CONSENT,
  sms: WRITE_SMS_CONSENT,
  whatsapp: WRITE_WHATSAPP_CONSENT,
};

/** Each mutation answers under its own name, and alike. */
const answer = z.record(
  z.string(),
  z
    .object({
      userErrors: z.array(z.object({ code: z.string().nullable(), field: z.array(z.string()).nullable() })),
    })
    .nullable(),
);

/** What a person said of a channel, and when. */
export interface ConsentWord {
  channel: ConsentChannel;
  consent: 'subscribed' | 'unsubscribed';
  at: Date;
}

/**
 * Tells Shopify that a customer withdrew consent to a channel, or gave it back.
 * @returns refused with Shopify's own code in lower case, such as `invalid` for a customer who is no more
 * @throws AccessLost, AdminRequestFailed
 */
export async function writeConsent(
  shop: Shop,
  shopifyCustomerId: bigint,
  { channel, consent, at }: ConsentWord,
): Promise<Outcome<void, string>> {
  const variables = {
    customer: `gid://shopify/Customer/${shopifyCustomerId}`,
    state: consent.toUpperCase(),
    optInLevel: consent === 'subscribed' ? 'SINGLE_OPT_IN' : null,
    at: at.toISOString(),
  };
  const answered = await adminRequest(shop.domain, MUTATIONS[channel], variables, answer);
  const error = Object.values(answered)[0]?.userErrors[0];
  return error ? refused((error.code ?? 'unknown').toLowerCase()) : done(undefined);
}
