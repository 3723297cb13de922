import type { Db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/**
 * Orders placed since a moment in whose evidence these tags may stand: their visitor landed with them, or Shopify saw
 * them, or an address with tags that only deciding reads. Some more than have them, never fewer.
 */
export async function findTaggedOrders(
  shop: ShopId,
  tags: { source: string; medium: string; campaign: string },
  since: Date,
  tx: Db,
): Promise<bigint[]> {
  const seen = JSON.stringify([{ utm: { campaign: tags.campaign } }]);
  const orders = await tx.$queryRaw<{ id: bigint }[]>`
    WITH landed AS (
      SELECT DISTINCT c.order_id, c.token FROM touch t
      JOIN checkout c ON c.shop_id = t.shop_id AND c.visitor = t.visitor
      WHERE t.shop_id = ${shop} AND t.at >= ${since} AND t.utm_source = ${tags.source}
        AND t.utm_medium = ${tags.medium} AND t.utm_campaign = ${tags.campaign}
    )
    SELECT o.id FROM landed l JOIN "order" o ON o.shop_id = ${shop} AND o.id = l.order_id
    UNION
    SELECT o.id FROM landed l JOIN "order" o ON o.shop_id = ${shop} AND o.checkout_token = l.token
    UNION
    SELECT o.id FROM "order" o LEFT JOIN order_journey j ON j.shop_id = o.shop_id AND j.order_id = o.id
    WHERE o.shop_id = ${shop} AND o.processed_at >= ${since}
      AND (strpos(o.landing_site, 'utm_campaign=') > 0 OR j.visits @> ${seen}::jsonb
        OR strpos(j.visits::text, 'utm_campaign=') > 0)`;
  return orders.map(({ id }) => id);
}
