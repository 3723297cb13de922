import { db, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import { interpretProducts, type ProductSum } from '~/reports/subscriptions/products';
import { withSpans } from '~/reports/subscriptions/spans.server';
import type { ReportTable } from '~/reports/table';

/** Which products on which plans began a period's subscriptions, and what those bring that run at its end. */
export async function subscriptionProducts(shop: Shop, period: Period, now: Date): Promise<ReportTable> {
  const [first, last] = [period.days.at(0), period.days.at(-1)];
  const rows = await db.$queryRaw<ProductSum[]>`
    ${withSpans(shop, now)},
    dated AS (SELECT *, (ends_at AT TIME ZONE ${shop.timeZone}::text)::date AS ended FROM span),
    subscription AS (
      SELECT subscriber, (array_agg(order_id) FILTER (WHERE begins))[1] AS first_id,
             coalesce(bool_or(begins AND day BETWEEN ${first}::date AND ${last}::date), false) AS begun,
             bool_or(day <= ${last}::date AND (ended > ${last}::date OR ends_at > ${now}::timestamptz)) AS active,
             count(*) FILTER (WHERE lapses AND ended BETWEEN ${first}::date AND ${last}::date)::int AS lapsed,
             sum(monthly) FILTER (
               WHERE day <= ${last}::date AND (ended > ${last}::date OR ends_at > ${now}::timestamptz)) AS monthly
      FROM dated GROUP BY subscriber
    )
    SELECT l.title, l.plan, count(*) FILTER (WHERE begun)::int AS begun, count(*) FILTER (WHERE active)::int AS active,
           sum(lapsed)::int AS lapsed, coalesce(sum(monthly), 0)::bigint AS "monthlyMinor",
           count(*) FILTER (WHERE active AND monthly IS NULL)::int AS untold,
           coalesce(sum(l.quantity) FILTER (WHERE begun), 0)::int AS units
    FROM subscription s LEFT JOIN plan_line l ON l.shop_id = ${shop.id} AND l.order_id = s.first_id
    WHERE begun OR active OR lapsed > 0
    GROUP BY 1, 2`;
  return interpretProducts({ currency: shop.currency, period, rows });
}
