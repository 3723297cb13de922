import { db, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';

/** Messages with sales tracking that were handed over in a period and did not fail, by channel. */
export function deliveredIn(
  shop: Shop,
  { from, to }: Pick<Period, 'from' | 'to'>,
): Promise<{ channel: string; count: number }[]> {
  // By version first: the index of what was sent when holds all that is asked of a delivery.
  return db.$queryRaw`
    SELECT v.channel, sum(d.count)::int AS count
    FROM (
      SELECT version_id, count(*) AS count FROM delivery
      WHERE shop_id = ${shop.id} AND sent_at >= ${from} AND sent_at < ${to} AND state IN ('sent', 'delivered')
      GROUP BY 1
    ) AS d
    JOIN message_version v ON v.shop_id = ${shop.id} AND v.id = d.version_id AND v.track_sales
    GROUP BY 1 ORDER BY 1`;
}
