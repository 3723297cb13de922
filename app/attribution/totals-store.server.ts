import type { Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/**
 * Keeps what a version of the settings came to until now, day by day in the shop's zone: orders and their value by
 * bucket, credits by message. Orders are decided anew by the next version; this is what is left of this one.
 * @param tx the transaction that makes the next version
 */
export async function keepTotals(shop: ShopId, version: number, tx: Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO kept_standings (shop_id, settings_version, day, bucket, orders, value_minor, other_currency)
    SELECT o.shop_id, ${version}, (o.processed_at AT TIME ZONE p.time_zone)::date, coalesce(s.bucket, 'pending'), count(*),
           coalesce(sum(o.value_minor) FILTER (WHERE o.currency = p.currency), 0),
           count(*) FILTER (WHERE o.currency <> p.currency)
    FROM shop p JOIN "order" o ON o.shop_id = p.id
    LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
    WHERE p.id = ${shop} GROUP BY 1, 3, 4`;
  await tx.$executeRaw`
    INSERT INTO kept_credits (shop_id, settings_version, day, version_id, orders, amount_minor)
    SELECT o.shop_id, ${version}, (o.processed_at AT TIME ZONE p.time_zone)::date, c.version_id,
           count(DISTINCT o.id), coalesce(sum(c.amount_minor) FILTER (WHERE o.currency = p.currency), 0)
    FROM shop p JOIN credit c ON c.shop_id = p.id
    JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
    WHERE p.id = ${shop} GROUP BY 1, 3, 4`;
}
