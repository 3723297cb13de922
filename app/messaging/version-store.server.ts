import { randomBytes } from 'node:crypto';
import { type Db, db, type Message, type MessageVersion } from '~/db.server';
import { readableId, type ShopId } from '~/lib/ids';
import { compileMessage, finishContent, tagsOf, trackedLinks } from '~/messaging/compose';

/**
 * The version that a message is sent as: made at the first call, with its tagged links; the same one ever after,
 * whatever becomes of the message.
 * @param tx a transaction that holds the lock of the message's campaign, so that two callers cannot both be first
 */
export async function freezeMessage(
  shop: ShopId,
  message: Message,
  shopName: string,
  now: Date,
  tx: Db,
): Promise<MessageVersion> {
  const frozen = await tx.messageVersion.findFirst({ where: { shopId: shop, messageId: message.id } });
  if (frozen) return frozen;
  const publicId = readableId(randomBytes(10));
  const { trackSales, utmSource, utmMedium, utmCampaign } = message;
  const content = finishContent(message, shopName);
  const version = await tx.messageVersion.create({
    data: {
      shopId: shop,
      messageId: message.id,
      publicId,
      channel: message.channel,
      ...content,
      trackSales,
      utmSource,
      utmMedium,
      utmCampaign,
      frozenAt: now,
    },
  });
  const links = trackedLinks(compileMessage(content, tagsOf(message, publicId)));
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
