import { channelOf } from '~/channels/channel';
import type { Contact, Db, MessageVersion } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { mayReceive } from '~/messaging/consent';
import { contactsAtCap, loadFrequencyCap } from '~/messaging/frequency-cap-store.server';
import { insertDeliveries } from '~/messaging/delivery-store.server';
import { suppressedAmong } from '~/messaging/suppression-store.server';

/**
 * Gives each contact a delivery of a message version: queued where the contact may receive it, skipped with the reason
 * where not: without consent, on the channel's suppression list, as many messages as the shop's frequency cap allows, or
 * held out. Only who would receive it is held out, so that both groups are alike; of the others some may wait for the
 * variant of their campaign that wins. A contact who has one already gets no second.
 * @param draws by the contact's id
 * @param tx the transaction that the contacts were read in
 */
export async function queueDelivery(
  shop: ShopId,
  version: MessageVersion,
  contacts: Iterable<Contact>,
  draws: { isHeldOut: (contactId: bigint) => boolean; awaitsWinner: (contactId: bigint) => boolean },
  now: Date,
  tx: Db,
): Promise<void> {
  const channel = channelOf(version.channel);
  const each = [...contacts];
  const cap = await loadFrequencyCap(shop, tx);
  const ids = each.map(({ id }) => id);
  const capped = cap
    ? await contactsAtCap(shop, cap, { channel, versionId: version.id }, ids, now, tx)
    : new Set<bigint>();
  const hashOf = ({ emailHash, phoneHash }: Contact) => (channel === 'email' ? emailHash : phoneHash);
  const hashes = each.flatMap((contact) => hashOf(contact) ?? []);
  const suppressed = await suppressedAmong(shop, channel, hashes, tx);
  const whyNot = (contact: Contact) => {
    const permission = mayReceive(channel, contact);
    if (!permission.ok) return permission.reason;
    if (suppressed.has(hashOf(contact) ?? '')) return 'suppressed';
    if (capped.has(contact.id)) return 'frequency_cap';
    return draws.isHeldOut(contact.id) ? 'holdout' : null;
  };
  const deliveries = each.map((contact) => {
    const reason = whyNot(contact);
    if (reason) return { contactId: contact.id, state: 'skipped' as const, reason };
    const waits = draws.awaitsWinner(contact.id) ? 'awaits_winner' : null;
    return { contactId: contact.id, state: 'queued' as const, reason: waits };
  });
  await insertDeliveries(shop, version.id, channel, deliveries, now, tx);
}
