import { db, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { enqueue } from '~/queue/enqueue.server';

/** What a shop lets the app tell Shopify, each with why Shopify does not take it. */
export interface Sharing {
  orders: boolean;
  ordersFailure: string | null;
  marketing: boolean;
  marketingFailure: string | null;
  /** When Shopify was last told all there was. */
  marketingToldAt: Date | null;
}

const NOTHING: Sharing = {
  orders: false,
  ordersFailure: null,
  marketing: false,
  marketingFailure: null,
  marketingToldAt: null,
};

/** What the shop lets be told; nothing until it said so. */
export async function loadSharing(shop: ShopId): Promise<Sharing> {
  const found = await db.shopifySharing.findUnique({
    where: { shopId: shop },
    omit: { shopId: true, marketingNextAt: true },
  });
  return found ?? NOTHING;
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

/** Says whether Shopify may be told what messages came to, and has it told or taken back at once. */
export async function shareMarketing(shop: ShopId, marketing: boolean, tx: Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO shopify_sharing (shop_id, marketing) VALUES (${shop}, ${marketing})
    ON CONFLICT (shop_id) DO UPDATE
    SET marketing = EXCLUDED.marketing, marketing_failure = NULL, marketing_told_at = NULL`;
  await enqueue(tx, 'tell-marketing', { shopId: shop }, { key: `marketing:${shop}` });
}

/** Notes that Shopify was told all there was, and when it is told next. */
export async function finishMarketing(shop: ShopId, now: Date, nextAt: Date | null): Promise<void> {
  await db.shopifySharing.updateMany({
    where: { shopId: shop },
    data: { marketingToldAt: now, marketingNextAt: nextAt, marketingFailure: null },
  });
}

/** Notes why Shopify could not be told, and when it is tried again. */
export async function postponeMarketing(shop: ShopId, reason: string, nextAt: Date): Promise<void> {
  await db.shopifySharing.updateMany({
    where: { shopId: shop },
    data: { marketingFailure: reason, marketingNextAt: nextAt },
  });
}

/** Forgets what the shop lets be told. */
export async function dropSharing(shop: ShopId, tx: Sql): Promise<void> {
  await tx.$executeRaw`DELETE FROM shopify_sharing WHERE shop_id = ${shop}`;
}

const ASKED_AGAIN_MS = 60 * 60 * 1_000;

/** Has Shopify told of every shop whose time has come. A job that is lost is asked for again an hour later. */
export async function unscopedAskForMarketing(now: Date): Promise<void> {
  await db.$executeRaw`
    WITH due AS (
      UPDATE shopify_sharing h SET marketing_next_at = ${new Date(now.getTime() + ASKED_AGAIN_MS)}
      FROM shop
      WHERE shop.id = h.shop_id AND shop.uninstalled_at IS NULL AND h.marketing_next_at <= ${now}
      RETURNING h.shop_id
    )
    SELECT graphile_worker.add_job('tell-marketing', payload => json_build_object('shopId', shop_id),
                                   job_key => 'marketing:' || shop_id) FROM due`;
}
