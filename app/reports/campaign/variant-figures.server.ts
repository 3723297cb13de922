import { findSettings } from '~/attribution/attribution-store.server';
import { readVariant, type VariantFigures } from '~/campaigns/variants';
import { db, type Shop } from '~/db.server';
import { countClicks } from '~/reports/clicks.server';
import { countOpens } from '~/reports/opens.server';

type Earned = Pick<VariantFigures, 'delivered' | 'buyers' | 'orders' | 'revenueMinor' | 'revenueSquares'> & {
  variant: string;
  versionId: bigint;
};

/**
 * What has come of each variant of a campaign that was sent, in the order of their letters. Credits are those of the
 * shop's present rule; orders in another currency than the shop's are counted, and not in the money. An order of nobody known is a buyer of its
 * own.
 */
export async function variantFigures(shop: Shop, campaignId: bigint): Promise<VariantFigures[]> {
  const settings = await findSettings(shop.id, db);
  const earned = await db.$queryRaw<Earned[]>`
    SELECT m.variant, v.id AS "versionId",
      (SELECT count(*) FROM delivery d
        WHERE d.shop_id = v.shop_id AND d.version_id = v.id AND d.state IN ('sent', 'delivered'))::int AS delivered,
      count(b.buyer)::int AS buyers, coalesce(sum(b.orders), 0)::int AS orders,
      coalesce(sum(b.minor), 0)::bigint AS "revenueMinor", coalesce(sum(b.minor ^ 2), 0)::float8 AS "revenueSquares"
    FROM message m JOIN message_version v ON v.shop_id = m.shop_id AND v.message_id = m.id
    LEFT JOIN LATERAL (
      SELECT coalesce(o.customer_id, -o.id) AS buyer, count(DISTINCT o.id) AS orders,
        coalesce(sum(c.amount_minor) FILTER (WHERE o.currency = ${shop.currency}), 0) AS minor
      FROM credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
      WHERE c.shop_id = v.shop_id AND c.version_id = v.id AND c.model = ${settings.model}
      GROUP BY 1) AS b ON true
    WHERE m.shop_id = ${shop.id}::int AND m.campaign_id = ${campaignId}::bigint
    GROUP BY m.variant, v.shop_id, v.id ORDER BY m.variant`;
  const clicks = await countClicks(
    shop,
    earned.map(({ versionId }) => versionId),
    'version',
  );
  return Promise.all(
    earned.map(async ({ variant, versionId, ...sums }) => ({
      variant: readVariant(variant),
      ...sums,
      opened: (await countOpens(shop, [versionId])).unique,
      clicked: clicks.find((counts) => counts.versionId === versionId)?.unique ?? 0,
    })),
  );
}
