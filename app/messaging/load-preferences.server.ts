import type { ConsentChannel } from '~/contacts/contact';
import { type Contact, type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { consentOf, type Preference, preferencesOf, type Visit } from '~/messaging/preferences';

export interface Preferences {
  contactId: bigint;
  /** The consent that the delivery rested on. */
  channel: ConsentChannel;
  choices: Preference[];
}

/** What the recipient of a delivery may decide on; undefined where there is no such delivery. */
export async function loadPreferences(
  shop: ShopId,
  deliveryId: bigint,
  visit: Visit,
  now: Date,
  tx: Db = db,
): Promise<Preferences | undefined> {
  const delivery = await tx.delivery.findUnique({
    where: { shopId_id: { shopId: shop, id: deliveryId } },
    select: { contactId: true, channel: true, contact: true },
  });
  if (!delivery) return undefined;
  const contact: Contact = delivery.contact;
  return {
    contactId: delivery.contactId,
    channel: consentOf(delivery.channel),
    choices: preferencesOf(contact, visit, now),
  };
}
