import { readRows, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import { MOST_COUNTED } from '~/reports/sales-overview/buyers';

/**
 * How many checkouts of known customers that last changed in a period came to no order so far: at most one more than are
 * counted. Undefined where that is not known: none was told of up to its end.
 */
export async function abandonedCheckouts(shop: Shop, { from, to }: Period): Promise<number | undefined> {
  const [row] = await readRows<{ oldest: Date | null; count: number }>`
    SELECT (SELECT min(changed_at) FROM open_checkout WHERE shop_id = ${shop.id}) AS oldest,
           (SELECT count(*) FROM (
              SELECT FROM open_checkout c
              WHERE c.shop_id = ${shop.id} AND c.changed_at >= ${from}::timestamptz AND c.changed_at < ${to}::timestamptz
                AND NOT EXISTS (SELECT FROM "order" o WHERE o.shop_id = c.shop_id AND o.checkout_token = c.token)
              LIMIT ${MOST_COUNTED + 1}) AS abandoned)::int AS count`;
  return row?.oldest && row.oldest < to ? row.count : undefined;
}
