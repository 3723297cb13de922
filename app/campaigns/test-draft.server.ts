import { tokenValuesOf } from '~/campaigns/campaign';
import type { CampaignWithMessage } from '~/campaigns/campaign-store.server';
import { readVariant, VARIANTS } from '~/campaigns/variants';
import type { Shop } from '~/db.server';
import type { TestDraft } from '~/messaging/send-test.server';
import { testLinkToken } from '~/tracking/link-token.server';

/** One of a campaign's variants, to be tried as if it were sent now. */
export function campaignTest(
  shop: Shop,
  { campaign, message }: Pick<CampaignWithMessage, 'campaign' | 'message'>,
  now: Date,
): TestDraft {
  const variant = VARIANTS.indexOf(readVariant(message.variant));
  return {
    channel: campaign.channel,
    message,
    tokens: tokenValuesOf(campaign, now, shop.timeZone),
    linkToken: (position) => testLinkToken({ shop: shop.id, campaignId: campaign.id, variant, position }),
  };
}
