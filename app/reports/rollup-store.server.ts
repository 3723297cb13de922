import { Prisma, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { runsOf } from '~/reports/day-spans';

/** Days that follow one another in the shop's zone, and moments between which lies whatever happened on them. */
interface Run {
  zone: string;
  currency: string;
  first: string;
  last: string;
  from: Date;
  to: Date;
}

/**
 * Makes the sums of days anew from orders, ledger and credits: what stood there leaves no trace. Each sum is there by both
 * date bases: of the orders placed on a day at what they are worth now, and of what happened on it, whenever they were placed.
 * @param days as yyyy-mm-dd in the shop's zone
 * @param tx no other transaction makes days of this shop meanwhile
 */
export async function rollUpDays(shop: ShopId, days: readonly string[], tx: Sql): Promise<void> {
  const dates = [...days];
  await tx.$executeRaw`
    SELECT set_config('work_mem', ${MEMORY}, true), set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true)`;
  await tx.$executeRaw`DELETE FROM sales_day WHERE shop_id = ${shop} AND day = ANY (${dates}::date[])`;
  await tx.$executeRaw`DELETE FROM credit_day WHERE shop_id = ${shop} AND day = ANY (${dates}::date[])`;
  for (const { first, last } of runsOf(days)) {
    const [run] = await tx.$queryRaw<Run[]>`
      SELECT time_zone AS zone, currency, ${first}::text AS first, ${last}::text AS last,
             ${first}::timestamp AT TIME ZONE time_zone - ${CLOCK_CHANGE}::interval AS from,
             (${last}::timestamp + interval '1 day') AT TIME ZONE time_zone + ${CLOCK_CHANGE}::interval AS to
      FROM shop WHERE id = ${shop}`;
    if (!run) continue;
    await sumSales(shop, run, tx);
    await sumCredits(shop, run, tx);
  }
  await sumTiers(shop, dates, tx);
}

/** For sorting and hashing the orders of some days without writing them to files. All else of them is found by indexes. */
const MEMORY = '64MB';

/** A day may begin by so much earlier or later than its midnight says, where clocks change. */
const CLOCK_CHANGE = '3 hours';

const dayOf = (at: Prisma.Sql, { zone }: Run) => Prisma.sql`(${at} AT TIME ZONE ${zone}::text)::date`;

/** The bounds find the rows by an index; which day each belongs to, the zone says. */
const isWithin = (
  at: Prisma.Sql,
  run: Run,
) => Prisma.sql`${at} >= ${run.from}::timestamptz AND ${at} < ${run.to}::timestamptz
  AND ${dayOf(at, run)} BETWEEN ${run.first}::date AND ${run.last}::date`;

const SUBSCRIPTION = Prisma.sql`CASE WHEN s.reason = 'subscription_renewal' THEN 'renewal'
  WHEN o.selling_plan THEN 'first' ELSE 'none' END`;

/** Of the orders that are here; test orders are nobody's first. */
const CUSTOMER = Prisma.sql`CASE WHEN o.customer_id IS NULL OR o.test THEN 'unknown'
  WHEN EXISTS (SELECT FROM "order" p WHERE p.shop_id = o.shop_id AND p.customer_id = o.customer_id
               AND (p.processed_at, p.id) < (o.processed_at, o.id) AND NOT p.test) THEN 'returning'
  ELSE 'new' END`;

/** All orders of the days, and what happened on them to orders of any; of another source its name as it was tagged. */
async function sumSales(shop: ShopId, run: Run, tx: Sql): Promise<void> {
  const own = (amount: Prisma.Sql) =>
    Prisma.sql`CASE WHEN o.currency = ${run.currency}::text THEN ${amount} ELSE 0 END`;
  const total = own(Prisma.sql`o.total_minor`);
  const entry = own(Prisma.sql`e.total_minor`);
  await tx.$executeRaw`
    INSERT INTO sales_day (shop_id, day, bucket, reason, source, medium, channel, subscription, customer, orders,
                           other_currency, value_minor, taken_minor, moved_minor, moved_taken_minor)
    SELECT ${shop}, day, coalesce(s.bucket, 'pending'), coalesce(s.reason, ''),
           coalesce(left(d.origin ->> 'source', 200), ''), coalesce(left(d.origin ->> 'medium', 200), ''),
           coalesce(d.origin ->> 'channel', ''), ${SUBSCRIPTION}, customer, sum(orders), sum(other_currency), sum(value),
           sum(value - total), sum(moved), sum(moved_taken)
    FROM (
      SELECT ${dayOf(Prisma.sql`o.processed_at`, run)} AS day, o.id, o.selling_plan, ${CUSTOMER} AS customer, 1 AS orders,
             (o.currency <> ${run.currency}::text)::int AS other_currency, ${own(Prisma.sql`o.value_minor`)} AS value,
             ${total} AS total, ${total} AS moved, 0 AS moved_taken
      FROM "order" o WHERE o.shop_id = ${shop} AND ${isWithin(Prisma.sql`o.processed_at`, run)}
      UNION ALL
      SELECT ${dayOf(Prisma.sql`e.at`, run)}, o.id, o.selling_plan, ${CUSTOMER}, 0, 0, 0, 0, ${entry}, ${entry}
      FROM ledger_entry e JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
      WHERE e.shop_id = ${shop} AND e.kind <> 'sale' AND ${isWithin(Prisma.sql`e.at`, run)}
    ) AS o
    LEFT JOIN order_standing s ON s.shop_id = ${shop} AND s.order_id = o.id
    CROSS JOIN LATERAL (SELECT s.ruling #> '{deciding,origin}' AS origin OFFSET 0) AS d
    GROUP BY 2, 3, 4, 5, 6, 7, 8, 9`;
}

/** What messages earned of the same. */
async function sumCredits(shop: ShopId, run: Run, tx: Sql): Promise<void> {
  await tx.$executeRaw`
    WITH placed AS MATERIALIZED (
      SELECT 0 AS nth, ${dayOf(Prisma.sql`o.processed_at`, run)} AS day, ${ORDER}
      FROM "order" o WHERE o.shop_id = ${shop} AND ${isWithin(Prisma.sql`o.processed_at`, run)}
    ),
    changed AS MATERIALIZED (
      SELECT DISTINCT e.order_id AS id FROM ledger_entry e
      WHERE e.shop_id = ${shop} AND e.kind <> 'sale' AND ${isWithin(Prisma.sql`e.at`, run)}
        AND (EXISTS (SELECT FROM credit c WHERE c.shop_id = e.shop_id AND c.order_id = e.order_id)
          OR EXISTS (SELECT FROM renewal_credit c WHERE c.shop_id = e.shop_id AND c.order_id = e.order_id))
    ),
    course AS (
      SELECT e.order_id, e.at, e.kind, sum(e.total_minor) OVER w AS worth,
             sum(e.total_minor) OVER w - e.total_minor AS worth_before, lead(e.at) OVER w IS NULL AS last
      FROM changed c JOIN ledger_entry e ON e.shop_id = ${shop} AND e.order_id = c.id
      WINDOW w AS (PARTITION BY e.order_id ORDER BY e.kind <> 'sale', e.at, e.ref, e.kind
                   ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ),
    moved AS MATERIALIZED (
      SELECT row_number() OVER () AS nth, ${dayOf(Prisma.sql`k.at`, run)} AS day, k.worth, k.worth_before, k.last, ${ORDER}
      FROM course k JOIN "order" o ON o.shop_id = ${shop} AND o.id = k.order_id
      WHERE k.kind <> 'sale' AND ${isWithin(Prisma.sql`k.at`, run)}
    )
    INSERT INTO credit_day (shop_id, day, version_id, grade, subscription, customer, apart, orders, grade_orders,
                            weight_ppm, amount_minor, taken_minor, moved_minor, moved_taken_minor)
    SELECT ${shop}, day, version_id, grade, subscription, customer, apart, sum(orders), sum(grade_orders), sum(weight),
           coalesce(sum(amount) FILTER (WHERE own), 0), coalesce(sum(amount - sold) FILTER (WHERE own), 0),
           coalesce(sum(moved) FILTER (WHERE own), 0), coalesce(sum(moved_taken) FILTER (WHERE own), 0)
    FROM (
      SELECT o.day, o.version_id, o.grade, ${SUBSCRIPTION} AS subscription, ${CUSTOMER} AS customer, o.apart,
             o.first::int AS orders, o.first_of_grade::int AS grade_orders, o.weight_ppm AS weight,
             o.currency = ${run.currency}::text AS own, o.amount_minor AS amount, sold, sold AS moved, 0 AS moved_taken
      FROM (${creditsOf(Prisma.sql`placed`, shop)}) AS o
      LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
      CROSS JOIN LATERAL (
        SELECT CASE WHEN ${HAS_CHANGED} THEN ${shareOf(Prisma.sql`o.total_minor`)} ELSE o.amount_minor END AS sold OFFSET 0
      ) AS sale
      UNION ALL
      SELECT o.day, o.version_id, o.grade, ${SUBSCRIPTION}, ${CUSTOMER}, o.apart, 0, 0, 0,
             o.currency = ${run.currency}::text, 0, 0, step, step
      FROM (${creditsOf(Prisma.sql`moved`, shop)}) AS o
      LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
      CROSS JOIN LATERAL (
        SELECT CASE WHEN o.last THEN o.amount_minor ELSE ${shareOf(Prisma.sql`o.worth`)} END
               - ${shareOf(Prisma.sql`o.worth_before`)} AS step OFFSET 0
      ) AS step
    ) AS each
    GROUP BY day, version_id, grade, subscription, customer, apart`;
}

/** What of an order its credits are reckoned from. */
const ORDER = Prisma.sql`o.shop_id, o.id, o.currency, o.value_minor, o.total_minor, o.tax_minor, o.duty_minor, o.shipping_minor,
  o.edit_minor, o.selling_plan, o.customer_id, o.processed_at, o.test`;

/**
 * All credits of some orders, each with its order; `through` is the weight of a credit and those of its order before it.
 * `nth` tells rows of the same order apart.
 */
const creditsOf = (orders: Prisma.Sql, shop: ShopId) => Prisma.sql`
  SELECT kinds.*, sum(weight_ppm) OVER (PARTITION BY id, nth, apart ORDER BY ordinal) AS through,
         row_number() OVER (PARTITION BY id, nth, apart, version_id ORDER BY ordinal) = 1 AS first,
         row_number() OVER (PARTITION BY id, nth, apart, grade ORDER BY ordinal) = 1 AS first_of_grade,
         coalesce(basis = 'net', false) AS net
  FROM (
    SELECT o.*, version_id, grade, false AS apart, ordinal, weight_ppm, amount_minor, settings_version
    FROM ${orders} AS o JOIN credit c ON c.shop_id = ${shop} AND c.order_id = o.id
    UNION ALL
    SELECT o.*, version_id, '', true, ordinal, weight_ppm, amount_minor, settings_version
    FROM ${orders} AS o JOIN renewal_credit c ON c.shop_id = ${shop} AND c.order_id = o.id
  ) AS kinds
  LEFT JOIN attribution_settings a ON a.shop_id = ${shop} AND a.version = settings_version`;

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
  const credited = Prisma.sql`CASE WHEN NOT o.net THEN ${worth}::numeric
    WHEN o.total_minor > 0 AND ${net} > 0 THEN div(${worth}::numeric * ${net}, o.total_minor) ELSE 0 END`;
  return Prisma.sql`(SELECT div(w * o.through, 1000000) - div(w * (o.through - o.weight_ppm), 1000000)
    FROM (SELECT ${credited} AS w) AS credited)`;
}

/** The sums that long periods are read from, of the days and of the months that they lie in. */
async function sumTiers(shop: ShopId, dates: string[], tx: Sql): Promise<void> {
  const months = [...new Set(dates.map((day) => `${day.slice(0, 7)}-01`))];
  await tx.$executeRaw`DELETE FROM grade_day WHERE shop_id = ${shop} AND day = ANY (${dates}::date[])`;
  await tx.$executeRaw`
    INSERT INTO grade_day (shop_id, day, grade, subscription, customer, apart, orders, weight_ppm, amount_minor,
                           taken_minor, moved_minor, moved_taken_minor)
    SELECT shop_id, day, grade, subscription, customer, apart, sum(grade_orders), ${MONEY}
    FROM credit_day WHERE shop_id = ${shop} AND day = ANY (${dates}::date[]) GROUP BY 1, 2, 3, 4, 5, 6`;
  await tx.$executeRaw`DELETE FROM credit_month WHERE shop_id = ${shop} AND month = ANY (${months}::date[])`;
  await tx.$executeRaw`
    INSERT INTO credit_month (shop_id, month, version_id, grade, subscription, customer, apart, orders, weight_ppm,
                              amount_minor, taken_minor, moved_minor, moved_taken_minor)
    SELECT shop_id, month, version_id, grade, subscription, customer, apart, sum(orders), ${MONEY}
    FROM unnest(${months}::date[]) AS month
    JOIN credit_day ON shop_id = ${shop} AND day >= month AND day < month + interval '1 month'
    GROUP BY 1, 2, 3, 4, 5, 6, 7`;
}

const MONEY = Prisma.sql`sum(weight_ppm), sum(amount_minor), sum(taken_minor), sum(moved_minor), sum(moved_taken_minor)`;
