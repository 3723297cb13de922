import { Prisma, type Shop } from '~/db.server';
import { isCounted } from '~/reports/counted.server';
import { MONTH_DAYS, NEVER_RENEWED_DAYS, OVERDUE_AT_LEAST_DAYS } from '~/reports/subscriptions/rhythm';

/** That an order `o` belongs to a subscription, in the words of the index that finds such orders. */
export const ON_SUBSCRIPTION = Prisma.sql`(o.selling_plan OR o.source_name LIKE 'subscription\\_contract%')`;

/** That an order `o` is a renewal, as `orderKind` says. */
export const IS_RENEWAL = Prisma.sql`(starts_with(coalesce(o.source_name, 'web'), 'subscription_contract')
  OR (o.selling_plan IS TRUE AND o.checkout_token IS NULL
      AND coalesce(o.source_name, 'web') NOT IN ('web', 'checkout_next', 'pos', 'shopify_draft_order')))`;

/**
 * The orders of a shop's subscriptions as `told`, and as `span` what each stretch of a subscription comes to: from one
 * order to the next, or to the moment at which the next is overdue. Orders do not name their contract, so all of a
 * customer's are one subscription, and those of one day one payment. Test orders, cancelled and deleted ones are left out.
 * @param now nothing later is read
 */
export const withSpans = (shop: Shop, now: Date): Prisma.Sql => Prisma.sql`
  WITH told AS (
    SELECT o.id, o.name, o.processed_at AS at, (o.processed_at AT TIME ZONE ${shop.timeZone}::text)::date AS day,
           CASE WHEN o.currency = ${shop.currency} THEN o.value_minor END AS value, k.renewal,
           CASE WHEN o.customer_id IS NOT NULL THEN o.customer_id WHEN NOT k.renewal THEN -o.id END AS subscriber
    FROM "order" o CROSS JOIN LATERAL (SELECT ${IS_RENEWAL} AS renewal) AS k
    WHERE o.shop_id = ${shop.id} AND ${ON_SUBSCRIPTION} AND ${isCounted('o')}
      AND o.processed_at < ${now}::timestamptz
  ),
  payment AS (
    SELECT subscriber, day, min(at) AS at, (array_agg(id ORDER BY at, id))[1] AS order_id,
           (array_agg(name ORDER BY at, id))[1] AS name, count(*)::int AS orders, bool_or(renewal) AS renewal,
           CASE WHEN bool_and(value IS NOT NULL) THEN sum(value) END AS value
    FROM told WHERE subscriber IS NOT NULL GROUP BY subscriber, day
  ),
  course AS (
    SELECT *, row_number() OVER w AS nth, day - lag(day) OVER w AS gap, lag(at) OVER w AS previous_at,
           lead(at) OVER w AS next_at, lead(value) OVER w AS next_value
    FROM payment WINDOW w AS (PARTITION BY subscriber ORDER BY at)
  ),
  rhythm AS (
    SELECT subscriber, (percentile_disc(0.5) WITHIN GROUP (ORDER BY gap) FILTER (WHERE renewal))::int AS days
    FROM course GROUP BY subscriber
  ),
  span AS (
    SELECT c.subscriber, c.nth, c.at, c.day, c.order_id, c.name, c.orders, c.value, c.renewal, r.days AS rhythm,
           c.nth = 1 AND NOT c.renewal AS begins, c.previous_at + p.patience < c.at AS returns,
           least(c.next_at, c.at + p.patience) AS ends_at,
           (c.next_at IS NULL OR c.at + p.patience < c.next_at) AND c.at + p.patience <= ${now}::timestamptz AS lapses,
           CASE WHEN m.months >= 1 AND abs(r.days - m.months * ${MONTH_DAYS}::numeric) <= 2 THEN round(v.paid / m.months)
                ELSE round(v.paid * 364 / (12 * r.days)) END::bigint AS monthly
    FROM course c JOIN rhythm r USING (subscriber)
    CROSS JOIN LATERAL (SELECT coalesce(r.days, ${NEVER_RENEWED_DAYS}::int) AS awaited) AS a
    CROSS JOIN LATERAL (
      SELECT make_interval(days => a.awaited + greatest(a.awaited / 2, ${OVERDUE_AT_LEAST_DAYS}::int)) AS patience
    ) AS p
    CROSS JOIN LATERAL (SELECT round(r.days / ${MONTH_DAYS}::numeric) AS months) AS m
    CROSS JOIN LATERAL (SELECT CASE WHEN c.renewal THEN c.value ELSE coalesce(c.next_value, c.value) END AS paid) AS v
  )`;

/** That an order `o` is the first of its customer's subscription, and not left out. */
export const BEGINS_SUBSCRIPTION = Prisma.sql`(o.selling_plan AND NOT ${IS_RENEWAL} AND ${isCounted('o')}
  AND NOT EXISTS (
    SELECT FROM "order" e WHERE e.shop_id = o.shop_id AND e.customer_id = o.customer_id
      AND (e.selling_plan OR e.source_name LIKE 'subscription\\_contract%') AND ${isCounted('e')}
      AND (e.processed_at, e.id) < (o.processed_at, o.id)))`;
