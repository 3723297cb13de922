import type { Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** Ids of the orders that reported checkouts became: by their tokens, or by the orders that the pixel named. */
export async function findCheckoutOrders(
  shop: ShopId,
  tokens: readonly string[],
  tx: Sql,
): Promise<bigint[]> {
  if (tokens.length === 0) return [];
  const orders = await tx.$queryRaw<{ id: bigint }[]>`
    WITH reported AS (
      SELECT token, order_id FROM checkout WHERE shop_id = ${shop} AND token = ANY (${tokens}::text[])
    )
    SELECT o.id FROM reported JOIN "order" o ON o.shop_id = ${shop} AND o.checkout_token = reported.token
    UNION
    SELECT o.id FROM reported JOIN "order" o ON o.shop_id = ${shop} AND o.id = reported.order_id`;
  return orders.map(({ id }) => id);
}
