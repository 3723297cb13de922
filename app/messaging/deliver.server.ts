import type { Handover } from '~/channels/channel';
import type { SendMail } from '~/channels/email/mail';
import { env } from '~/env.server';
import type { ShopId } from '~/lib/ids';
import { type CompiledMessage, compileMessage, composeMail, tagsOf } from '~/messaging/compose';
import { mayReceiveEmail } from '~/messaging/consent';
import { type DeliveryState, MAX_ATTEMPTS, type Settlement, withoutAddress } from '~/messaging/delivery';
import {
  type ClaimedDelivery,
  claimDelivery,
  loadDelivery,
  settleDelivery,
} from '~/messaging/delivery-store.server';
import { loadVersion } from '~/messaging/version-store.server';
import { linkToken, openToken, unsubscribeToken } from '~/tracking/link-token.server';

export interface Delivered {
  /** `queued`: the provider asked to come back later. */
  state: DeliveryState;
  campaignId: bigint | null;
}

/**
 * Sends one delivery, once. It is claimed first, and consent read with the claim. One that is found in hand was
 * interrupted in an earlier life of this job: nobody can know whether the provider got it, so it becomes `unknown`
 * and is not sent again. Safe to call any number of times.
 * @returns undefined where there is no such delivery
 */
export async function deliver(
  shop: ShopId,
  deliveryId: bigint,
  send: SendMail,
  now: Date,
): Promise<Delivered | undefined> {
  const found = await loadDelivery(shop, deliveryId);
  if (!found) return undefined;
  const { campaignId, versionId } = found;
  const settle = async (settlement: Settlement): Promise<Delivered> => {
    await settleDelivery(shop, deliveryId, settlement, now);
    return { state: settlement.state, campaignId };
  };

  if (found.state === 'sending') return settle({ state: 'unknown', reason: 'interrupted' });
  if (found.state !== 'queued') return { state: found.state, campaignId };
  const message = await compiledVersion(shop, versionId);
  const claimed = await claimDelivery(shop, deliveryId, now);
  if (!claimed) return { state: 'sending', campaignId };

  if (claimed.uninstalledAt) return settle({ state: 'skipped', reason: 'shop_uninstalled' });
  const permission = mayReceiveEmail(claimed);
  if (!permission.ok) return settle({ state: 'skipped', reason: permission.reason });
  const email = permission.value;
  const mail = composeMail(
    message.content,
    { ...claimed, email },
    frameOf(shop, deliveryId, versionId, claimed, message.publicId),
  );
  return settle(settlementOf(await send(mail), claimed.attempts, email));
}

function frameOf(
  shop: ShopId,
  deliveryId: bigint,
  versionId: bigint,
  claimed: ClaimedDelivery,
  publicId: string,
) {
  return {
    from: { name: claimed.shopName, address: env.MAIL_FROM },
    messageId: `${publicId}.${deliveryId}@${env.MAIL_FROM.split('@')[1]}`,
    unsubscribeUrl: `${env.SHOPIFY_APP_URL}/u/${unsubscribeToken(shop, deliveryId)}`,
    openUrl: `${env.SHOPIFY_APP_URL}/o/${openToken(shop, deliveryId, versionId)}`,
    link: (position: number) =>
      `${env.SHOPIFY_APP_URL}/l/${linkToken(shop, deliveryId, versionId, position)}`,
  };
}

function settlementOf(handover: Handover, attempts: number, email: string): Settlement {
  switch (handover.outcome) {
    case 'accepted':
      return { state: 'sent', providerMessageId: handover.providerMessageId };
    case 'unknown':
      return { state: 'unknown', reason: handover.reason };
    case 'refused':
      return { state: 'failed', reason: withoutAddress(handover.reason, email) };
    case 'later':
      return {
        state: attempts < MAX_ATTEMPTS ? 'queued' : 'failed',
        reason: withoutAddress(handover.reason, email),
      };
  }
}

interface CompiledVersion {
  content: CompiledMessage;
  publicId: string;
}

/** Versions never change, so what was compiled stays good; a few are kept, the oldest goes first. */
const compiled = new Map<string, CompiledVersion>();
const KEPT = 32;

async function compiledVersion(shop: ShopId, versionId: bigint): Promise<CompiledVersion> {
  const key = `${shop}:${versionId}`;
  const known = compiled.get(key);
  if (known) return known;
  const version = await loadVersion(shop, versionId);
  if (!version) throw new Error('a delivery without its message version');
  const fresh = {
    content: compileMessage(version, tagsOf(version, version.publicId)),
    publicId: version.publicId,
  };
  compiled.set(key, fresh);
  if (compiled.size > KEPT) compiled.delete(compiled.keys().next().value ?? key);
  return fresh;
}
