import { consentHappening } from '~/contacts/consent-happening';
import type { ConsentChannel } from '~/contacts/contact';
import { loadContact, restoreConsent, withdrawConsent } from '~/contacts/contact-store.server';
import { noteHappenings } from '~/contacts/happening-store.server';
import type { Db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { enqueue } from '~/queue/enqueue.server';

/**
 * Withdraws a contact's consent to a channel, or gives back one that was withdrawn, as of now; has Shopify told, and automations
 * look at the contact.
 * @returns whether anything changed
 */
export async function changeConsent(
  shop: ShopId,
  contactId: bigint,
  channel: ConsentChannel,
  consent: 'subscribed' | 'unsubscribed',
  now: Date,
  tx: Db,
): Promise<boolean> {
  const change = consent === 'subscribed' ? restoreConsent : withdrawConsent;
  if (!(await change(shop, contactId, channel, now, tx))) return false;
  const contact = await loadContact(shop, contactId, tx);
  if (contact) {
    const happening = consentHappening(contact.shopifyId, channel, { consent, at: now }, now);
    await noteHappenings(shop, [happening], now, tx);
  }
  await enqueue(
    tx,
    'write-consent',
    { shopId: shop, contactId: contactId.toString(), channel, consent },
    { key: `consent:${shop}:${contactId}:${channel}` },
  );
  return true;
}
