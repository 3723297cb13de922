import type { Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

const keyOf = (shop: ShopId) => `forget ${shop}`;

/**
 * Waits for whoever is just saving what tells of customers of the shop, and lets nobody begin until the caller's
 * transaction ends: whoever comes after it knows who was forgotten.
 */
export async function lockForgetting(shop: ShopId, tx: Sql): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${keyOf(shop)}, 0))`;
}

/**
 * Which orders are those of a customer who was forgotten, or were named when one was. To be asked for in the transaction
 * that saves what is told of them.
 */
export async function forgottenOrders(
  shop: ShopId,
  orders: readonly { id: bigint; customerId: bigint | null }[],
  tx: Sql,
): Promise<Set<bigint>> {
  if (orders.length === 0) return new Set();
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${keyOf(shop)}, 0))`;
  const found = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT o.id FROM unnest(${orders.map(({ id }) => id)}::bigint[],
                            ${orders.map(({ customerId }) => customerId)}::bigint[]) AS o (id, customer_id)
    WHERE EXISTS (SELECT FROM privacy_request r WHERE r.shop_id = ${shop} AND r.kind = 'customer_redact'
                  AND r.shopify_customer_id = o.customer_id)
      OR o.id IN (SELECT unnest(r.order_ids) FROM privacy_request r
                  WHERE r.shop_id = ${shop} AND r.kind = 'customer_redact')`;
  return new Set(found.map(({ id }) => id));
}
