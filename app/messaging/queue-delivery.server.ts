import type { Contact, Db, MessageVersion } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { mayReceiveEmail } from '~/messaging/consent';
import { insertDeliveries } from '~/messaging/delivery-store.server';

/**
 * Gives each contact a delivery of a message version: queued where the contact may receive it, skipped with the reason
 * where not. A contact who has one already gets no second.
 * @param tx the transaction that the contacts were read in
 */
export async function queueDelivery(
  shop: ShopId,
  version: MessageVersion,
  contacts: Iterable<Contact>,
  now: Date,
  tx: Db,
): Promise<void> {
  const deliveries = Array.from(contacts, (contact) => {
    const permission = mayReceiveEmail(contact);
    return permission.ok
      ? { contactId: contact.id, state: 'queued' as const, reason: null }
      : { contactId: contact.id, state: 'skipped' as const, reason: permission.reason };
  });
  await insertDeliveries(shop, version.id, version.channel, deliveries, now, tx);
}
