import { z } from 'zod';
import type { CheckoutFacts } from '~/automations/checkout-store.server';
import { moment, parsePayload, shopifyId } from '~/shopify/payload';

const checkout = z
  .object({
    token: z.string().min(1).max(200),
    updated_at: moment,
    completed_at: moment.nullish(),
    customer: z.object({ id: shopifyId }).nullish(),
  })
  .transform(({ token, updated_at: changedAt, completed_at: completedAt, customer }) => ({
    token,
    customerId: customer?.id ?? null,
    changedAt,
    completed: Boolean(completedAt),
  }));

/** What a webhook tells of a checkout. @throws NotJson, BadPayload */
export function parseCheckoutPayload(rawJson: string): CheckoutFacts {
  return parsePayload<CheckoutFacts>(rawJson, checkout);
}
