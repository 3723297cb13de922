import { randomBytes } from 'node:crypto';
import { tokenValuesOf } from '~/campaigns/campaign';
import type { CampaignWithMessage } from '~/campaigns/campaign-store.server';
import { readVariant, VARIANTS } from '~/campaigns/variants';
import type { Handover, Provider } from '~/channels/channel';
import { isOneAddress } from '~/channels/email/mail';
import type { Shop } from '~/db.server';
import { env } from '~/env.server';
import { readableId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { compileMessage, composeMail, finishContent } from '~/messaging/compose';
import type { MergeValues } from '~/tagging/merge-tags';
import { testTags } from '~/campaigns/test-tags';
import { testLinkToken } from '~/tracking/link-token.server';

/** What a test's unsubscribe link ends in: it leads to a page that says so, and withdraws nothing. */
export const TEST_UNSUBSCRIBE = 'test';

/**
 * Sends a campaign's e-mail, one of its variants, to the merchant, as a contact with these values would get it. Nothing of it is kept: there is
 * no delivery, and its links are signed as those of a test, whose clicks are neither stored nor credited.
 * @returns what became of it at the provider
 */
export async function sendTest(
  shop: Shop,
  { campaign, message }: Pick<CampaignWithMessage, 'campaign' | 'message'>,
  to: string,
  values: MergeValues,
  provider: Provider<'email'>,
  now: Date,
): Promise<Outcome<Handover, 'not_an_address' | 'nothing_written'>> {
  if (!isOneAddress(to)) return refused('not_an_address');
  if (!message.html.trim() && !message.text.trim()) return refused('nothing_written');
  const tags = testTags(message, tokenValuesOf(campaign, now, shop.timeZone));
  const variant = VARIANTS.indexOf(readVariant(message.variant));
  const compiled = compileMessage(finishContent(message, shop.name), tags);
  const mail = composeMail(
    compiled,
    { email: to, firstName: values.first_name ?? null, lastName: values.last_name ?? null },
    {
      from: { name: shop.name, address: provider.sender },
      messageId: `test.${readableId(randomBytes(10))}@${provider.sender.split('@')[1]}`,
      unsubscribeUrl: `${env.SHOPIFY_APP_URL}/u/${TEST_UNSUBSCRIBE}`,
      openUrl: null,
      link: (position) =>
        `${env.SHOPIFY_APP_URL}/l/${testLinkToken({ shop: shop.id, campaignId: campaign.id, variant, position })}`,
    },
  );
  return done(await provider.send({ ...mail, subject: `[Test] ${mail.subject}` }));
}
