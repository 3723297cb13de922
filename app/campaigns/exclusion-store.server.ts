import { type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** Notes members of an excluded segment under the reading that met them; again is as good as once. */
export async function noteExcluded(
  shop: ShopId,
  campaignId: bigint,
  run: number,
  shopifyIds: readonly bigint[],
  tx: Db,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO campaign_exclusion (shop_id, campaign_id, run, shopify_id)
    SELECT ${shop}::int, ${campaignId}::bigint, ${run}::bigint, t.id FROM unnest(${[...shopifyIds]}::bigint[]) AS t(id)
    ON CONFLICT DO NOTHING`;
}

/** Which of these customers the reading met in an excluded segment. */
export async function findExcluded(
  shop: ShopId,
  campaignId: bigint,
  run: number,
  shopifyIds: readonly bigint[],
  tx: Db,
): Promise<Set<bigint>> {
  const rows = await tx.$queryRaw<{ shopifyId: bigint }[]>`
    SELECT shopify_id AS "shopifyId" FROM campaign_exclusion
    WHERE shop_id = ${shop}::int AND campaign_id = ${campaignId}::bigint AND run = ${run}::bigint
      AND shopify_id = ANY(${[...shopifyIds]}::bigint[])`;
  return new Set(rows.map(({ shopifyId }) => shopifyId));
}

/** Forgets who was excluded, once nobody is added to the audience any more. */
export async function dropExclusions(shop: ShopId, campaignId: bigint, tx: Db = db): Promise<void> {
  await tx.campaignExclusion.deleteMany({ where: { shopId: shop, campaignId } });
}
