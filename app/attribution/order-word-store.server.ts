import { db, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** Older orders an app does not get to see, nor to write to. */
const WRITABLE_DAYS = 60;

/**
 * Has what Shopify's orders say looked at again, where the shop lets it be told: of those that are young enough, and
 * were credited or said something before.
 */
export async function markWords(
  shop: ShopId,
  orderIds: readonly bigint[],
  now: Date,
  tx: Sql,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO order_word (shop_id, order_id, due_at)
    SELECT o.shop_id, o.id, ${now} FROM shopify_sharing h JOIN "order" o ON o.shop_id = h.shop_id
    WHERE h.shop_id = ${shop} AND h.orders AND o.id = ANY (${orderIds}::bigint[])
      AND o.created_at > ${now}::timestamptz - make_interval(days => ${WRITABLE_DAYS}::int)
      AND (EXISTS (SELECT FROM credit c WHERE c.shop_id = o.shop_id AND c.order_id = o.id)
        OR EXISTS (SELECT FROM order_word w WHERE w.shop_id = o.shop_id AND w.order_id = o.id))
    ORDER BY o.id
    ON CONFLICT (shop_id, order_id) DO UPDATE
    SET due_at = EXCLUDED.due_at, changes = order_word.changes + 1, failure = NULL`;
}

/** Marks every credited order that is young enough: for a shop that begins to let it be told. */
export async function markAllWords(shop: ShopId, now: Date, tx: Sql): Promise<void> {
  const orders = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT DISTINCT o.id FROM "order" o JOIN credit c ON c.shop_id = o.shop_id AND c.order_id = o.id
    WHERE o.shop_id = ${shop}
      AND o.created_at > ${now}::timestamptz - make_interval(days => ${WRITABLE_DAYS}::int)`;
  await markWords(
    shop,
    orders.map(({ id }) => id),
    now,
    tx,
  );
}

/** Has looked at again what orders say already, all of the shop's or those named, whether it may be told or not. */
export async function remarkWritten(
  shop: ShopId,
  now: Date,
  tx: Sql,
  orderIds?: readonly bigint[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE order_word SET due_at = ${now}, changes = changes + 1 WHERE (shop_id, order_id) IN (
      SELECT shop_id, order_id FROM order_word
      WHERE shop_id = ${shop} AND (written IS NOT NULL OR due_at IS NOT NULL)
        AND (${orderIds === undefined}::boolean OR order_id = ANY (${orderIds ?? []}::bigint[]))
      ORDER BY order_id FOR UPDATE)`;
}

/** An order whose word is to be looked at. */
export interface DueWord {
  orderId: bigint;
  written: string | null;
  /** To be handed back: tells whether the order was decided again meanwhile. */
  changes: number;
  /** Somebody had it in hand and did not say what came of it: Shopify may have another word than `written`. */
  unsure: boolean;
}

/**
 * Takes in hand the words of one shop that wait longest; nobody else takes them until `heldUntil`, when they are free
 * again should whoever took them be killed.
 * @returns undefined where none waits
 */
export async function unscopedTakeWords(
  most: number,
  now: Date,
  heldUntil: Date,
): Promise<{ shop: ShopId; words: DueWord[] } | undefined> {
  const rows = await db.$queryRaw<({ shop: ShopId } & DueWord)[]>`
    WITH oldest AS (
      SELECT shop_id FROM order_word WHERE due_at <= ${now} AND (held_until IS NULL OR held_until <= ${now})
      ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ),
    due AS (
      SELECT shop_id, order_id, held_until FROM order_word
      WHERE shop_id = (SELECT shop_id FROM oldest) AND due_at <= ${now} AND (held_until IS NULL OR held_until <= ${now})
      ORDER BY due_at, order_id LIMIT ${most} FOR UPDATE SKIP LOCKED
    )
    UPDATE order_word w SET held_until = ${heldUntil} FROM due
    WHERE w.shop_id = due.shop_id AND w.order_id = due.order_id
    RETURNING w.shop_id AS shop, w.order_id AS "orderId", w.written, w.changes,
              due.held_until IS NOT NULL AS unsure`;
  const [first] = rows;
  return first && { shop: first.shop, words: rows };
}

/** Notes what orders say in Shopify now, or why it refused; one that was decided again meanwhile is due at once. */
export async function finishWords(
  shop: ShopId,
  words: readonly (DueWord & { failure: string | null })[],
): Promise<void> {
  await db.$executeRaw`
    WITH done AS (
      SELECT * FROM unnest(${words.map(({ orderId }) => orderId)}::bigint[], ${words.map(({ written }) => written)}::text[],
                           ${words.map(({ changes }) => changes)}::int[], ${words.map(({ failure }) => failure)}::text[])
        AS d (order_id, written, changes, failure)
    ),
    locked AS (
      SELECT w.order_id FROM order_word w JOIN done USING (order_id) WHERE w.shop_id = ${shop}
      ORDER BY w.order_id FOR UPDATE OF w
    )
    UPDATE order_word w SET written = done.written, failure = done.failure, held_until = NULL,
      due_at = CASE WHEN w.changes = done.changes THEN NULL ELSE w.due_at END
    FROM done JOIN locked USING (order_id) WHERE w.shop_id = ${shop} AND w.order_id = done.order_id`;
}

/** Puts off all that waits of a shop until a moment. */
export async function postponeWords(shop: ShopId, until: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE order_word SET due_at = ${until} WHERE (shop_id, order_id) IN (
      SELECT shop_id, order_id FROM order_word WHERE shop_id = ${shop} AND due_at IS NOT NULL
      ORDER BY order_id FOR UPDATE)`;
}

/** Forgets what orders say in Shopify, where the app has no say any more. */
export async function dropWords(shop: ShopId, tx: Sql = db): Promise<void> {
  await tx.$executeRaw`DELETE FROM order_word WHERE shop_id = ${shop}`;
}

/** How many orders say who earned them, how many wait, and how many Shopify refused. */
export async function countWords(
  shop: ShopId,
): Promise<{ written: number; waiting: number; refused: number }> {
  const [counted] = await db.$queryRaw<{ written: number; waiting: number; refused: number }[]>`
    SELECT count(*) FILTER (WHERE written IS NOT NULL)::int AS written,
           count(*) FILTER (WHERE due_at IS NOT NULL)::int AS waiting,
           count(*) FILTER (WHERE failure IS NOT NULL)::int AS refused
    FROM order_word WHERE shop_id = ${shop}`;
  return counted ?? { written: 0, waiting: 0, refused: 0 };
}
