import { channelOf } from '~/channels/channel';
import type { Contact, MessageVersion, Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { mayReceive } from '~/messaging/consent';
import { contactsAtCap, loadFrequencyCap } from '~/messaging/frequency-cap-store.server';
import { insertDeliveries, type NewDelivery } from '~/messaging/delivery-store.server';
import { suppressedAmong } from '~/messaging/suppression-store.server';

/** Who gets a message, and by what. */
export type Addressees =
  /**
   * Only who would receive it is held out, so that both groups are alike; of the others some may wait for the variant of
   * their campaign that wins. Both are drawn by the contact's id.
   */
  | {
      of: 'campaign';
      contacts: Iterable<Contact>;
      isHeldOut: (contactId: bigint) => boolean;
      awaitsWinner: (contactId: bigint) => boolean;
    }
  /** Each by the number of their way through it. */
  | { of: 'automation'; contacts: ReadonlyMap<bigint, Contact>; underCap: boolean };

/**
 * Gives each contact a delivery of a message version: queued where the contact may receive it, skipped with the reason
 * where not: without consent, on the channel's suppression list, as many messages as the shop's frequency cap allows, or
 * held out. A contact who has one already, of the same way through an automation, gets no second.
 * @param tx the transaction that the contacts were read in
 * @returns what was added, or was there already, in the order given
 */
export async function queueDelivery(
  shop: ShopId,
  version: Pick<MessageVersion, 'id' | 'channel'>,
  addressees: Addressees,
  now: Date,
  tx: Sql,
): Promise<NewDelivery[]> {
  const channel = channelOf(version.channel);
  const each: { contact: Contact; enrolmentId: bigint | null }[] =
    addressees.of === 'campaign'
      ? [...addressees.contacts].map((contact) => ({ contact, enrolmentId: null }))
      : [...addressees.contacts].map(([enrolmentId, contact]) => ({ contact, enrolmentId }));
  const underCap = addressees.of === 'campaign' || addressees.underCap;
  const cap = underCap ? await loadFrequencyCap(shop, tx) : undefined;
  const ids = each.map(({ contact }) => contact.id);
  const capped = cap
    ? await contactsAtCap(shop, cap, { channel, versionId: version.id }, ids, now, tx)
    : new Set<bigint>();
  const hashOf = ({ emailHash, phoneHash }: Contact) => (channel === 'email' ? emailHash : phoneHash);
  const hashes = each.flatMap(({ contact }) => hashOf(contact) ?? []);
  const suppressed = await suppressedAmong(shop, channel, hashes, tx);
  const whyNot = (contact: Contact) => {
    const permission = mayReceive(channel, contact);
    if (!permission.ok) return permission.reason;
    if (suppressed.has(hashOf(contact) ?? '')) return 'suppressed';
    if (capped.has(contact.id)) return 'frequency_cap';
    return addressees.of === 'campaign' && addressees.isHeldOut(contact.id) ? 'holdout' : null;
  };
  const deliveries = each.map(({ contact, enrolmentId }): NewDelivery => {
    const reason = whyNot(contact);
    if (reason) return { contactId: contact.id, enrolmentId, state: 'skipped', reason };
    const waits = addressees.of === 'campaign' && addressees.awaitsWinner(contact.id);
    return { contactId: contact.id, enrolmentId, state: 'queued', reason: waits ? 'awaits_winner' : null };
  });
  await insertDeliveries(shop, version.id, channel, deliveries, underCap, now, tx);
  return deliveries;
}
