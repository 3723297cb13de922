import type { Shop, Sql } from '~/db.server';
import { nextPollAfterMs } from '~/orders/journey';
import { awaitJourneys } from '~/orders/journey-store.server';
import type { SavedOrder } from '~/orders/order-store.server';
import { markOrders } from '~/queue/mark-store.server';

/**
 * Has saved orders decided anew, and Shopify asked for the journeys of those web orders that it was not asked for.
 * @param crowd as of `markOrders`
 */
export async function decideAnew(
  shop: Shop,
  orders: readonly SavedOrder[],
  now: Date,
  tx: Sql,
  crowd = false,
): Promise<void> {
  if (orders.length === 0) return;
  const web = orders.filter(({ kind }) => kind === 'web').map(({ id }) => id);
  await awaitJourneys(shop.id, web, new Date(now.getTime() + (nextPollAfterMs(0) ?? 0)), tx);
  await markOrders(
    shop.id,
    orders.map(({ id }) => id),
    tx,
    crowd,
  );
}
