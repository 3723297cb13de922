import type { Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** Has the sums of the days made anew, in the shop's zone, on which something happened at these moments. */
export async function markDays(shop: ShopId, moments: readonly Date[], tx: Sql): Promise<void> {
  if (moments.length === 0) return;
  const times = [...new Set(moments.map((moment) => moment.toISOString()))];
  await tx.$executeRaw`
    INSERT INTO day_mark (shop_id, day)
    SELECT DISTINCT p.id, (at AT TIME ZONE p.time_zone)::date
    FROM shop p, unnest(${times}::timestamptz[]) AS at WHERE p.id = ${shop}`;
}

/** The same of all days on which something happened to these orders. */
export async function markDaysOfOrders(shop: ShopId, orderIds: readonly bigint[], tx: Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO day_mark (shop_id, day)
    SELECT DISTINCT p.id, (e.at AT TIME ZONE p.time_zone)::date
    FROM shop p JOIN ledger_entry e ON e.shop_id = p.id
    WHERE p.id = ${shop} AND e.order_id = ANY (${[...orderIds]}::bigint[])`;
}

/** The same of all days of a shop. They wait behind every day on which something happens meanwhile. */
export async function markAllDays(shop: ShopId, tx: Sql): Promise<void> {
  await tx.$executeRaw`INSERT INTO day_mark (shop_id, crowd) SELECT ${shop}::int, true`;
}

/**
 * Takes days of one shop off the list, the last ones first; they are back on it where the caller's transaction fails. No
 * other transaction takes days of the same shop until this one ends: shops that another is at work on are passed over.
 * @param before marks made later wait, so that a day with many orders is not made anew for each
 * @returns the days as yyyy-mm-dd; undefined where none waits
 */
export async function unscopedTakeDays(
  most: number,
  before: Date,
  tx: Sql,
): Promise<{ shop: ShopId; days: string[] } | undefined> {
  const [free] = await tx.$queryRaw<{ shop: ShopId }[]>`
    SELECT shop FROM (
      SELECT shop_id AS shop FROM (
        SELECT shop_id, crowd, marked_at FROM day_mark WHERE marked_at <= ${before} ORDER BY crowd, marked_at LIMIT ${MARKS}
      ) AS oldest GROUP BY shop_id ORDER BY min(crowd::int), min(marked_at)
    ) AS waiting WHERE pg_try_advisory_xact_lock(hashtextextended('days ' || shop, 0)) LIMIT 1`;
  if (!free) return undefined;
  const { shop } = free;
  await spreadAllDays(shop, tx);
  const taken = await tx.$queryRaw<{ day: string }[]>`
    DELETE FROM day_mark WHERE shop_id = ${shop} AND day = ANY (ARRAY(
      SELECT day FROM day_mark WHERE shop_id = ${shop} GROUP BY day ORDER BY min(crowd::int), day DESC LIMIT ${most}
    )) RETURNING day::text`;
  return { shop, days: [...new Set(taken.map(({ day }) => day))].sort() };
}

/** Among so many marks a shop is looked for that nobody is at work on. */
const MARKS = 1_000;

/** Makes of a mark of all days one for each: for those that have sums, and from the first order to the last entry. */
async function spreadAllDays(shop: ShopId, tx: Sql): Promise<void> {
  const all = await tx.$executeRaw`DELETE FROM day_mark WHERE shop_id = ${shop} AND day IS NULL`;
  if (all === 0) return;
  await tx.$executeRaw`
    INSERT INTO day_mark (shop_id, crowd, day)
    SELECT ${shop}, true, generate_series(
      least((SELECT min(processed_at) FROM "order" WHERE shop_id = p.id),
            (SELECT min(at) FROM ledger_entry WHERE shop_id = p.id)) AT TIME ZONE p.time_zone,
      greatest((SELECT max(processed_at) FROM "order" WHERE shop_id = p.id),
               (SELECT max(at) FROM ledger_entry WHERE shop_id = p.id)) AT TIME ZONE p.time_zone + interval '1 day',
      interval '1 day')::date
    FROM shop p WHERE p.id = ${shop}
    UNION SELECT shop_id, true, day FROM sales_day WHERE shop_id = ${shop}
    UNION SELECT shop_id, true, day FROM credit_day WHERE shop_id = ${shop}
    UNION SELECT shop_id, true, day FROM grade_day WHERE shop_id = ${shop}
    UNION SELECT shop_id, true, month FROM credit_month WHERE shop_id = ${shop}`;
}

/** How many days of a shop wait to be made anew. */
export async function waitingDays(shop: ShopId, tx: Sql): Promise<number> {
  const [row] = await tx.$queryRaw<{ days: number }[]>`
    SELECT (count(DISTINCT day) + count(*) FILTER (WHERE day IS NULL))::int AS days FROM day_mark WHERE shop_id = ${shop}`;
  return row?.days ?? 0;
}
