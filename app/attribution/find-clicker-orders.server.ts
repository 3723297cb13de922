import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** How long after an order its receipt still tells of clicks, in ms. */
const AFTER_ORDER_MS = 86_400_000;

/**
 * Orders in whose evidence clicks stand because they belong to deliveries to the customer, by shop. Where something
 * else ties a click to an order, the shop saw the visitor arrive.
 */
export async function unscopedFindClickerOrders(
  clicks: readonly { shop: ShopId; deliveryId: bigint; at: Date }[],
): Promise<Map<ShopId, bigint[]>> {
  const orders = await db.$queryRaw<{ shop: ShopId; ids: bigint[] }[]>`
    SELECT o.shop_id AS shop, array_agg(DISTINCT o.id) AS ids
    FROM unnest(${clicks.map(({ shop }) => shop)}::int[], ${clicks.map(({ deliveryId }) => deliveryId)}::bigint[],
                ${clicks.map(({ at }) => new Date(at.getTime() - AFTER_ORDER_MS))}::timestamptz[])
      AS k (shop_id, delivery_id, since)
    JOIN delivery d ON d.shop_id = k.shop_id AND d.id = k.delivery_id
    JOIN contact c ON c.shop_id = d.shop_id AND c.id = d.contact_id
    JOIN "order" o ON o.shop_id = c.shop_id AND o.customer_id = c.shopify_id AND o.processed_at >= k.since
    GROUP BY o.shop_id`;
  return new Map(orders.map(({ shop, ids }) => [shop, ids]));
}
