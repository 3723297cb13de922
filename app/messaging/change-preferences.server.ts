import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { changeConsent } from '~/messaging/change-consent.server';
import { stampUnsubscribed } from '~/messaging/delivery-store.server';
import { loadPreferences } from '~/messaging/load-preferences.server';
import type { Visit, Wishes } from '~/messaging/preferences';

/**
 * Withdraws each consent of a delivery's recipient that is no longer wanted, and gives back those wanted that the same
 * visit had withdrawn; no other is ever given. Has Shopify told of each.
 * @returns the visit as it goes on; undefined where there is no such delivery
 */
export async function changePreferences(
  shop: ShopId,
  deliveryId: bigint,
  wishes: Wishes,
  visit: Visit,
  now: Date,
): Promise<Visit | undefined> {
  return db.$transaction(async (tx) => {
    const preferences = await loadPreferences(shop, deliveryId, visit, now, tx);
    if (!preferences) return undefined;
    const { contactId, channel: own, choices } = preferences;
    const withdrawn = new Set(visit.withdrawn);
    for (const { channel, subscribed } of choices) {
      const wanted = wishes[channel];
      if (wanted === undefined || wanted === subscribed) continue;
      await changeConsent(shop, contactId, channel, wanted ? 'subscribed' : 'unsubscribed', now, tx);
      if (wanted) withdrawn.delete(channel);
      else withdrawn.add(channel);
      if (!wanted && channel === own) await stampUnsubscribed(shop, deliveryId, 'preferences', now, tx);
    }
    return { at: visit.withdrawn.length > 0 ? visit.at : now, withdrawn: [...withdrawn] };
  });
}
