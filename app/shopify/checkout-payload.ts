import { z } from 'zod';
import type { CheckoutFacts } from '~/automations/checkout-store.server';
import { moment, parsePayload, shopifyId } from '~/shopify/payload';

const checkout = z
  .object({
    token: z.string().min(1).max(200),
    updated_at: moment.nullish().catch(null),
    completed_at: moment.nullish(),
    customer: z.object({ id: shopifyId }).nullish(),
  })
  .transform(({ token, updated_at: changedAt, completed_at: completedAt, customer }) => ({
    token,
    customerId: customer?.id ?? null,
    changedAt,
    completed: Boolean(completedAt),
  }));

/**
 * What a webhook tells of a checkout.
 * @param sent when Shopify sent it: what holds where it does not say when the checkout changed
 * @throws NotJson, BadPayload
 */
export function parseCheckoutPayload(rawJson: string, sent: Date): CheckoutFacts {
  const { changedAt, ...rest } = parsePayload(rawJson, checkout);
  return { ...rest, changedAt: changedAt ?? sent };
}
