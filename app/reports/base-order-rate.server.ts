import { BASE_DAYS } from '~/reports/base-days';
import { db, type Shop } from '~/db.server';

/**
 * How many of the shop's contacts ordered within the last 30 days, tests left out.
 * @returns as a share; undefined where no contact is known, or none ordered
 */
export async function baseOrderRate(shop: Shop, now: Date): Promise<number | undefined> {
  const since = new Date(now.getTime() - BASE_DAYS * 86_400_000);
  const [row] = await db.$queryRaw<{ contacts: number; buyers: number }[]>`
    SELECT (SELECT count(*)::int FROM contact WHERE shop_id = ${shop.id}::int AND redacted_at IS NULL) AS contacts,
      (SELECT count(DISTINCT c.id)::int FROM "order" o
       JOIN contact c ON c.shop_id = o.shop_id AND c.shopify_id = o.customer_id AND c.redacted_at IS NULL
       WHERE o.shop_id = ${shop.id}::int AND NOT o.test AND o.processed_at >= ${since}::timestamptz
         AND o.processed_at < ${now}::timestamptz) AS buyers`;
  return row && row.buyers > 0 ? row.buyers / row.contacts : undefined;
}
