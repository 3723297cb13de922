import { type MessageVersion, type Shop, type TrackingLink, db } from '~/db.server';
import { type LinkContent, linkTokens } from '~/links/tracking-link';
import { createTrackingLink, saveTrackingLink } from '~/links/tracking-link-store.server';

export const MADE_AT = new Date('2026-11-20T09:00:00Z');

export const linkContent = (some: Partial<LinkContent> = {}): LinkContent => ({
  name: 'Parcel insert',
  groupName: '',
  destination: 'https://shop.test/teapot#top',
  tags: { source: 'parcel', medium: 'qr', campaign: 'thank_you' },
  expiresAt: null,
  fallbackUrl: '',
  ...some,
});

export interface MadeLink {
  link: TrackingLink;
  messageId: bigint;
  /** Its newest version. */
  version: MessageVersion;
}

/** A tracking link to the shop's teapot, unless told otherwise. */
export async function makeTrackingLink(
  shop: Shop,
  some: Partial<LinkContent> = {},
  now = MADE_AT,
): Promise<MadeLink> {
  const content = linkContent(some);
  const tokensOf = (createdAt: Date) => linkTokens(content.name, createdAt, shop.timeZone);
  return linkAsStored(shop, await createTrackingLink(shop.id, content, tokensOf, now));
}

/** The same link with some things changed. */
export async function changeTrackingLink(
  shop: Shop,
  id: bigint,
  some: Partial<LinkContent>,
  now: Date,
): Promise<MadeLink> {
  const content = linkContent(some);
  const tokensOf = (createdAt: Date) => linkTokens(content.name, createdAt, shop.timeZone);
  await saveTrackingLink(shop.id, id, content, tokensOf, now);
  return linkAsStored(shop, id);
}

async function linkAsStored(shop: Shop, id: bigint): Promise<MadeLink> {
  const { message, ...link } = await db.trackingLink.findUniqueOrThrow({
    where: { shopId_id: { shopId: shop.id, id } },
    include: { message: { include: { versions: { orderBy: { id: 'desc' } } } } },
  });
  const version = message?.versions[0];
  if (!version) throw new Error('the link has no version');
  return { link, messageId: message.id, version };
}
