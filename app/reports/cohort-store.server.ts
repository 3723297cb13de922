import type { Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { LATER } from '~/reports/cohorts/ages';

/** Orders come in crowds, and cohorts are made of all of them: the first of a crowd waits so long for the rest. */
const WAIT_SECONDS = 20;

/** Has the cohorts of a shop made anew when it is their time. */
export async function markCohorts(shop: ShopId, now: Date, tx: Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO cohort_state AS known (shop_id, changes, next_at)
    SELECT id, 1, ${now}::timestamptz + make_interval(secs => ${WAIT_SECONDS}::int) FROM shop WHERE id = ${shop}
    ON CONFLICT (shop_id) DO UPDATE SET changes = known.changes + 1,
      next_at = CASE WHEN known.made = known.changes THEN greatest(known.next_at, EXCLUDED.next_at) ELSE known.next_at END`;
}

/**
 * Takes a shop whose cohorts are behind and whose time has come.
 * @param until nobody else takes it before: by then they are made, or who took it is dead
 * @returns how many changes there are to know
 */
export async function unscopedTakeCohorts(
  now: Date,
  until: Date,
  tx: Sql,
): Promise<{ shop: ShopId; changes: bigint } | undefined> {
  const [taken] = await tx.$queryRaw<{ shop: ShopId; changes: bigint }[]>`
    UPDATE cohort_state SET next_at = ${until} WHERE shop_id = (
      SELECT shop_id FROM cohort_state WHERE made < changes AND next_at <= ${now}
      ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING shop_id AS shop, changes`;
  return taken;
}

/**
 * Makes the cohorts of a shop anew from its orders and credits. A customer belongs to the month of the first order, in the
 * shop's zone, and to the message with the largest share of it. Test orders, cancelled and deleted ones are left out, and
 * orders that name no customer.
 * @param tx one transaction: nobody sees what is half made
 */
export async function makeCohorts(shop: ShopId, tx: Sql): Promise<void> {
  await tx.$executeRaw`DELETE FROM cohort_sum WHERE shop_id = ${shop}`;
  await tx.$executeRaw`
    INSERT INTO cohort_sum (shop_id, month, version_id, age, customers, returned, orders, value_minor)
    WITH placed AS (
      SELECT o.id, o.processed_at AT TIME ZONE p.time_zone AS at,
             CASE WHEN o.currency = p.currency THEN o.value_minor ELSE 0 END AS value, row_number() OVER w AS nth,
             first_value(o.id) OVER w AS first_id, first_value(o.processed_at AT TIME ZONE p.time_zone) OVER w AS began
      FROM shop p JOIN "order" o ON o.shop_id = p.id
      WHERE p.id = ${shop} AND o.customer_id IS NOT NULL AND NOT o.test AND o.cancelled_at IS NULL
        AND NOT EXISTS (SELECT FROM order_deletion d WHERE d.shop_id = o.shop_id AND d.order_id = o.id)
      WINDOW w AS (PARTITION BY o.customer_id ORDER BY o.processed_at, o.id)
    ),
    earned AS (
      SELECT DISTINCT ON (order_id) order_id, version_id FROM credit
      WHERE shop_id = ${shop} ORDER BY order_id, weight_ppm DESC, ordinal
    ),
    aged AS (
      SELECT p.*, coalesce(e.version_id, 0) AS version_id,
             CASE WHEN nth = 1 THEN 0
               ELSE least(greatest(1, m.months + (p.at > p.began + make_interval(months => m.months))::int), ${LATER}::int)
             END AS age
      FROM placed p LEFT JOIN earned e ON e.order_id = p.first_id
      CROSS JOIN LATERAL (
        SELECT ((extract(year FROM p.at) - extract(year FROM p.began)) * 12
                + extract(month FROM p.at) - extract(month FROM p.began))::int AS months
      ) AS m
    )
    SELECT ${shop}, date_trunc('month', began)::date, version_id, age, count(*) FILTER (WHERE nth = 1),
           count(*) FILTER (WHERE nth = 2), count(*), sum(value)
    FROM aged GROUP BY 2, 3, 4`;
}

/**
 * Notes which changes are in the cohorts that were made.
 * @param next not to be made again before
 */
export async function noteCohorts(
  shop: ShopId,
  changes: bigint,
  now: Date,
  next: Date,
  tx: Sql,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE cohort_state SET made = ${changes}, made_at = ${now}, next_at = ${next} WHERE shop_id = ${shop}`;
}
