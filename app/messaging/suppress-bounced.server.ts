import type { Bounce } from '~/channels/channel';
import { type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { countSoftBounces } from '~/messaging/bounce-store.server';
import { SOFT_BOUNCES, type SuppressionReason, suppressionAfter } from '~/messaging/suppression';
import { suppressAddresses } from '~/messaging/suppression-store.server';

/** Suppresses an address, where a message to it that came back is reason enough. Again is as good as once. */
export async function suppressBounced(
  shop: ShopId,
  { contactId, channel, hash }: { contactId: bigint; channel: string; hash: string },
  bounce: Bounce,
  now: Date,
  tx: Db = db,
): Promise<SuppressionReason | undefined> {
  const inRow = bounce === 'soft' ? await countSoftBounces(shop, contactId, channel, SOFT_BOUNCES, tx) : 1;
  const reason = suppressionAfter(channel, bounce, inRow);
  if (reason) await suppressAddresses(shop, channel, [hash], reason, now, tx);
  return reason;
}
