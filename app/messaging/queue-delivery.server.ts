import { channelOf } from '~/channels/channel';
import type { Contact, Db, MessageVersion } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { mayReceive } from '~/messaging/consent';
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
  const channel = channelOf(version.channel);
  const deliveries = Array.from(contacts, (contact) => {
    const permission = mayReceive(channel, contact);
    return permission.ok
      ? { contactId: contact.id, state: 'queued' as const, reason: null }
      : { contactId: contact.id, state: 'skipped' as const, reason: permission.reason };
  });
  await insertDeliveries(shop, version.id, channel, deliveries, now, tx);
}
