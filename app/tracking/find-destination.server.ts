import { db } from '~/db.server';
import { type MergeValues, renderMergeTags } from '~/tagging/merge-tags';
import type { LinkAddress } from '~/tracking/link-token.server';

const KEPT_AT_MOST = 5_000;
const KEPT_FOR_MS = 60_000;

/** Tagged URLs that were asked for lately. A sent link never changes; it can only be erased with its shop. */
const kept = new Map<string, { url: string; until: number }>();

/**
 * Where a link leads: its tagged URL as stored when the message was sent, with the contact's data in its merge tags.
 * Undefined where there is no such link (any more).
 */
export async function findDestination(link: LinkAddress): Promise<string | undefined> {
  const { shop, versionId, position } = link;
  const key = `${shop}/${versionId}/${position}`;
  const known = kept.get(key);
  const url = known && known.until > Date.now() ? known.url : await taggedUrl(link, key);
  if (!url?.includes('{{')) return url;
  return renderMergeTags(url, await mergeValues(link), 'url');
}

/** As stored, which is kept under its key. */
async function taggedUrl(
  { shop, versionId, position }: LinkAddress,
  key: string,
): Promise<string | undefined> {
  const link = await db.link.findUnique({
    where: { shopId_versionId_position: { shopId: shop, versionId, position } },
    select: { taggedUrl: true },
  });
  if (!link) return undefined;
  kept.delete(key);
  kept.set(key, { url: link.taggedUrl, until: Date.now() + KEPT_FOR_MS });
  const oldest = kept.keys().next();
  if (kept.size > KEPT_AT_MOST && !oldest.done) kept.delete(oldest.value);
  return link.taggedUrl;
}

async function mergeValues({ shop, deliveryId }: LinkAddress): Promise<MergeValues> {
  const delivery = await db.delivery.findUnique({
    where: { shopId_id: { shopId: shop, id: deliveryId } },
    select: { contact: { select: { firstName: true, lastName: true, email: true } } },
  });
  const { firstName, lastName, email } = delivery?.contact ?? {};
  return {
    ...(firstName ? { first_name: firstName } : {}),
    ...(lastName ? { last_name: lastName } : {}),
    ...(email ? { email } : {}),
  };
}
