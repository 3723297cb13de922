import type { Shop } from '~/db.server';
import type { Journey } from '~/orders/journey';
import { adminRequest } from '~/shopify/admin-client.server';
import { journeyAnswer, journeyIn } from '~/shopify/journey-answer';
import { JOURNEY } from '~/shopify/operations';

/** Who asked and does not come back by then is taken for dead. */
export const JOURNEY_WITHIN_MS = 45_000;

/**
 * Asks Shopify how the customer of an order came: the first and the last visit and up to a hundred between, oldest
 * first; and which of the order's first twenty lines were bought on a selling plan.
 * @throws AccessLost, AdminRequestFailed
 */
export async function fetchJourney(shop: Shop, orderId: bigint): Promise<Journey> {
  const { order } = await adminRequest(
    shop.domain,
    JOURNEY,
    { order: `gid://shopify/Order/${orderId}` },
    journeyAnswer,
    JOURNEY_WITHIN_MS,
  );
  return journeyIn(order);
}
