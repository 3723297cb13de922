import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** Ids of the orders that a reported checkout became: by its token, or by the order that the pixel named. */
export async function findCheckoutOrders(shop: ShopId, token: string): Promise<bigint[]> {
  const checkout = await db.checkout.findUnique({ where: { shopId_token: { shopId: shop, token } } });
  if (!checkout) return [];
  const orders = await db.order.findMany({
    where: {
      shopId: shop,
      OR: [{ checkoutToken: token }, ...(checkout.orderId === null ? [] : [{ id: checkout.orderId }])],
    },
    select: { id: true },
  });
  return orders.map(({ id }) => id);
}
