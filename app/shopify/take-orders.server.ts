import { db, type Db, type Shop, MANY_ROWS } from '~/db.server';
import type { OrderFacts } from '~/orders/order';
import { compareOrder, type Findings, type OurOrder, type ShopifyOrder } from '~/orders/order-difference';
import { saveTellings } from '~/orders/order-store.server';
import { decideAnew } from '~/shopify/decide-anew.server';
import { fetchOrders } from '~/shopify/fetch-orders.server';

/**
 * Saves orders as the Admin API told them and has each decided anew, all in one transaction. They wait behind what
 * came by itself, so that a thousand old orders hold up no new one.
 * @param along what is committed with them
 */
export async function takeOrders(
  shop: Shop,
  orders: readonly OrderFacts[],
  along: (tx: Db) => Promise<void>,
): Promise<void> {
  await db.$transaction(async (tx) => {
    const tellings = orders.map((facts) => ({ kind: 'correction' as const, facts }));
    await decideAnew(shop, await saveTellings(shop.id, tellings, tx), new Date(), tx, true);
    await along(tx);
  }, MANY_ROWS);
}

/**
 * Compares orders with what is here and repairs what differs, in one transaction.
 * @param along what is committed with the repairs, given what was found
 * @throws AccessLost, AdminRequestFailed
 */
export async function repairPage(
  shop: Shop,
  theirs: readonly ShopifyOrder[],
  along: (tx: Db, found: Findings) => Promise<void>,
): Promise<Findings> {
  const ours = await loadOurs(shop, theirs);
  const compared = theirs.map((order) => ({ order, comparison: compareOrder(ours.get(order.id), order) }));
  const wanting = compared.filter(({ comparison }) => comparison !== 'same');
  const facts = await fetchOrders(
    shop,
    wanting.map(({ order }) => order.id),
  );
  const found = {
    checked: theirs.length,
    missing: compared.filter(({ comparison }) => comparison === 'missing_here').length,
    different: compared.filter(({ comparison }) => comparison === 'value_differs').length,
    repaired: facts.length,
    differenceMinor: wanting
      .filter(({ order }) => order.currency === shop.currency)
      .reduce((sum, { order }) => sum + order.worthMinor - (ours.get(order.id)?.valueMinor ?? 0n), 0n),
  };
  await takeOrders(shop, facts, (tx) => along(tx, found));
  return found;
}

async function loadOurs(shop: Shop, theirs: readonly ShopifyOrder[]): Promise<Map<bigint, OurOrder>> {
  const rows = await db.order.findMany({
    where: { shopId: shop.id, id: { in: theirs.map(({ id }) => id) } },
    select: { id: true, updatedAt: true, valueMinor: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Deletes those of our orders that Shopify, asked for each, does not have any more.
 * @param ids orders young enough that Shopify would show them
 * @throws AccessLost, AdminRequestFailed
 */
export async function deleteGoneOrders(shop: Shop, ids: readonly bigint[], now: Date): Promise<number> {
  const there = new Set((await fetchOrders(shop, ids)).map(({ id }) => id));
  const gone = ids.filter((id) => !there.has(id));
  await db.$transaction(async (tx) => {
    const tellings = gone.map((orderId) => ({ kind: 'deletion' as const, orderId, at: now }));
    await decideAnew(shop, await saveTellings(shop.id, tellings, tx), now, tx, true);
  }, MANY_ROWS);
  return gone.length;
}
