import { BROWSER, buy, click } from '~/commands/seed/buying';
import { ago, after, linkScenario, type Scenario, type Stage } from '~/commands/seed/scenario';
import { db } from '~/db.server';
import { DESTINATION, FALLBACK, type LinkContent, linkTokens } from '~/links/tracking-link';
import { archiveTrackingLinks, createTrackingLink } from '~/links/tracking-link-store.server';
import type { ClickedLink } from '~/tracking/record-click.server';

/** Makes a link to the shop's collections. @returns its id, and what a click on it names */
async function make(
  { shop }: Stage,
  content: Partial<LinkContent> & Pick<LinkContent, 'name' | 'tags'>,
  at: Date,
): Promise<{ id: bigint; link: ClickedLink }> {
  const full = {
    groupName: '',
    destination: `${shop.storefrontUrl}/collections/all`,
    expiresAt: null,
    fallbackUrl: '',
    ...content,
  };
  const tokensOf = (createdAt: Date) => linkTokens(full.name, createdAt, shop.timeZone);
  const id = await createTrackingLink(shop.id, full, tokensOf, at);
  const { id: versionId } = await db.messageVersion.findFirstOrThrow({
    where: { shopId: shop.id, message: { trackingLinkId: id } },
  });
  return { id, link: { shop: shop.id, deliveryId: null, versionId, position: DESTINATION } };
}

/** Links to share anywhere: in use, in groups, expired, put away. */
export const links: Scenario[] = [
  linkScenario(
    'Parcel insert',
    'an active link with clicks of people and machines, and a sale',
    async (stage) => {
      const tags = { source: 'parcel', medium: 'qr', campaign: 'thank_you' };
      const { link } = await make(stage, { name: 'Parcel insert', tags }, ago(stage, { days: 20 }));
      const at = ago(stage, { days: 2, hours: 3 });
      for (const [nth, visitor] of ['first', 'second', 'third'].entries())
        await click({ ...link, visitor: `seed-${visitor}` }, after(at, nth * 90 - 600));
      await click({ ...link, visitor: 'seed-bot' }, at, { ...BROWSER, userAgent: 'Twitterbot/1.0' });
      const token = await click({ ...link, visitor: 'seed-buyer' }, at);
      const landings = [{ at, click: token, ...tags, path: '/collections/all' }];
      await buy(stage, { nth: 31, at: after(at, 25), landings });
    },
  ),
  linkScenario('Profile on social media', 'a link in a group, never clicked', async (stage) => {
    const tags = { source: 'instagram', medium: 'social', campaign: 'profile' };
    const content = { name: 'Profile on social media', groupName: 'Social media', tags };
    await make(stage, content, ago(stage, { days: 10 }));
  }),
  linkScenario('Story of the week', 'a link that has expired and leads to its fallback', async (stage) => {
    const tags = { source: 'instagram', medium: 'social', campaign: 'story_week_1' };
    const content = {
      name: 'Story of the week',
      groupName: 'Social media',
      tags,
      expiresAt: ago(stage, { days: 5 }),
      fallbackUrl: `${stage.shop.storefrontUrl}/collections/all`,
    };
    const { link } = await make(stage, content, ago(stage, { days: 12 }));
    await click({ ...link, visitor: 'seed-early' }, ago(stage, { days: 8 }));
    await click({ ...link, position: FALLBACK, visitor: 'seed-late' }, ago(stage, { days: 1 }));
  }),
  linkScenario('Last year’s fair', 'an archived link', async (stage) => {
    const tags = { source: 'fair', medium: 'flyer', campaign: 'tea_fair' };
    const { id } = await make(stage, { name: 'Last year’s fair', tags }, ago(stage, { days: 60 }));
    await archiveTrackingLinks(stage.shop.id, [id], true, ago(stage, { days: 4 }));
  }),
];
