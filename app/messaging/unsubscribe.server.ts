import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { changeConsent } from '~/messaging/change-consent.server';
import { stampUnsubscribed } from '~/messaging/delivery-store.server';
import { consentOf } from '~/messaging/preferences';

/**
 * Withdraws the consent of a delivery's recipient to its channel, notes through which delivery, and has Shopify told. Again is as good
 * as once; after a new consent it withdraws that one too.
 */
export async function unsubscribe(
  shop: ShopId,
  deliveryId: bigint,
  now: Date,
): Promise<Outcome<void, 'not_found'>> {
  return db.$transaction(async (tx) => {
    const delivery = await tx.delivery.findUnique({
      where: { shopId_id: { shopId: shop, id: deliveryId } },
      select: { contactId: true, channel: true },
    });
    if (!delivery) return refused('not_found');
    await changeConsent(shop, delivery.contactId, consentOf(delivery.channel), 'unsubscribed', now, tx);
    await stampUnsubscribed(shop, deliveryId, 'link', now, tx);
    return done(undefined);
  });
}
