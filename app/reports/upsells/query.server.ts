import { db, Prisma, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import { earnedIn } from '~/reports/earned.server';
import { MESSAGE_NAME, messageOf } from '~/reports/message-of.server';
import { IS_ADDED_TO } from '~/reports/upsells/added.server';
import {
  type AddedShare,
  interpretUpsells,
  type UpsellDay,
  type UpsellsView,
} from '~/reports/upsells/interpret';

/** What was added to orders after their checkout, beside another period, and what automations after a purchase earned. */
export async function upsellsReport(shop: Shop, period: Period, before: Period | null): Promise<UpsellsView> {
  const periods = [period, ...(before ? [before] : [])];
  const [days, shares, earned, earnedBefore, automations] = await Promise.all([
    upsellDays(shop, periods),
    addedShares(shop, period),
    earnedIn(shop, period, 'placed'),
    before && earnedIn(shop, before, 'placed'),
    db.$queryRaw<{ id: bigint }[]>`
      SELECT id FROM automation WHERE shop_id = ${shop.id} AND listens_to && ARRAY['order_placed', 'order_fulfilled']`,
  ]);
  return interpretUpsells({
    ...earned,
    before,
    earnedBefore,
    days,
    shares,
    afterPurchase: automations.map(({ id }) => id),
  });
}

/** What was added to the orders of each day, beside all of them. */
function upsellDays(shop: Shop, periods: readonly Period[]): Promise<UpsellDay[]> {
  const days = periods.flatMap(({ days: own }) => own);
  return db.$queryRaw<UpsellDay[]>`
    SELECT day::text, sum(added)::int AS orders, sum(minor)::bigint AS minor, sum(others)::int AS "otherCurrency",
           sum(all_orders)::int AS "allOrders", sum(all_minor)::bigint AS "allMinor"
    FROM (
      SELECT (o.processed_at AT TIME ZONE ${shop.timeZone}::text)::date AS day, count(*) AS added,
             coalesce(sum(o.edit_minor) FILTER (WHERE o.currency = ${shop.currency}), 0) AS minor,
             count(*) FILTER (WHERE o.currency <> ${shop.currency}) AS others, 0 AS all_orders, 0 AS all_minor
      FROM "order" o WHERE ${addedIn(shop, periods)} GROUP BY 1
      UNION ALL
      SELECT day, 0, 0, 0, sum(orders), sum(value_minor) FROM sales_day
      WHERE shop_id = ${shop.id} AND bucket <> 'excluded' AND day = ANY (${days}::date[]) GROUP BY 1
    ) AS each
    GROUP BY 1 ORDER BY 1`;
}

function addedShares(shop: Shop, period: Period): Promise<AddedShare[]> {
  return db.$queryRaw<AddedShare[]>`
    SELECT k.*, ${MESSAGE_NAME}
    FROM (
      SELECT c.version_id AS "versionId", sum(coalesce(c.weight_ppm, 1000000))::bigint AS "ordersPpm",
             coalesce(sum(coalesce(c.weight_ppm, 1000000) * o.edit_minor)
                      FILTER (WHERE o.currency = ${shop.currency}), 0)::text AS "minorPpm"
      FROM "order" o LEFT JOIN credit c ON c.shop_id = o.shop_id AND c.order_id = o.id
      WHERE ${addedIn(shop, [period])} GROUP BY 1
    ) AS k ${messageOf(shop, Prisma.sql`k."versionId"`)}`;
}

const addedIn = (shop: Shop, periods: readonly Period[]): Prisma.Sql => Prisma.sql`
  o.shop_id = ${shop.id} AND ${IS_ADDED_TO}
  AND (${Prisma.join(
    periods.map(({ from, to }) => Prisma.sql`(o.processed_at >= ${from} AND o.processed_at < ${to})`),
    ' OR ',
  )})`;
