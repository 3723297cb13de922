import { findSettings } from '~/attribution/attribution-store.server';
import { db, Prisma, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import {
  interpretList,
  interpretLapsed,
  type LapsedSubscription,
  type Subscription,
} from '~/reports/subscriptions/list';
import { messageOf } from '~/reports/message-of.server';
import { withSpans } from '~/reports/subscriptions/spans.server';
import type { ReportTable } from '~/reports/table';

/** Every subscription that ran at some time in a period, as it stands now, the newest first. */
export async function subscriptionList(shop: Shop, period: Period, now: Date): Promise<ReportTable> {
  const [first, last] = [period.days.at(0), period.days.at(-1)];
  const [rows, settings] = await Promise.all([
    db.$queryRaw<Subscription[]>`
      ${withSpans(shop, now)},
      subscription AS (
        SELECT subscriber, (array_agg(order_id ORDER BY at))[1] AS "orderId", (array_agg(name ORDER BY at))[1] AS name,
               min(day)::text AS began, bool_or(begins) AS "isBeginningKnown",
               coalesce(sum(orders) FILTER (WHERE renewal), 0)::int AS renewals,
               CASE WHEN bool_and(value IS NOT NULL) THEN sum(value)::bigint END AS minor, max(rhythm) AS rhythm,
               (array_agg(monthly ORDER BY at DESC))[1] AS "monthlyMinor", (array_agg(lapses ORDER BY at DESC))[1] AS "hasLapsed",
               max(ends_at) AS ends_at
        FROM span GROUP BY subscriber
      )
      SELECT s.*, w.message, l.plan FROM subscription s ${wonBy(shop)}
      LEFT JOIN LATERAL (
        SELECT string_agg(DISTINCT nullif(plan, ''), ', ') AS plan FROM plan_line
        WHERE shop_id = ${shop.id} AND order_id = s."orderId"
      ) AS l ON true
      WHERE began::date <= ${last}::date AND (ends_at AT TIME ZONE ${shop.timeZone}::text)::date >= ${first}::date
      ORDER BY began DESC, "orderId" DESC`,
    findSettings(shop.id, db),
  ]);
  return interpretList({ currency: shop.currency, period, settings, rows });
}

/** Every subscription that lapsed in a period, the last one first. */
export async function lapsedSubscriptions(shop: Shop, period: Period, now: Date): Promise<ReportTable> {
  const [first, last] = [period.days.at(0), period.days.at(-1)];
  const [rows, settings, [start]] = await Promise.all([
    db.$queryRaw<LapsedSubscription[]>`
      ${withSpans(shop, now)},
      placed AS (
        SELECT *, (ends_at AT TIME ZONE ${shop.timeZone}::text)::date AS ended,
               first_value(order_id) OVER w AS first_id, first_value(name) OVER w AS first_name,
               first_value(day) OVER w AS began, sum(orders) OVER w AS placed, lead(day) OVER w AS came_back
        FROM span WINDOW w AS (PARTITION BY subscriber ORDER BY at)
      )
      SELECT s.*, w.message
      FROM (
        SELECT first_id AS "orderId", first_name AS name, began::text, placed::int AS orders, day::text AS "lastOrder",
               ended::text AS lapsed, rhythm, monthly AS "monthlyMinor", came_back::text AS "cameBack"
        FROM placed WHERE lapses AND ended BETWEEN ${first}::date AND ${last}::date
      ) AS s ${wonBy(shop)}
      ORDER BY lapsed DESC, "lastOrder" DESC, "orderId" DESC`,
    findSettings(shop.id, db),
    db.$queryRaw<{ active: number }[]>`
      ${withSpans(shop, now)}
      SELECT count(*) FILTER (WHERE (ends_at AT TIME ZONE ${shop.timeZone}::text)::date >= ${first}::date
                                OR ends_at > ${now}::timestamptz)::int AS active
      FROM span WHERE day < ${first}::date`,
  ]);
  return interpretLapsed({
    currency: shop.currency,
    period,
    settings,
    rows,
    activeAtStart: start?.active ?? 0,
  });
}

/** The messages that won a subscription `s`, the largest share first. */
const wonBy = (shop: Shop) => Prisma.sql`LEFT JOIN LATERAL (
  SELECT string_agg(coalesce(a.name, l.name, t.name, v.subject), ', ' ORDER BY c.weight_ppm DESC, c.ordinal) AS message
  FROM credit c ${messageOf(shop, Prisma.sql`c.version_id`)}
  WHERE c.shop_id = ${shop.id} AND c.order_id = s."orderId"
) AS w ON true`;
