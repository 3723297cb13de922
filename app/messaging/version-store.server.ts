import { randomBytes } from 'node:crypto';
import { type Db, db, type Message, type MessageVersion } from '~/db.server';
import { readableId, type ShopId } from '~/lib/ids';
import { compileMessage, tagsOf, trackedLinks } from '~/messaging/compose';
import { type FinishedVersion, finishedVersion, isFrozenAs } from '~/messaging/finished-version';
import { resolveTags, type TokenValues } from '~/tagging/tag-tokens';
import { tagUrl } from '~/tagging/tag-url';

/**
 * The version that a message is sent as: made at the first call, its tags filled in, with its tagged links; the same
 * one ever after, whatever becomes of the message.
 * @param of what the tokens in its tags stand for
 * @param tx a transaction that holds the lock of the message's campaign, so that two callers cannot both be first
 */
export async function freezeMessage(
  shop: ShopId,
  message: Message,
  of: { shopName: string; tokens: TokenValues },
  now: Date,
  tx: Db,
): Promise<MessageVersion> {
  const frozen = await tx.messageVersion.findFirst({ where: { shopId: shop, messageId: message.id } });
  if (frozen) return frozen;
  return freezeAs(shop, message, finishedVersion(message, of), now, tx);
}

/**
 * The version that an automation's step sends: the newest one where neither content nor tags differ from it, otherwise a
 * new one.
 * @param of what the tokens in its tags stand for
 * @param tx a transaction that holds the lock of the message's automation, so that two callers cannot both be first
 */
export async function freezeStep(
  shop: ShopId,
  message: Message,
  of: { shopName: string; tokens: TokenValues },
  now: Date,
  tx: Db,
): Promise<MessageVersion> {
  const finished = finishedVersion(message, of);
  const newest = await tx.messageVersion.findFirst({
    where: { shopId: shop, messageId: message.id },
    orderBy: { id: 'desc' },
  });
  return newest && isFrozenAs(newest, finished) ? newest : freezeAs(shop, message, finished, now, tx);
}

async function freezeAs(
  shop: ShopId,
  { id: messageId }: Message,
  finished: FinishedVersion,
  now: Date,
  tx: Db,
): Promise<MessageVersion> {
  const publicId = readableId(randomBytes(10));
  const version = await tx.messageVersion.create({
    data: { shopId: shop, messageId, publicId, ...finished, frozenAt: now },
  });
  const links = trackedLinks(compileMessage(finished, tagsOf(finished, publicId)));
  await tx.link.createMany({
    data: links.map(({ position, url, taggedUrl }) => ({
      shopId: shop,
      versionId: version.id,
      position,
      url,
      taggedUrl,
    })),
  });
  return version;
}

/**
 * Adds the version of a tracking link whose destination or tags differ from those of its newest version; where they do
 * not, nothing is added.
 * @param tokens what the tokens in its tags stand for
 * @param tx a transaction that has just written the link, so that two callers cannot both be first
 * @throws Error where the destination cannot be tagged: the caller has checked it
 */
export async function freezeLink(
  shop: ShopId,
  message: Message,
  tokens: TokenValues,
  now: Date,
  tx: Db,
): Promise<void> {
  const tags = resolveTags(
    { source: message.utmSource, medium: message.utmMedium, campaign: message.utmCampaign },
    tokens,
  );
  const utm = { utmSource: tags.source, utmMedium: tags.medium, utmCampaign: tags.campaign };
  const newest = await tx.messageVersion.findFirst({
    where: { shopId: shop, messageId: message.id },
    orderBy: { id: 'desc' },
  });
  if (newest && sameLink(newest, { text: message.text, ...utm })) return;
  const publicId = readableId(randomBytes(10));
  const tagged = tagUrl(message.text, { ...tags, id: publicId });
  if (!tagged.ok) throw new Error(`a link that cannot be tagged: ${tagged.reason}`);
  const { id: versionId } = await tx.messageVersion.create({
    data: {
      shopId: shop,
      messageId: message.id,
      publicId,
      channel: message.channel,
      subject: message.subject,
      preheader: '',
      html: '',
      text: message.text,
      trackSales: message.trackSales,
      ...utm,
      frozenAt: now,
    },
  });
  await tx.link.create({
    data: { shopId: shop, versionId, position: 0, url: message.text, taggedUrl: tagged.value.url },
  });
}

/** Where a tracking link's newest version leads. */
export async function loadNewestLink(shop: ShopId, messageId: bigint): Promise<{ taggedUrl: string }> {
  return db.link.findFirstOrThrow({
    where: { shopId: shop, version: { messageId } },
    orderBy: { versionId: 'desc' },
    select: { taggedUrl: true },
  });
}

type LinkVersion = Pick<MessageVersion, 'text' | 'utmSource' | 'utmMedium' | 'utmCampaign'>;

const sameLink = (one: LinkVersion, other: LinkVersion): boolean =>
  one.text === other.text &&
  one.utmSource === other.utmSource &&
  one.utmMedium === other.utmMedium &&
  one.utmCampaign === other.utmCampaign;

export async function loadVersion(shop: ShopId, versionId: bigint): Promise<MessageVersion | null> {
  return db.messageVersion.findUnique({ where: { shopId_id: { shopId: shop, id: versionId } } });
}

type Utm = Pick<MessageVersion, 'utmSource' | 'utmMedium' | 'utmCampaign'>;

/** The version that a campaign's message was sent as; null where it was not sent. */
export async function loadOnlyVersion(
  shop: ShopId,
  messageId: bigint,
  tx: Db,
): Promise<MessageVersion | null> {
  return tx.messageVersion.findFirst({ where: { shopId: shop, messageId } });
}

/** The version of a message that another tool sent, of which no more is known than that. */
export async function freezeForeignMessage(
  shop: ShopId,
  { id: messageId, channel, subject }: Message,
  sentAt: Date,
  tx: Db,
): Promise<void> {
  const content = { channel, subject, preheader: '', html: '', text: '' };
  const untracked = { trackSales: false, utmSource: '', utmMedium: '', utmCampaign: '' };
  const publicId = readableId(randomBytes(10));
  await tx.messageVersion.create({
    data: { shopId: shop, messageId, publicId, ...content, ...untracked, frozenAt: sentAt },
  });
}

/** Turns tracking on for what was sent without it. */
export async function adoptVersion(
  shop: ShopId,
  messageId: bigint,
  utm: Utm,
  now: Date,
  tx: Db,
): Promise<void> {
  await tx.messageVersion.updateMany({
    where: { shopId: shop, messageId, trackSales: false },
    data: { trackSales: true, adoptedAt: now, ...utm },
  });
}

/** Turns it off again. */
export async function releaseVersion(shop: ShopId, versionId: bigint, tx: Db): Promise<void> {
  await tx.messageVersion.updateMany({
    where: { shopId: shop, id: versionId, adoptedAt: { not: null } },
    data: { trackSales: false, adoptedAt: null, utmSource: '', utmMedium: '', utmCampaign: '' },
  });
}
