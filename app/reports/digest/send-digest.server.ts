import { createHash } from 'node:crypto';
import type { Handover } from '~/channels/channel';
import { providerOf } from '~/channels/provider-of.server';
import type { Shop } from '~/db.server';
import { env } from '~/env.server';
import { composeDigest } from '~/reports/digest/digest-mail';
import {
  claimDigestMail,
  listRecipients,
  loadSchedule,
  releaseDigestMail,
  settleDigestMail,
} from '~/reports/digest/digest-store.server';
import { digestUrl } from '~/reports/digest/digest-token.server';
import { digestOf } from '~/reports/digest/query.server';

/** What is not sent by then tells of days that are long over. */
const TOO_LATE_MS = 20 * 3_600_000;

/**
 * Sends the digest that is due at a moment to whoever confirmed their address. Each mail is taken in hand before it
 * leaves: one that was interrupted on its way is not sent again, because it may have arrived.
 * @returns whether some are to be tried again
 */
export async function sendDigest(shop: Shop, dueAt: Date, now: Date): Promise<{ again: boolean }> {
  const { cadence } = await loadSchedule(shop.id);
  const provider = await providerOf(shop.id, 'email');
  if (cadence === 'off' || !provider || now.getTime() - dueAt.getTime() > TOO_LATE_MS)
    return { again: false };
  const recipients = (await listRecipients(shop.id)).filter(({ confirmedAt }) => confirmedAt !== null);
  if (recipients.length === 0) return { again: false };
  const view = await digestOf(shop, cadence, dueAt);
  let again = false;
  for (const { id, address } of recipients) {
    if (!(await claimDigestMail(shop.id, id, dueAt))) continue;
    const handover = await provider.send(
      await composeDigest(view, {
        from: { name: 'Sales Trail', address: provider.sender },
        to: address,
        returnPath: provider.returnPath,
        messageId: `${messageName(shop, id, dueAt)}@${provider.sender.split('@')[1]}`,
        addressOf: (path) => addressInAdmin(shop, path),
        stopUrl: digestUrl('stop', shop.id, id),
      }),
    );
    if (handover.outcome === 'later') {
      await releaseDigestMail(shop.id, id, dueAt);
      again = true;
    } else await settleDigestMail(shop.id, id, dueAt, settled(handover));
  }
  return { again };
}

function settled(handover: Exclude<Handover, { outcome: 'later' }>) {
  if (handover.outcome === 'accepted') return { state: 'sent' as const, reason: null };
  return {
    state: handover.outcome === 'unknown' ? ('unknown' as const) : ('failed' as const),
    reason: handover.reason,
  };
}

/** Where a page of the app is inside the shop's admin. */
const addressInAdmin = ({ domain }: Pick<Shop, 'domain'>, path: string): string =>
  `https://${domain}/admin/apps/${env.SHOPIFY_API_KEY}${path}`;

/** The same however often the mail is composed. */
const messageName = (shop: Shop, recipientId: bigint, dueAt: Date): string =>
  `digest.${createHash('sha256').update(`${shop.id} ${recipientId} ${dueAt.toISOString()}`).digest('hex').slice(0, 24)}`;
