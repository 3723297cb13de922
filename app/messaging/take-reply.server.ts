import type { ConsentChannel } from '~/contacts/contact';
import { contactsByPhone } from '~/contacts/contact-store.server';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { changeConsent } from '~/messaging/change-consent.server';
import { countReply } from '~/messaging/delivery-report-store.server';
import { stampUnsubscribed } from '~/messaging/delivery-store.server';
import { askedBy } from '~/messaging/stop-words';

export interface Reply {
  /** In E.164. */
  from: string;
  text: string;
  /** The provider's number of the reply. */
  id: string;
  /** What the provider itself took it for. */
  recognised?: 'stop' | 'start' | 'help';
}

export type ReplyMeaning = 'stop' | 'start' | 'reply' | 'stranger';

/**
 * Takes what somebody wrote back: STOP withdraws the consent to that channel of everybody with the number, START gives
 * back one that was withdrawn, and each is counted at the latest message that went to them. The text is not kept.
 */
export async function takeReply(
  shop: ShopId,
  channel: ConsentChannel,
  reply: Reply,
  now: Date,
): Promise<ReplyMeaning> {
  return db.$transaction(async (tx) => {
    const contacts = await contactsByPhone(shop, reply.from, tx);
    const asked = reply.recognised ?? askedBy(reply.text);
    for (const { id } of contacts) {
      const delivery = await countReply(shop, id, channel, reply.id, tx);
      if (asked === 'start') await changeConsent(shop, id, channel, 'subscribed', now, tx);
      if (asked !== 'stop') continue;
      await changeConsent(shop, id, channel, 'unsubscribed', now, tx);
      if (delivery !== undefined) await stampUnsubscribed(shop, delivery, 'reply', now, tx);
    }
    if (contacts.length === 0) return 'stranger';
    return asked === 'stop' || asked === 'start' ? asked : 'reply';
  });
}
