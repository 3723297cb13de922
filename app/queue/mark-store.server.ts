import type { Db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** What is to be decided anew: an order, or whatever orders a checkout became. */
export interface AttributionMark {
  orderId: bigint | null;
  checkoutToken: string | null;
}

/**
 * Has orders decided anew once the caller's transaction is committed.
 * @param crowd waits behind every order that came alone, so that a thousand old ones hold up no new one
 */
export async function markOrders(
  shop: ShopId,
  orderIds: readonly bigint[],
  tx: Pick<Db, '$executeRaw'>,
  crowd = false,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO attribution_mark (shop_id, crowd, order_id)
    SELECT ${shop}, ${crowd}, id FROM unnest(${[...new Set(orderIds)]}::bigint[]) AS id`;
}

/**
 * Takes the marks of one shop that wait longest off the list; they are back on it where the caller's transaction fails.
 * Marks that another transaction has in hand are passed over.
 * @returns undefined where none waits
 */
export async function unscopedTakeMarks(
  most: number,
  tx: Pick<Db, '$queryRaw'>,
): Promise<{ shop: ShopId; marks: AttributionMark[] } | undefined> {
  const rows = await tx.$queryRaw<
    { shop_id: number; order_id: bigint | null; checkout_token: string | null }[]
  >`
    WITH oldest AS (
      SELECT shop_id FROM attribution_mark ORDER BY crowd, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ),
    waiting AS (
      SELECT shop_id, id FROM attribution_mark WHERE shop_id = (SELECT shop_id FROM oldest)
      ORDER BY crowd, id LIMIT ${most} FOR UPDATE SKIP LOCKED
    )
    DELETE FROM attribution_mark m USING waiting
    WHERE m.shop_id = waiting.shop_id AND m.id = waiting.id
    RETURNING m.shop_id, m.order_id, m.checkout_token`;
  const [first] = rows;
  return (
    first && {
      shop: first.shop_id,
      marks: rows.map((row) => ({ orderId: row.order_id, checkoutToken: row.checkout_token })),
    }
  );
}
