import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { claimDeliveries, type ClaimedDelivery, skipInHand } from '~/messaging/delivery-store.server';
import { contactsAtCap, loadFrequencyCap, lockFrequencyCap } from '~/messaging/frequency-cap-store.server';

/** A delivery in hand; `overCap` where its contact has had enough by now, and it is skipped already. */
export type CappedDelivery = ClaimedDelivery & { overCap?: true };

/**
 * Takes deliveries of a version in hand as `claimDeliveries` does, and skips those whose contacts were sent as much as
 * the shop's frequency cap allows since they were queued. Two workers that take different messages to one contact at
 * once do so one after the other, so that the cap holds.
 */
export async function claimWithinCap(
  shop: ShopId,
  versionId: bigint,
  most: number,
  heldBy: string,
  now: Date,
): Promise<CappedDelivery[]> {
  if (!(await loadFrequencyCap(shop))) return claimDeliveries(shop, versionId, most, heldBy, now);
  return db.$transaction(async (tx) => {
    await lockFrequencyCap(shop, tx);
    const cap = await loadFrequencyCap(shop, tx);
    const claimed = await claimDeliveries(shop, versionId, most, heldBy, now, tx);
    const [first] = claimed;
    if (!cap || !first) return claimed;
    const contacts = claimed.filter(({ underCap }) => underCap).map(({ contactId }) => contactId);
    const capped = await contactsAtCap(shop, cap, { channel: first.channel, versionId }, contacts, now, tx);
    if (capped.size === 0) return claimed;
    const isOver = ({ underCap, contactId }: ClaimedDelivery) => underCap && capped.has(contactId);
    const over = claimed.filter(isOver);
    await skipInHand(
      shop,
      over.map(({ id }) => id),
      'frequency_cap',
      tx,
    );
    return claimed.map((delivery) => (isOver(delivery) ? { ...delivery, overCap: true as const } : delivery));
  });
}
