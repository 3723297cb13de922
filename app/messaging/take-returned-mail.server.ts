import { addressMark, readMailToken } from '~/channels/callback-token.server';
import type { ReturnedMail } from '~/channels/email/returned-mail';
import type { Db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { lockReturned, markBounced, markComplained } from '~/messaging/bounce-store.server';
import { changeConsent } from '~/messaging/change-consent.server';
import { suppressBounced } from '~/messaging/suppress-bounced.server';
import { suppressAddresses } from '~/messaging/suppression-store.server';

/**
 * Takes what came back of an e-mail: a bounce fails its delivery, and suppresses the address for good or after several
 * in a row; a complaint withdraws the consent, has Shopify told, and suppresses the address. Again is as good as once.
 * The address is left alone where the contact has another one by now.
 * @returns `known` where that had been told before
 */
export async function takeReturnedMail(
  shop: ShopId,
  mail: ReturnedMail,
  now: Date,
  tx: Db,
): Promise<Outcome<'bounced' | 'complained' | 'known', 'bad_token' | 'not_found'>> {
  const named = readMailToken(mail.token);
  if (named?.shop !== shop) return refused('bad_token');
  const { deliveryId } = named;
  const delivery = await lockReturned(shop, deliveryId, tx);
  if (!delivery) return refused('not_found');
  const { contactId, channel, emailHash } = delivery;
  const hash = emailHash !== null && addressMark(emailHash) === named.addressMark ? emailHash : undefined;
  if (mail.kind === 'bounce') {
    if (delivery.bounce === 'hard' || delivery.bounce === mail.bounce) return done('known');
    await markBounced(shop, deliveryId, mail.bounce, now, tx);
    if (hash !== undefined) await suppressBounced(shop, { contactId, channel, hash }, mail.bounce, now, tx);
    return done('bounced');
  }
  if (!(await markComplained(shop, deliveryId, now, tx))) return done('known');
  if (hash !== undefined) await suppressAddresses(shop, channel, [hash], 'complaint', now, tx);
  await changeConsent(shop, contactId, 'email', 'unsubscribed', now, tx);
  return done('complained');
}
