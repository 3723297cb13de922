import { db, Prisma, type Shop } from '~/db.server';
import { type Earned, NOTHING_EARNED } from '~/reports/campaign/sales-metrics';
import type { LinkSales, TimeToOrder } from '~/reports/campaign/sales';
import { LINK_OF_CREDIT } from '~/reports/link-of-credit.server';
import { HAS_CHANGED, shareOf } from '~/reports/sold-share.server';

/** Each credit `c` of the versions with its order `o`, what it was when the order was placed, and its link. */
const creditsOf = (shop: Shop, versionIds: readonly bigint[], link: boolean) => Prisma.sql`
  SELECT c.order_id, c.version_id, c.touch_at, c.weight_ppm, o.processed_at, o.currency = ${shop.currency} AS own,
         c.amount_minor, sold, ${link ? Prisma.sql`l.position` : Prisma.sql`NULL::int`} AS position
  FROM (
    SELECT k.*,
           (SELECT sum(b.weight_ppm) FROM credit b WHERE b.shop_id = k.shop_id AND b.order_id = k.order_id
              AND b.model = k.model AND b.ordinal <= k.ordinal) AS through,
           coalesce((SELECT basis = 'net' FROM attribution_settings a
             WHERE a.shop_id = k.shop_id AND a.version = k.settings_version), false) AS net
    FROM credit k WHERE k.shop_id = ${shop.id} AND k.version_id = ANY (${versionIds}::bigint[])
  ) AS c
  JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
  CROSS JOIN LATERAL (
    SELECT CASE WHEN ${HAS_CHANGED} THEN ${shareOf(Prisma.sql`o.total_minor`)} ELSE c.amount_minor END AS sold
  ) AS sale
  ${link ? Prisma.sql`CROSS JOIN LATERAL (${LINK_OF_CREDIT}) AS l` : Prisma.empty}`;

const SUMS = Prisma.sql`
  count(DISTINCT order_id)::int AS orders, coalesce(sum(weight_ppm) FILTER (WHERE own), 0)::bigint AS "ordersPpm",
  coalesce(sum(amount_minor) FILTER (WHERE own), 0)::bigint AS "amountMinor",
  coalesce(sum(sold) FILTER (WHERE own), 0)::bigint AS "soldMinor"`;

/** What versions of messages earned together, by the rule that decided each order. */
export async function earnedBy(shop: Shop, versionIds: readonly bigint[]): Promise<Earned> {
  const [sums] = await db.$queryRaw<Earned[]>`
    SELECT ${SUMS} FROM (${creditsOf(shop, versionIds, false)}) AS credits`;
  return sums ?? NOTHING_EARNED;
}

/** What each of their links earned; `position` is null of orders whose link is not known. */
export function earnedByLink(shop: Shop, versionIds: readonly bigint[]): Promise<LinkSales[]> {
  return db.$queryRaw<LinkSales[]>`
    SELECT version_id AS "versionId", position, ${SUMS}
    FROM (${creditsOf(shop, versionIds, true)}) AS credits GROUP BY 1, 2 ORDER BY 1, 2 NULLS LAST`;
}

/** How long it took from the credited click or visit to the order, where its moment is known. */
export async function timeToOrder(shop: Shop, versionIds: readonly bigint[]): Promise<TimeToOrder> {
  const [times] = await db.$queryRaw<[TimeToOrder]>`
    SELECT count(seconds)::int AS known, count(*)::int AS credits,
           percentile_cont(0.25) WITHIN GROUP (ORDER BY seconds) AS "quarterSeconds",
           percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS "medianSeconds",
           percentile_cont(0.75) WITHIN GROUP (ORDER BY seconds) AS "threeQuartersSeconds",
           count(*) FILTER (WHERE seconds < 3600)::int AS "withinHour",
           count(*) FILTER (WHERE seconds >= 3600 AND seconds < 86400)::int AS "withinDay",
           count(*) FILTER (WHERE seconds >= 86400 AND seconds < 259200)::int AS "withinThreeDays",
           count(*) FILTER (WHERE seconds >= 259200)::int AS later
    FROM credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
    LEFT JOIN LATERAL (
      SELECT extract(epoch FROM o.processed_at - c.touch_at)::float8 AS seconds FROM order_touch t
      WHERE t.shop_id = c.shop_id AND t.order_id = c.order_id AND t.version_id = c.version_id
        AND t.touch_at = c.touch_at AND t.timed LIMIT 1
    ) AS time ON true
    WHERE c.shop_id = ${shop.id} AND c.version_id = ANY (${versionIds}::bigint[])`;
  return times;
}
