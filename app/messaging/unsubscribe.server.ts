import { withdrawEmailConsent } from '~/contacts/contact-store.server';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { stampUnsubscribed } from '~/messaging/delivery-store.server';
import { enqueue } from '~/queue/enqueue.server';

/**
 * Withdraws the consent of a delivery's recipient, notes through which delivery, and has Shopify told. Again is as good
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
      select: { contactId: true },
    });
    if (!delivery) return refused('not_found');
    const withdrawn = await withdrawEmailConsent(shop, delivery.contactId, now, tx);
    await stampUnsubscribed(shop, deliveryId, now, tx);
    if (withdrawn) {
      const contactId = delivery.contactId.toString();
      await enqueue(
        tx,
        'write-consent',
        { shopId: shop, contactId },
        { key: `consent:${shop}:${contactId}` },
      );
    }
    return done(undefined);
  });
}
