import type { Settings } from '~/attribution/facts';
import { db, type Shop } from '~/db.server';
import type { Group, HoldoutData } from '~/reports/campaign/lift';

const DAY_MS = 86_400_000;

/**
 * What the contacts of a campaign ordered who were sent it, and who were held out: any order but tests, whoever earned
 * it. Those who were never taken in hand are in neither group.
 * @param startedAt when sending began
 */
export async function holdoutOrders(
  shop: Shop,
  versionIds: readonly bigint[],
  startedAt: Date,
  { windowDays }: Pick<Settings, 'windowDays'>,
): Promise<HoldoutData> {
  const until = new Date(startedAt.getTime() + windowDays * DAY_MS);
  const rows = await db.$queryRaw<(Group & { heldOut: boolean })[]>`
    SELECT d.reason IS NOT DISTINCT FROM 'holdout' AS "heldOut", count(*)::int AS contacts,
      count(*) FILTER (WHERE o.orders > 0)::int AS buyers, sum(o.orders)::int AS orders
    FROM delivery d
    JOIN contact c ON c.shop_id = d.shop_id AND c.id = d.contact_id
    CROSS JOIN LATERAL (
      SELECT count(*) AS orders FROM "order" o
      WHERE o.shop_id = d.shop_id AND o.customer_id = c.shopify_id AND NOT o.test
        AND o.processed_at >= ${startedAt}::timestamptz AND o.processed_at < ${until}::timestamptz) AS o
    WHERE d.shop_id = ${shop.id}::int AND d.version_id = ANY(${[...versionIds]}::bigint[])
      AND (d.reason = 'holdout' OR d.sending_at IS NOT NULL)
    GROUP BY 1`;
  const groupOf = (heldOut: boolean): Group => {
    const { contacts = 0, buyers = 0, orders = 0 } = rows.find((row) => row.heldOut === heldOut) ?? {};
    return { contacts, buyers, orders };
  };
  return { treated: groupOf(false), heldOut: groupOf(true), from: startedAt, until };
}
