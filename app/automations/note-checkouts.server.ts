import { type CheckoutFacts, checkoutWaits, saveCheckouts } from '~/automations/checkout-store.server';
import { after } from '~/automations/clock';
import { abandonedFor, checkoutKey } from '~/automations/happenings';
import { noteHappenings } from '~/contacts/happening-store.server';
import type { Shop, Sql } from '~/db.server';

/**
 * Keeps what Shopify tells of checkouts, where an automation is for abandoned ones: it looks at each once it would count
 * as abandoned, and then whether it changed since.
 */
export async function noteCheckouts(
  shop: Shop,
  checkouts: readonly CheckoutFacts[],
  now: Date,
  tx: Sql,
): Promise<void> {
  const waits = checkouts.length > 0 ? await checkoutWaits(shop.id, tx) : [];
  if (waits.length === 0) return;
  await saveCheckouts(shop.id, checkouts, tx);
  const happenings = checkouts.flatMap(({ token, customerId, changedAt, completed }) =>
    customerId === null || completed
      ? []
      : waits.map((wait) => ({
          kind: 'checkout_abandoned',
          detail: abandonedFor(wait),
          shopifyId: customerId,
          key: checkoutKey(token),
          at: changedAt,
          dueAt: after(changedAt, wait, shop.timeZone),
        })),
  );
  await noteHappenings(shop.id, happenings, now, tx);
}
