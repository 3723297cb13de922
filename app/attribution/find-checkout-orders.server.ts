import type { Db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** Ids of the orders that reported checkouts became: by their tokens, or by the orders that the pixel named. */
export async function findCheckoutOrders(shop: ShopId, tokens: readonly string[], tx: Db): Promise<bigint[]> {
  if (tokens.length === 0) return [];
  const checkouts = await tx.checkout.findMany({
    where: { shopId: shop, token: { in: [...tokens] } },
    select: { token: true, orderId: true },
  });
  const named = checkouts.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]));
  const orders = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM "order" WHERE shop_id = ${shop} AND checkout_token = ANY (${checkouts.map(({ token }) => token)}::text[])
    UNION
    SELECT id FROM "order" WHERE shop_id = ${shop} AND id = ANY (${named}::bigint[])`;
  return orders.map(({ id }) => id);
}
