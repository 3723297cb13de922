import { findSettings } from '~/attribution/attribution-store.server';
import { db, Prisma, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import { MESSAGE_NAME, messageOf } from '~/reports/message-of.server';
import type { DayFlow, RevenueDay } from '~/reports/subscriptions/flows';
import { interpretSubscriptions, type SubscriptionsView } from '~/reports/subscriptions/interpret';
import { withSpans } from '~/reports/subscriptions/spans.server';
import type { MessageShare } from '~/reports/subscriptions/won';

/**
 * What a shop's subscriptions came to in a period, beside another one, and which messages won them.
 * @param now what is overdue by then has lapsed
 */
export async function subscriptionsReport(
  shop: Shop,
  period: Period,
  before: Period | null,
  now: Date,
): Promise<SubscriptionsView> {
  const [flows, revenue, shares, settings] = await Promise.all([
    dayFlows(shop, period, now),
    revenueDays(shop, [period, ...(before ? [before] : [])], now),
    messageShares(shop, period, now),
    findSettings(shop.id, db),
  ]);
  return interpretSubscriptions({
    currency: shop.currency,
    period,
    before,
    settings,
    flows,
    revenue,
    shares,
  });
}

/** What began and ended on each day up to the period's last; from the first order of all, so that they add up. */
function dayFlows(shop: Shop, period: Period, now: Date): Promise<DayFlow[]> {
  return db.$queryRaw<DayFlow[]>`
    ${withSpans(shop, now)}
    SELECT day::text, sum(step)::int AS active, coalesce(sum(step * monthly), 0)::bigint AS "monthlyMinor",
           coalesce(sum(step) FILTER (WHERE monthly IS NULL), 0)::int AS untold,
           count(*) FILTER (WHERE kind = 'begun')::int AS begun,
           coalesce(sum(monthly) FILTER (WHERE kind = 'begun'), 0)::bigint AS "begunMinor",
           count(*) FILTER (WHERE kind = 'begun' AND monthly IS NULL)::int AS "begunUntold",
           count(*) FILTER (WHERE kind = 'returned')::int AS returned,
           count(*) FILTER (WHERE kind = 'known')::int AS known,
           count(*) FILTER (WHERE kind = 'lapsed')::int AS lapsed,
           coalesce(sum(monthly) FILTER (WHERE kind = 'lapsed'), 0)::bigint AS "lapsedMinor"
    FROM (
      SELECT day, 1 AS step, monthly, CASE WHEN begins THEN 'begun' WHEN nth = 1 THEN 'known' WHEN returns THEN 'returned' END AS kind
      FROM span
      UNION ALL
      SELECT (ends_at AT TIME ZONE ${shop.timeZone}::text)::date, -1, monthly, CASE WHEN lapses THEN 'lapsed' END
      FROM span WHERE ends_at <= ${now}::timestamptz
    ) AS change
    WHERE day <= ${period.days.at(-1)}::date
    GROUP BY 1 ORDER BY 1`;
}

/** What subscriptions brought on the days of some periods, by the day of the order. */
function revenueDays(shop: Shop, periods: readonly Period[], now: Date): Promise<RevenueDay[]> {
  return db.$queryRaw<RevenueDay[]>`
    ${withSpans(shop, now)}
    SELECT day::text, renewal, count(*)::int AS orders, coalesce(sum(value), 0)::bigint AS minor,
           count(*) FILTER (WHERE value IS NULL)::int AS "otherCurrency",
           count(*) FILTER (WHERE subscriber IS NULL)::int AS nameless
    FROM told WHERE day = ANY (${periods.flatMap(({ days }) => days)}::date[]) GROUP BY 1, 2`;
}

/** Who had which share of the subscriptions that a message can have won, and of what their renewals brought. */
function messageShares(shop: Shop, period: Period, now: Date): Promise<MessageShare[]> {
  const [first, last] = [period.days.at(0), period.days.at(-1)];
  return db.$queryRaw<MessageShare[]>`
    ${withSpans(shop, now)},
    subscription AS (
      SELECT subscriber, (array_agg(order_id) FILTER (WHERE begins))[1] AS first_id,
             bool_or(begins AND day BETWEEN ${first}::date AND ${last}::date) AS begun,
             max(monthly) FILTER (WHERE begins) AS begun_minor,
             bool_or(day <= ${last}::date AND (ends_at AT TIME ZONE ${shop.timeZone}::text)::date > ${last}::date
                     OR day <= ${last}::date AND ends_at > ${now}::timestamptz) AS active
      FROM span GROUP BY subscriber
    ),
    won AS (
      SELECT c.version_id, s.begun, s.active, coalesce(c.weight_ppm, 1000000)::bigint AS weight,
             CASE WHEN s.begun THEN s.begun_minor END AS monthly
      FROM subscription s LEFT JOIN credit c ON c.shop_id = ${shop.id} AND c.order_id = s.first_id
      WHERE s.begun OR s.active
    ),
    renewed AS (
      SELECT c.version_id, t.id, coalesce(c.amount_minor, t.value, 0) AS minor
      FROM told t LEFT JOIN renewal_credit c ON c.shop_id = ${shop.id} AND c.order_id = t.id AND t.value IS NOT NULL
      WHERE t.renewal AND t.day BETWEEN ${first}::date AND ${last}::date
    ),
    each AS (
      SELECT version_id, coalesce(sum(weight) FILTER (WHERE begun), 0)::bigint AS "begunPpm",
             coalesce(sum(weight) FILTER (WHERE active), 0)::bigint AS "activePpm",
             coalesce(sum(weight * monthly), 0) AS monthly, 0 AS renewals, 0 AS renewed
      FROM won GROUP BY 1
      UNION ALL
      SELECT version_id, 0, 0, 0, count(DISTINCT id), sum(minor) FROM renewed GROUP BY 1
    )
    SELECT e.*, ${MESSAGE_NAME}
    FROM (
      SELECT version_id AS "versionId", sum("begunPpm")::bigint AS "begunPpm", sum("activePpm")::bigint AS "activePpm",
             sum(monthly)::text AS "monthlyPpm", sum(renewals)::int AS renewals, sum(renewed)::bigint AS "renewedMinor"
      FROM each GROUP BY 1
    ) AS e
    ${messageOf(shop, Prisma.sql`e."versionId"`)}`;
}
