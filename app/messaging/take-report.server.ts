import { addressHash } from '~/contacts/address-hash.server';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { type DeliveryState, withoutAddress } from '~/messaging/delivery';
import { applyReport, lockDelivery } from '~/messaging/delivery-report-store.server';
import { type Report, stateAfter } from '~/messaging/report';
import { suppressBounced } from '~/messaging/suppress-bounced.server';

/**
 * Moves a delivery to where its provider reports it, and suppresses a number that it says cannot be reached. Late and
 * doubled reports change nothing.
 */
export async function takeReport(
  shop: ShopId,
  deliveryId: bigint,
  report: Report,
  now: Date,
): Promise<Outcome<DeliveryState | undefined, 'not_found'>> {
  return db.$transaction(async (tx) => {
    const delivery = await lockDelivery(shop, deliveryId, tx);
    if (!delivery) return refused('not_found');
    const { phone } = delivery;
    const reason = report.reason && (phone ? withoutAddress(report.reason, phone) : report.reason);
    const next = stateAfter(delivery.state, report);
    await applyReport(shop, deliveryId, next ?? delivery.state, { ...report, reason }, now, tx);
    if (next === 'failed' && report.bounce && phone) {
      const { contactId, channel } = delivery;
      const hash = addressHash(shop, channel, phone);
      await suppressBounced(shop, { contactId, channel, hash }, report.bounce, now, tx);
    }
    return done(next);
  });
}
