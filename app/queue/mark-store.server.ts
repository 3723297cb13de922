import type { Sql } from '~/db.server';
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
  tx: Sql,
  crowd = false,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO attribution_mark (shop_id, crowd, order_id)
    SELECT ${shop}, ${crowd}, id FROM unnest(${[...new Set(orderIds)]}::bigint[]) AS id`;
}

/**
 * Takes the marks of one shop that wait longest off the list; they are back on it where the caller's transaction fails.
 * Marks that another transaction has in hand are passed over. They are deleted by their place in the table, since a plan
 * made while few waited would compare each with all.
 * @returns undefined where none waits
 */
export async function unscopedTakeMarks(
  most: number,
  tx: Sql,
): Promise<{ shop: ShopId; marks: AttributionMark[] } | undefined> {
  const rows = await tx.$queryRaw<
    { shop_id: number; order_id: bigint | null; checkout_token: string | null }[]
  >`
    WITH oldest AS (
      SELECT shop_id FROM attribution_mark ORDER BY crowd, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ),
    waiting AS (
      SELECT ctid FROM attribution_mark WHERE shop_id = (SELECT shop_id FROM oldest)
      ORDER BY crowd, id LIMIT ${most} FOR UPDATE SKIP LOCKED
    )
    DELETE FROM attribution_mark WHERE ctid = ANY (ARRAY(SELECT ctid FROM waiting))
    RETURNING shop_id, order_id, checkout_token`;
  const [first] = rows;
  return (
    first && {
      shop: first.shop_id,
      marks: rows.map((row) => ({ orderId: row.order_id, checkoutToken: row.checkout_token })),
    }
  );
}
