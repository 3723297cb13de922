import { tokenValuesOf } from '~/campaigns/campaign';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { VARIANTS } from '~/campaigns/variants';
import { db } from '~/db.server';
import { testDestination } from '~/messaging/test-destination';
import type { TestLinkAddress } from '~/tracking/link-token.server';

/**
 * Where a link of a test leads: its tagged URL in the campaign as it is now. Undefined where the campaign, or a link at
 * that place, is no more.
 */
export async function findTestLink(
  { shop: shopId, campaignId, variant, position }: TestLinkAddress,
  now: Date,
): Promise<string | undefined> {
  const found = await loadCampaign(shopId, campaignId);
  const message = found?.messages.find((one) => one.variant === VARIANTS[variant]);
  const shop = found && (await db.shop.findUnique({ where: { id: shopId } }));
  if (!shop || !message) return undefined;
  const tokens = tokenValuesOf(found.campaign, now, shop.timeZone);
  return testDestination({ channel: found.campaign.channel, message, tokens }, shop.name, position);
}
