import { Prisma, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/**
 * Makes the sums of days anew from orders, ledger and credits: what stood there leaves no trace. Each sum is there by both
 * date bases: of the orders placed on a day at what they are worth now, and of what happened on it, whenever they were placed.
 * @param days as yyyy-mm-dd in the shop's zone
 * @param tx no other transaction makes days of this shop meanwhile
 */
export async function rollUpDays(shop: ShopId, days: readonly string[], tx: Sql): Promise<void> {
  const dates = [...days];
  await tx.$executeRaw`DELETE FROM sales_day WHERE shop_id = ${shop} AND day = ANY (${dates}::date[])`;
  await tx.$executeRaw`DELETE FROM credit_day WHERE shop_id = ${shop} AND day = ANY (${dates}::date[])`;
  const bounds = Prisma.sql`days AS (
    SELECT p.id AS shop_id, p.currency, day, day::timestamp AT TIME ZONE p.time_zone AS starts,
           (day + 1)::timestamp AT TIME ZONE p.time_zone AS ends
    FROM shop p, unnest(${dates}::date[]) AS day WHERE p.id = ${shop}
  )`;
  await tx.$executeRaw`
    WITH ${bounds}
    INSERT INTO sales_day (shop_id, day, bucket, reason, source, medium, channel, subscription, orders, other_currency,
                           value_minor, taken_minor, moved_minor, moved_taken_minor)
    SELECT ${shop}, day, bucket, reason, source, medium, channel, subscription, sum(orders), sum(other_currency),
           sum(value), sum(taken), sum(moved), sum(moved_taken)
    FROM (
      SELECT d.day, s.*, ${SUBSCRIPTION} AS subscription, 1 AS orders, (o.currency <> d.currency)::int AS other_currency,
             m.value, m.value - m.total AS taken, m.total AS moved, 0 AS moved_taken
      FROM days d JOIN "order" o
        ON o.shop_id = d.shop_id AND o.processed_at >= d.starts AND o.processed_at < d.ends
      CROSS JOIN LATERAL (SELECT CASE WHEN o.currency = d.currency THEN o.value_minor ELSE 0 END AS value,
                                 CASE WHEN o.currency = d.currency THEN o.total_minor ELSE 0 END AS total) AS m
      CROSS JOIN LATERAL (${STANDING}) AS s
      UNION ALL
      SELECT d.day, s.*, ${SUBSCRIPTION}, 0, 0, 0, 0, m.total, m.total
      FROM days d JOIN ledger_entry e ON e.shop_id = d.shop_id AND e.at >= d.starts AND e.at < d.ends AND e.kind <> 'sale'
      JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
      CROSS JOIN LATERAL (SELECT CASE WHEN o.currency = d.currency THEN e.total_minor ELSE 0 END AS total) AS m
      CROSS JOIN LATERAL (${STANDING}) AS s
    ) AS each
    GROUP BY day, bucket, reason, source, medium, channel, subscription`;
  await tx.$executeRaw`
    WITH ${bounds},
    changed AS (
      SELECT DISTINCT e.order_id FROM days d
      JOIN ledger_entry e ON e.shop_id = d.shop_id AND e.at >= d.starts AND e.at < d.ends AND e.kind <> 'sale'
    ),
    course AS (
      SELECT e.order_id, e.at, e.kind, sum(e.total_minor) OVER w AS worth,
             sum(e.total_minor) OVER w - e.total_minor AS worth_before, lead(e.at) OVER w IS NULL AS last
      FROM changed c JOIN ledger_entry e ON e.shop_id = ${shop} AND e.order_id = c.order_id
      WINDOW w AS (PARTITION BY e.order_id ORDER BY e.kind <> 'sale', e.at, e.ref, e.kind
                   ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    )
    INSERT INTO credit_day (shop_id, day, version_id, grade, subscription, apart, orders, grade_orders, weight_ppm,
                            amount_minor, taken_minor, moved_minor, moved_taken_minor)
    SELECT ${shop}, day, version_id, grade, subscription, apart, sum(orders), sum(grade_orders), sum(weight),
           coalesce(sum(amount) FILTER (WHERE own), 0), coalesce(sum(taken) FILTER (WHERE own), 0),
           coalesce(sum(moved) FILTER (WHERE own), 0), coalesce(sum(moved_taken) FILTER (WHERE own), 0)
    FROM (
      SELECT d.day, c.version_id, c.grade, ${SUBSCRIPTION} AS subscription, c.apart, c.first::int AS orders, c.first_of_grade::int AS grade_orders,
             c.weight_ppm AS weight, o.currency = d.currency AS own, c.amount_minor AS amount,
             c.amount_minor - sold AS taken, sold AS moved, 0 AS moved_taken
      FROM days d JOIN "order" o
        ON o.shop_id = d.shop_id AND o.processed_at >= d.starts AND o.processed_at < d.ends
      CROSS JOIN LATERAL (${CREDITS}) AS c
      LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
      CROSS JOIN LATERAL (
        SELECT CASE WHEN ${HAS_CHANGED} THEN ${shareOf(Prisma.sql`o.total_minor`)} ELSE c.amount_minor END AS sold
      ) AS sale
      UNION ALL
      SELECT d.day, c.version_id, c.grade, ${SUBSCRIPTION}, c.apart, 0, 0, 0, o.currency = d.currency, 0, 0, step, step
      FROM course k JOIN days d ON k.at >= d.starts AND k.at < d.ends
      JOIN "order" o ON o.shop_id = d.shop_id AND o.id = k.order_id
      CROSS JOIN LATERAL (${CREDITS}) AS c
      LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
      CROSS JOIN LATERAL (
        SELECT CASE WHEN k.last THEN c.amount_minor ELSE ${shareOf(Prisma.sql`k.worth`)} END
               - ${shareOf(Prisma.sql`k.worth_before`)} AS step
      ) AS moved
      WHERE k.kind <> 'sale'
    ) AS each
    GROUP BY day, version_id, grade, subscription, apart`;
}

const SUBSCRIPTION = Prisma.sql`CASE WHEN s.reason = 'subscription_renewal' THEN 'renewal'
  WHEN o.selling_plan THEN 'first' ELSE 'none' END`;

/** How an order stands, and what else stood in the way of a credit: its name as it was tagged, however long. */
const STANDING = Prisma.sql`
  SELECT coalesce(max(bucket), 'pending') AS bucket, coalesce(max(reason), '') AS reason,
         coalesce(max(left(receipt #>> '{deciding,origin,source}', 200)), '') AS source,
         coalesce(max(left(receipt #>> '{deciding,origin,medium}', 200)), '') AS medium,
         coalesce(max(receipt #>> '{deciding,origin,channel}'), '') AS channel
  FROM order_standing WHERE shop_id = o.shop_id AND order_id = o.id`;

/** All credits of an order; `through` is the weight of a credit and those before it. */
const CREDITS = Prisma.sql`
  SELECT version_id, grade, apart, weight_ppm, amount_minor, settings_version,
         sum(weight_ppm) OVER (PARTITION BY apart ORDER BY ordinal) AS through,
         row_number() OVER (PARTITION BY apart, version_id ORDER BY ordinal) = 1 AS first,
         row_number() OVER (PARTITION BY apart, grade ORDER BY ordinal) = 1 AS first_of_grade,
         coalesce((SELECT basis = 'net' FROM attribution_settings a
                   WHERE a.shop_id = o.shop_id AND a.version = settings_version), false) AS net
  FROM (
    SELECT version_id, grade, false AS apart, ordinal, weight_ppm, amount_minor, settings_version
    FROM credit WHERE shop_id = o.shop_id AND order_id = o.id
    UNION ALL
    SELECT version_id, '', true, ordinal, weight_ppm, amount_minor, settings_version
    FROM renewal_credit WHERE shop_id = o.shop_id AND order_id = o.id
  ) AS kinds`;

/** Whether anything followed the sale. Asked of the ledger only where something may have: its months are many. */
const HAS_CHANGED = Prisma.sql`
  (o.value_minor <> o.total_minor OR o.edit_minor <> 0
    OR EXISTS (SELECT FROM refund r WHERE r.shop_id = o.shop_id AND r.order_id = o.id))
  AND EXISTS (SELECT FROM ledger_entry e WHERE e.shop_id = o.shop_id AND e.order_id = o.id AND e.kind <> 'sale')`;

/**
 * What a credit takes of its order while that is worth so much. Each takes what its weight adds to that of those before
 * it, so that the parts sum to the whole at any time; what remains of the rounding goes with the last entry.
 */
function shareOf(worth: Prisma.Sql): Prisma.Sql {
  const net = Prisma.sql`(o.total_minor - o.tax_minor - o.duty_minor - o.shipping_minor)`;
  const credited = Prisma.sql`CASE WHEN NOT c.net THEN ${worth}::numeric
    WHEN o.total_minor > 0 AND ${net} > 0 THEN div(${worth}::numeric * ${net}, o.total_minor) ELSE 0 END`;
  return Prisma.sql`(SELECT div(w * c.through, 1000000) - div(w * (c.through - c.weight_ppm), 1000000)
    FROM (SELECT ${credited} AS w) AS credited)`;
}
