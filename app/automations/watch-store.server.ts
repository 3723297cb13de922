import { triggerSchema } from '~/automations/definition';
import { type Watch, watchOf } from '~/automations/watch';
import { type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** How often a segment is read. */
const EVERY_MINUTES = 15;

/** What the automations of shops that are on watch. */
async function activeWatches(shop: ShopId | null, tx: Db): Promise<{ shop: ShopId; watch: Watch }[]> {
  const rows = await tx.$queryRaw<{ shop: ShopId; trigger: unknown }[]>`
    SELECT a.shop_id AS shop, t.trigger FROM automation a
    JOIN automation_version v ON v.shop_id = a.shop_id AND v.automation_id = a.id AND v.version = a.version
    CROSS JOIN LATERAL jsonb_array_elements(v.definition -> 'triggers') AS t(trigger)
    WHERE a.status = 'active' AND (${shop}::int IS NULL OR a.shop_id = ${shop}::int)
      AND a.listens_to && ARRAY['segment_entered', 'segment_left', 'subscription_cancelled', 'contact_date']`;
  return rows.flatMap(({ shop: own, trigger }) => {
    const watch = watchOf(triggerSchema.parse(trigger));
    return watch ? [{ shop: own, watch }] : [];
  });
}

/** What a shop's automations that are on watch of a segment. */
export async function loadWatches(shop: ShopId, segment: string, tx: Db = db): Promise<Watch[]> {
  const all = await activeWatches(shop, tx);
  return all.map(({ watch }) => watch).filter((watch) => watch.segment === segment);
}

/**
 * The segments of all shops that it is time to read, their next time set; what nobody watches any more is forgotten, so
 * that it begins anew where somebody does again.
 */
export async function unscopedTakeDueWatches(
  now: Date,
  tx: Db,
): Promise<{ shop: ShopId; segment: string }[]> {
  const wanted = await activeWatches(null, tx);
  const [shops, segments] = [wanted.map(({ shop }) => shop), wanted.map(({ watch }) => watch.segment)];
  for (const table of ['segment_member', 'segment_watch'] as const) {
    const gone = { NOT: { OR: wanted.map(({ shop, watch }) => ({ shopId: shop, segment: watch.segment })) } };
    const where = wanted.length > 0 ? gone : {};
    if (table === 'segment_member') await tx.segmentMember.deleteMany({ where });
    else await tx.segmentWatch.deleteMany({ where });
  }
  await tx.$executeRaw`
    INSERT INTO segment_watch (shop_id, segment, run, next_at)
    SELECT DISTINCT t.shop_id, t.segment, 0, ${now}::timestamptz
    FROM unnest(${shops}::int[], ${segments}::text[]) AS t(shop_id, segment)
    ON CONFLICT DO NOTHING`;
  return tx.$queryRaw`
    UPDATE segment_watch SET next_at = ${now}::timestamptz + make_interval(mins => ${EVERY_MINUTES}::int)
    WHERE next_at <= ${now}::timestamptz
    RETURNING shop_id AS shop, segment`;
}

/** Whether a segment was never read to its end; undefined where it is not watched any more. */
export async function isFirstReading(shop: ShopId, segment: string, tx: Db): Promise<boolean | undefined> {
  const found = await tx.segmentWatch.findUnique({ where: { shopId_segment: { shopId: shop, segment } } });
  return found ? found.readAt === null : undefined;
}

/** Notes whom a reading met. Returns those whom the one before did not. */
export async function noteMembers(
  shop: ShopId,
  segment: string,
  run: bigint,
  shopifyIds: readonly bigint[],
  tx: Db,
): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ shopifyId: bigint; fresh: boolean }[]>`
    INSERT INTO segment_member AS old (shop_id, segment, shopify_id, run)
    SELECT DISTINCT ${shop}::int, ${segment}, id, ${run}::bigint FROM unnest(${[...shopifyIds]}::bigint[]) AS id
    ORDER BY id
    ON CONFLICT (shop_id, segment, shopify_id) DO UPDATE SET run = excluded.run
    RETURNING shopify_id AS "shopifyId", (xmax = 0) AS fresh`;
  return rows.filter(({ fresh }) => fresh).map(({ shopifyId }) => shopifyId);
}

/** Ends a reading. Returns those whom only the one before met. */
export async function endReading(
  shop: ShopId,
  segment: string,
  run: bigint,
  now: Date,
  tx: Db,
): Promise<bigint[]> {
  await tx.segmentWatch.updateMany({ where: { shopId: shop, segment }, data: { run, readAt: now } });
  const rows = await tx.$queryRaw<{ shopifyId: bigint }[]>`
    DELETE FROM segment_member WHERE shop_id = ${shop}::int AND segment = ${segment} AND run <> ${run}::bigint
    RETURNING shopify_id AS "shopifyId"`;
  return rows.map(({ shopifyId }) => shopifyId);
}
