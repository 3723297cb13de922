import type { ConsentChannel } from '~/contacts/contact';
import { restoreConsent, withdrawConsent } from '~/contacts/contact-store.server';
import type { Db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { enqueue } from '~/queue/enqueue.server';

/**
 * Withdraws a contact's consent to a channel, or gives back one that was withdrawn, as of now; and has Shopify told.
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
  await enqueue(
    tx,
    'write-consent',
    { shopId: shop, contactId: contactId.toString(), channel, consent },
    { key: `consent:${shop}:${contactId}:${channel}` },
  );
  return true;
}
