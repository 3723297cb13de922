import { expandCampaign } from '~/campaigns/expand-campaign.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import type { ContactFacts } from '~/contacts/contact';
import { type Delivery, db, type Shop } from '~/db.server';
import { done } from '~/lib/outcome';
import { type CampaignDraft, makeCampaign, NOW } from '#test/support/campaign-factory';

export interface SentCampaign {
  campaignId: bigint;
  /** In the order of the members. */
  deliveries: Delivery[];
}

/** A campaign under way to these members: its message frozen, a delivery queued or skipped for each. */
export async function startCampaign(
  shop: Shop,
  members: ContactFacts[],
  some: Partial<CampaignDraft> = {},
): Promise<SentCampaign> {
  const campaignId = await makeCampaign(shop, some);
  const scheduled = await scheduleCampaign(shop.id, campaignId, { mode: 'now' }, NOW);
  if (!scheduled.ok) throw new Error(scheduled.reason);
  await expandCampaign(shop, campaignId, undefined, () => Promise.resolve(done({ members })), NOW);
  return { campaignId, deliveries: await deliveriesOf(shop, campaignId) };
}

/** The deliveries of a campaign by Shopify's number of their contact. */
export function deliveriesOf(shop: Shop, campaignId: bigint): Promise<Delivery[]> {
  return db.delivery.findMany({
    where: { shopId: shop.id, version: { message: { campaignId } } },
    orderBy: { contact: { shopifyId: 'asc' } },
  });
}
