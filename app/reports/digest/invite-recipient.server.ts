import { randomBytes } from 'node:crypto';
import { isOneAddress } from '~/channels/email/mail';
import { providerOf } from '~/channels/provider-of.server';
import type { Shop } from '~/db.server';
import { readableId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { addRecipient } from '~/reports/digest/digest-store.server';
import { digestUrl } from '~/reports/digest/digest-token.server';

/**
 * Adds a recipient of the digest. The shop's own address gets it at once; any other is asked by e-mail first, and again
 * where it is added again without having confirmed.
 */
export async function inviteRecipient(
  shop: Shop,
  address: string,
  now: Date,
): Promise<Outcome<'confirmed' | 'asked', 'not_an_address' | 'too_many' | 'not_sent'>> {
  if (!isOneAddress(address)) return refused('not_an_address');
  const added = await addRecipient(shop, address, now);
  if (!added.ok) return added;
  const { id, confirmedAt } = added.value;
  if (confirmedAt) return done('confirmed');
  const provider = await providerOf(shop.id, 'email');
  const handover = await provider?.send({
    from: { name: shop.name, address: provider.sender },
    to: added.value.address,
    returnPath: provider.returnPath,
    subject: `Do you want the digest of ${shop.name}?`,
    html: '',
    text: `Somebody at ${shop.name} entered this address for a regular e-mail on how the shop does. It comes once you confirm:\n\n${digestUrl('confirm', shop.id, id)}\n\nIf you do not want it, do nothing.`,
    messageId: `digest.${readableId(randomBytes(10))}@${provider.sender.split('@')[1]}`,
    headers: {},
  });
  return handover?.outcome === 'accepted' ? done('asked') : refused('not_sent');
}
