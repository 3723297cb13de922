import { db, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** What a shop lets the app tell Shopify, each with why Shopify does not take it. */
export interface Sharing {
  orders: boolean;
  ordersFailure: string | null;
}

const NOTHING: Sharing = { orders: false, ordersFailure: null };

/** What the shop lets be told; nothing until it said so. */
export async function loadSharing(shop: ShopId): Promise<Sharing> {
  const found = await db.shopifySharing.findUnique({ where: { shopId: shop } });
  return found ? { orders: found.orders, ordersFailure: found.ordersFailure } : NOTHING;
}

/** Says whether orders may say in Shopify who earned them. */
export async function shareOrders(shop: ShopId, orders: boolean, tx: Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO shopify_sharing (shop_id, orders) VALUES (${shop}, ${orders})
    ON CONFLICT (shop_id) DO UPDATE SET orders = EXCLUDED.orders, orders_failure = NULL`;
}

/** Notes why Shopify does not take what orders are to say, or that it does again. */
export async function noteOrdersFailure(shop: ShopId, reason: string | null): Promise<void> {
  await db.$executeRaw`
    UPDATE shopify_sharing SET orders_failure = ${reason}
    WHERE shop_id = ${shop} AND orders_failure IS DISTINCT FROM ${reason}`;
}
