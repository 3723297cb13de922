import { expandCampaign as expand } from '~/campaigns/expand-campaign.server';
import { done, refused } from '~/lib/outcome';
import type { Jobs } from '~/queue/jobs';
import { SegmentGone, segmentPage } from '~/shopify/segments.server';
import { findShop } from '~/shopify/shop-store.server';

/** Turns one page of a campaign's audience into deliveries; nothing where the shop was erased. */
export async function expandCampaign({
  shopId,
  campaignId,
  ...place
}: Jobs['expand-campaign']): Promise<void> {
  const shop = await findShop(shopId);
  if (!shop) return;
  await expand(
    shop,
    BigInt(campaignId),
    place,
    (segmentId, from) =>
      segmentPage(shop, segmentId, from).then(done, (error: unknown) => {
        if (error instanceof SegmentGone) return refused('segment_gone');
        throw error;
      }),
    new Date(),
  );
}
