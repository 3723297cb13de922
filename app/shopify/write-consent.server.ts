import { z } from 'zod';
import type { Shop } from '~/db.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import { adminRequest } from '~/shopify/admin-client.server';
import { WRITE_EMAIL_CONSENT } from '~/shopify/operations';

const answer = z.object({
  customerEmailMarketingConsentUpdate: z
    .object({
      userErrors: z.array(z.object({ code: z.string().nullable(), field: z.array(z.string()).nullable() })),
    })
    .nullable(),
});

/**
 * Tells Shopify that a customer withdrew consent to e-mail.
 * @param at when it was withdrawn
 * @returns refused with Shopify's own code in lower case, such as `invalid` for a customer who is no more
 * @throws AccessLost, AdminRequestFailed
 */
export async function writeConsent(
  shop: Shop,
  shopifyCustomerId: bigint,
  at: Date,
): Promise<Outcome<void, string>> {
  const variables = {
    customer: `gid://shopify/Customer/${shopifyCustomerId}`,
    state: 'UNSUBSCRIBED',
    at: at.toISOString(),
  };
  const { customerEmailMarketingConsentUpdate: saved } = await adminRequest(
    shop.domain,
    WRITE_EMAIL_CONSENT,
    variables,
    answer,
  );
  const error = saved?.userErrors[0];
  return error ? refused((error.code ?? 'unknown').toLowerCase()) : done(undefined);
}
