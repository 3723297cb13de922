import { type Db, type Order } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { deletionOf, ledgerOf, valueOf } from '~/orders/ledger';
import type { OrderFacts, RefundFacts } from '~/orders/order';
import { fullerRefund, landingOf, replaces } from '~/orders/order-version';

/**
 * Saves an order as one delivery told it. What is known in the end is the same in whatever order and number the
 * deliveries come: the newest version's facts, and of each refund the fullest telling. An older delivery still adds
 * the refunds that it knows. The ledger is replaced as a whole.
 * @param tx the caller's transaction; other deliveries of the same order wait for its end
 */
export async function saveOrder(shop: ShopId, facts: OrderFacts, tx: Db): Promise<Order> {
  await lockOrder(shop, facts.id, tx);
  const { refunds, ...order } = facts;
  const key = { shopId: shop, id: order.id };
  const known = await tx.order.findUnique({ where: { shopId_id: key } });
  const landing = landingOf(order, known);
  const told = !known || replaces(order, known) ? { ...order, ...landing } : landing;
  await tx.order.upsert({
    where: { shopId_id: key },
    create: { ...order, shopId: shop, valueMinor: 0n },
    update: told,
  });
  for (const refund of refunds) await mergeRefund(shop, order.id, refund, tx);
  return replaceLedger(shop, order.id, tx);
}

/**
 * Makes an order what the Admin API says that it is now, refunds and all, whatever was known of it; unless what is
 * known is newer.
 * @returns the order as it stands
 */
export async function correctOrder(shop: ShopId, facts: OrderFacts, tx: Db): Promise<Order> {
  await lockOrder(shop, facts.id, tx);
  const { refunds, ...order } = facts;
  const key = { shopId: shop, id: order.id };
  const known = await tx.order.findUnique({ where: { shopId_id: key } });
  if (!known || known.updatedAt <= order.updatedAt) {
    await tx.order.upsert({
      where: { shopId_id: key },
      create: { ...order, shopId: shop, valueMinor: 0n },
      update: { ...order, ...landingOf(order, known) },
    });
    await tx.refund.deleteMany({ where: { shopId: shop, orderId: order.id } });
    await tx.refund.createMany({
      data: refunds.map((refund) => ({ ...refund, shopId: shop, orderId: order.id })),
    });
  }
  return replaceLedger(shop, order.id, tx);
}

/**
 * Notes that an order was deleted in Shopify: its facts stay, worth nothing from then on. Where the order is not known
 * yet, the deletion waits for it.
 * @returns the order with its new value, if there is one
 */
export async function deleteOrder(
  shop: ShopId,
  orderId: bigint,
  deletedAt: Date,
  tx: Db,
): Promise<Order | undefined> {
  await lockOrder(shop, orderId, tx);
  await tx.$executeRaw`
    INSERT INTO order_deletion (shop_id, order_id, deleted_at) VALUES (${shop}, ${orderId}, ${deletedAt})
    ON CONFLICT (shop_id, order_id) DO UPDATE
    SET deleted_at = least(order_deletion.deleted_at, EXCLUDED.deleted_at)`;
  const known = await tx.order.findUnique({ where: { shopId_id: { shopId: shop, id: orderId } } });
  return known ? replaceLedger(shop, orderId, tx) : undefined;
}

/**
 * Saves a refund that came alone. Where its order is not known yet, it waits for it.
 * @returns the order with its new value, if there is one
 */
export async function saveRefund(
  shop: ShopId,
  orderId: bigint,
  refund: RefundFacts,
  tx: Db,
): Promise<Order | undefined> {
  await lockOrder(shop, orderId, tx);
  await mergeRefund(shop, orderId, refund, tx);
  const known = await tx.order.findUnique({ where: { shopId_id: { shopId: shop, id: orderId } } });
  return known ? replaceLedger(shop, orderId, tx) : undefined;
}

/** Orders, and refunds that are here before their order, have no row to lock in common: the lock is on the id. */
async function lockOrder(shop: ShopId, orderId: bigint, tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`order ${shop} ${orderId}`}, 0))`;
}

async function mergeRefund(shop: ShopId, orderId: bigint, refund: RefundFacts, tx: Db): Promise<void> {
  const key = { shopId: shop, orderId, id: refund.id };
  const known = await tx.refund.findUnique({ where: { shopId_orderId_id: key } });
  const facts = known ? fullerRefund(known, refund) : refund;
  if (facts === known) return;
  await tx.refund.upsert({
    where: { shopId_orderId_id: key },
    create: { ...facts, shopId: shop, orderId },
    update: facts,
  });
}

async function replaceLedger(shop: ShopId, orderId: bigint, tx: Db): Promise<Order> {
  const order = await tx.order.findUniqueOrThrow({ where: { shopId_id: { shopId: shop, id: orderId } } });
  const refunds = await tx.refund.findMany({ where: { shopId: shop, orderId } });
  const deletion = await tx.orderDeletion.findUnique({
    where: { shopId_orderId: { shopId: shop, orderId } },
  });
  const told = ledgerOf(order, refunds);
  const ledger = deletion ? [...told, deletionOf(deletion.deletedAt, told)] : told;
  await tx.ledgerEntry.deleteMany({ where: { shopId: shop, orderId } });
  await tx.ledgerEntry.createMany({
    data: ledger.map((entry) => ({ ...entry, shopId: shop, orderId, currency: order.currency })),
  });
  return tx.order.update({
    where: { shopId_id: { shopId: shop, id: orderId } },
    data: { valueMinor: valueOf(ledger) },
  });
}
