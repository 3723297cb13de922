import { db, type Db, type Order, type Shop } from '~/db.server';
import { awaitJourney } from '~/orders/journey-store.server';
import { orderKind, type OrderFacts } from '~/orders/order';
import { compareOrder, type Findings, type OurOrder, type ShopifyOrder } from '~/orders/order-difference';
import { correctOrder, deleteOrder } from '~/orders/order-store.server';
import { enqueueAll } from '~/queue/enqueue.server';
import { fetchOrders } from '~/shopify/fetch-orders.server';

const PATIENCE = { maxWait: 10_000, timeout: 60_000 };

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
  // In one order everywhere: two that save the same orders never wait for each other in a circle.
  const sorted = [...orders].sort((a, b) => (a.id < b.id ? -1 : 1));
  await db.$transaction(async (tx) => {
    const saved: Order[] = [];
    for (const facts of sorted) saved.push(await correctOrder(shop.id, facts, tx));
    await decideAnew(shop, saved, tx);
    await along(tx);
  }, PATIENCE);
}

async function decideAnew(shop: Shop, orders: readonly Order[], tx: Db): Promise<void> {
  if (orders.length === 0) return;
  const payloadOf = ({ id }: Order) => ({ shopId: shop.id, orderId: id.toString() });
  const fresh: Order[] = [];
  for (const order of orders) {
    if (orderKind(order) === 'web' && (await awaitJourney(shop.id, order.id, tx))) fresh.push(order);
  }
  if (fresh.length > 0) await enqueueAll(tx, 'fetch-journey', fresh.map(payloadOf));
  await enqueueAll(tx, 'attribute-order', orders.map(payloadOf));
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
  const gone = ids.filter((id) => !there.has(id)).sort((a, b) => (a < b ? -1 : 1));
  await db.$transaction(async (tx) => {
    const orders: Order[] = [];
    for (const id of gone) {
      const order = await deleteOrder(shop.id, id, now, tx);
      if (order) orders.push(order);
    }
    await decideAnew(shop, orders, tx);
  }, PATIENCE);
  return gone.length;
}
