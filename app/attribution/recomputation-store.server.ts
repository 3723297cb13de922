import { db, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** How many orders are decided in one transaction. */
const PART = 1_000;

/**
 * Asks for all orders of a shop to be decided anew; what an earlier change left to do is asked for again by this. The
 * stretches part all ids there can be, so that an order that is saved meanwhile, and decided by the settings of before,
 * lies in one of them.
 * @param tx the transaction that makes the version
 */
export async function askForRecomputation(shop: ShopId, version: number, now: Date, tx: Sql): Promise<void> {
  await tx.$executeRaw`DELETE FROM recomputation_part WHERE shop_id = ${shop}`;
  await tx.$executeRaw`
    WITH numbered AS (
      SELECT id, (row_number() OVER (ORDER BY id) - 1) / ${PART}::int AS part FROM "order" WHERE shop_id = ${shop}
    ),
    parts AS (SELECT part, max(id) AS last_id, count(*)::int AS orders FROM numbered GROUP BY part)
    INSERT INTO recomputation_part (shop_id, first_id, last_id, orders)
    SELECT ${shop}, coalesce(lag(last_id) OVER (ORDER BY part) + 1, -9223372036854775808),
           CASE WHEN lead(part) OVER (ORDER BY part) IS NULL THEN 9223372036854775807 ELSE last_id END, orders
    FROM parts`;
  await tx.$executeRaw`
    INSERT INTO recomputation (shop_id, version, orders, asked_at)
    SELECT ${shop}, ${version}, coalesce(sum(orders), 0)::int, ${now} FROM recomputation_part WHERE shop_id = ${shop}`;
}

/**
 * Takes a stretch of some shop's orders off what is to do, the newest first; it is back where the caller's transaction
 * fails. Stretches that another transaction has in hand are passed over.
 * @returns undefined where none waits
 */
export async function unscopedTakePart(tx: Sql): Promise<{ shop: ShopId; orderIds: bigint[] } | undefined> {
  const [part] = await tx.$queryRaw<{ shop: ShopId; firstId: bigint; lastId: bigint }[]>`
    WITH next AS (
      SELECT shop_id, first_id FROM recomputation_part ORDER BY first_id DESC, shop_id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    DELETE FROM recomputation_part p USING next WHERE p.shop_id = next.shop_id AND p.first_id = next.first_id
    RETURNING p.shop_id AS shop, p.first_id AS "firstId", p.last_id AS "lastId"`;
  if (!part) return undefined;
  const orders = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM "order" WHERE shop_id = ${part.shop} AND id BETWEEN ${part.firstId} AND ${part.lastId} ORDER BY id`;
  return { shop: part.shop, orderIds: orders.map(({ id }) => id) };
}

/** How far the recomputation is that the newest settings asked for. */
export interface RecomputationProgress {
  version: number;
  done: number;
  total: number;
}

/** Undefined where the settings were never changed. */
export async function recomputationProgress(
  shop: ShopId,
  tx: Sql = db,
): Promise<RecomputationProgress | undefined> {
  const [found] = await tx.$queryRaw<RecomputationProgress[]>`
    SELECT r.version, r.orders AS total,
           (r.orders - coalesce((SELECT sum(orders) FROM recomputation_part p WHERE p.shop_id = r.shop_id), 0))::int AS done
    FROM recomputation r WHERE r.shop_id = ${shop} ORDER BY r.version DESC LIMIT 1`;
  return found;
}
