import { type Channel, channelOf, type Handover, type Provider } from '~/channels/channel';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { compileMessage, tagsOf } from '~/messaging/compose';
import type { CappedDelivery } from '~/messaging/claim-within-cap.server';
import { mayReceive } from '~/messaging/consent';
import {
  LOGIN_REFUSED_WAIT_MS,
  MAX_ATTEMPTS,
  type Settlement,
  waitAfter,
  withoutAddress,
} from '~/messaging/delivery';
import { type CompiledVersion, handOver } from '~/messaging/hand-over.server';
import { loadVersion } from '~/messaging/version-store.server';
import { readTemplate } from '~/messaging/whatsapp-template';

/**
 * Gives a delivery that is in hand to its provider, once, if its contact may still receive it. Never throws: what goes
 * wrong while its copy is put together is a failure of this delivery alone.
 * @param message its compiled version
 * @param provider of the channel; undefined where none is connected
 */
export async function deliver(
  delivery: CappedDelivery,
  message: CompiledVersion,
  provider: Provider<Channel> | undefined,
): Promise<Settlement> {
  if (delivery.overCap) return { state: 'skipped', reason: 'frequency_cap' };
  if (delivery.uninstalledAt) return { state: 'skipped', reason: 'shop_uninstalled' };
  const permission = mayReceive(message.channel, delivery);
  if (!permission.ok) return { state: 'skipped', reason: permission.reason };
  if (delivery.suppressed) return { state: 'skipped', reason: 'suppressed' };
  const address = permission.value;
  try {
    const handover = await handOver(message, { ...delivery, address }, provider);
    return settlementOf(handover, delivery.attempts, address);
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown';
    logger.error({ shop: delivery.shop, delivery: String(delivery.id), reason }, 'not_composed');
    return { state: 'failed', reason: 'not_composed' };
  }
}

/** @param attempts made so far, this one included */
export function settlementOf(handover: Handover, attempts: number, address: string): Settlement {
  switch (handover.outcome) {
    case 'accepted':
      return { state: 'sent', providerMessageId: handover.providerMessageId };
    case 'unknown':
      return { state: 'unknown', reason: handover.reason };
    case 'refused':
      return {
        state: 'failed',
        reason: withoutAddress(handover.reason, address),
        ...(handover.bounce && { bounce: handover.bounce }),
      };
    case 'denied':
      return {
        state: 'queued',
        reason: withoutAddress(handover.reason, address),
        waitMs: LOGIN_REFUSED_WAIT_MS,
        provider: 'login_refused',
      };
    case 'later': {
      const reason = withoutAddress(handover.reason, address);
      if (attempts >= MAX_ATTEMPTS)
        return { state: 'failed', reason, ...(!handover.everything && { bounce: 'soft' as const }) };
      const waitMs = waitAfter(attempts, handover.retryAfterMs);
      return handover.everything
        ? { state: 'queued', reason, waitMs, provider: 'away', retryAfterMs: handover.retryAfterMs }
        : { state: 'queued', reason, waitMs };
    }
  }
}

/** Versions never change, so what was compiled stays good; a few are kept, the oldest goes first. */
const compiled = new Map<string, Promise<CompiledVersion>>();
const KEPT = 32;

/** The compiled version of deliveries that are to be taken in hand: whatever can fail here has failed before that. */
export async function compiledVersion(shop: ShopId, versionId: bigint): Promise<CompiledVersion> {
  const key = `${shop}:${versionId}`;
  const known = compiled.get(key);
  if (known) return known;
  const fresh = compileVersion(shop, versionId);
  compiled.set(key, fresh);
  fresh.catch(() => compiled.delete(key));
  if (compiled.size > KEPT) compiled.delete(compiled.keys().next().value ?? key);
  return fresh;
}

async function compileVersion(shop: ShopId, versionId: bigint): Promise<CompiledVersion> {
  const version = await loadVersion(shop, versionId);
  if (!version) throw new Error('a delivery without its message version');
  const { publicId, text, voice } = version;
  const tags = tagsOf(version, publicId);
  return {
    channel: channelOf(version.channel),
    content: compileMessage(version, tags),
    text,
    language: voice,
    template: readTemplate(version.template),
    tags,
  };
}
