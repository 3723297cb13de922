import { randomBytes } from 'node:crypto';
import { type Db, db, type Message, type MessageVersion } from '~/db.server';
import { readableId, type ShopId } from '~/lib/ids';
import { compileMessage, finishContent, tagsOf, trackedLinks } from '~/messaging/compose';
import { resolveTags, type TokenValues } from '~/tagging/tag-tokens';

/**
 * The version that a message is sent as: made at the first call, its tags filled in, with its tagged links; the same
 * one ever after, whatever becomes of the message.
 * @param tokens what the tokens in its tags stand for
 * @param tx a transaction that holds the lock of the message's campaign, so that two callers cannot both be first
 */
export async function freezeMessage(
  shop: ShopId,
  message: Message,
  { shopName, tokens }: { shopName: string; tokens: TokenValues },
  now: Date,
  tx: Db,
): Promise<MessageVersion> {
  const frozen = await tx.messageVersion.findFirst({ where: { shopId: shop, messageId: message.id } });
  if (frozen) return frozen;
  const publicId = readableId(randomBytes(10));
  const { source, medium, campaign } = resolveTags(
    { source: message.utmSource, medium: message.utmMedium, campaign: message.utmCampaign },
    tokens,
  );
  const tracking = {
    trackSales: message.trackSales,
    utmSource: source,
    utmMedium: medium,
    utmCampaign: campaign,
  };
  const content = finishContent(message, shopName);
  const version = await tx.messageVersion.create({
    data: {
      shopId: shop,
      messageId: message.id,
      publicId,
      channel: message.channel,
      ...content,
      ...tracking,
      frozenAt: now,
    },
  });
  const links = trackedLinks(compileMessage(content, tagsOf(tracking, publicId)));
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

export async function loadVersion(shop: ShopId, versionId: bigint): Promise<MessageVersion | null> {
  return db.messageVersion.findUnique({ where: { shopId_id: { shopId: shop, id: versionId } } });
}
