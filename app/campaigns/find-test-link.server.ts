import { tokenValuesOf } from '~/campaigns/campaign';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { testTags } from '~/campaigns/test-tags';
import { db } from '~/db.server';
import { compileMessage, finishContent, trackedLinks } from '~/messaging/compose';
import { renderMergeTags, SAMPLE_CONTACT } from '~/tagging/merge-tags';
import type { TestLinkAddress } from '~/tracking/link-token.server';

/**
 * Where a link of a test leads: its tagged URL in the campaign as it is now. Undefined where the campaign, or a link at
 * that place, is no more.
 */
export async function findTestLink(
  { shop: shopId, campaignId, position }: TestLinkAddress,
  now: Date,
): Promise<string | undefined> {
  const found = await loadCampaign(shopId, campaignId);
  const shop = found && (await db.shop.findUnique({ where: { id: shopId } }));
  if (!shop) return undefined;
  const tags = testTags(found.message, tokenValuesOf(found.campaign, now, shop.timeZone));
  const links = trackedLinks(compileMessage(finishContent(found.message, shop.name), tags));
  const url = links.find((link) => link.position === position)?.taggedUrl;
  return url && renderMergeTags(url, SAMPLE_CONTACT, 'url');
}
