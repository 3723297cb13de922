import type { PauseReason } from '~/campaigns/campaign';
import { markPaused, markSentIfFinished, noteOutcomes } from '~/campaigns/campaign-status-store.server';
import { isFailing } from '~/campaigns/failing';
import { addressHash } from '~/contacts/address-hash.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import type { Settlement } from '~/messaging/delivery';
import type { ClaimedDelivery } from '~/messaging/delivery-store.server';
import { suppressBounced } from '~/messaging/suppress-bounced.server';
import { holdChannel, releaseChannel } from '~/messaging/sending-pace-store.server';

/** A delivery that was in hand, and what it came to. */
export interface Settled {
  delivery: ClaimedDelivery;
  settlement: Settlement;
}

/**
 * Draws the conclusions from what deliveries came to, once that is written: a provider that takes nothing is left alone for a while, a
 * campaign whose login is refused or that fails too often pauses, one that is over is sent, and an
 * address that takes no messages is suppressed.
 */
export async function concludeBatch(batch: readonly Settled[], now: Date): Promise<void> {
  for (const ofChannel of grouped(batch, ({ delivery }) => `${delivery.shop} ${delivery.channel}`)) {
    await paceChannel(ofChannel, now);
  }
  for (const ofCampaign of grouped(batch, ({ delivery }) => `${delivery.shop} ${delivery.campaignId}`)) {
    const [{ delivery }] = ofCampaign;
    if (delivery.campaignId !== null)
      await watchCampaign(delivery.shop, delivery.campaignId, ofCampaign, now);
  }
  for (const one of batch) await suppressAddress(one, now);
}

/** The address or number that a message did not reach, where that is reason enough. */
async function suppressAddress({ delivery, settlement }: Settled, now: Date): Promise<void> {
  if (settlement.state !== 'failed' || !settlement.bounce) return;
  const { shop, channel, contactId } = delivery;
  const address = channel === 'email' ? delivery.email : delivery.phone;
  if (address === null) return;
  const hash = addressHash(shop, channel, address);
  await suppressBounced(shop, { contactId, channel, hash }, settlement.bounce, now);
}

async function paceChannel(group: readonly [Settled, ...Settled[]], now: Date): Promise<void> {
  const { shop, channel } = group[0].delivery;
  const away = group.flatMap(({ settlement }) =>
    settlement.state === 'queued' && settlement.provider === 'away' ? [settlement] : [],
  );
  const [first] = away;
  if (first) await holdChannel(shop, channel, first.reason, first.retryAfterMs ?? 0, now);
  else if (group.some(({ settlement }) => settlement.state === 'sent'))
    await releaseChannel(shop, channel, now);
}

async function watchCampaign(
  shop: ShopId,
  campaignId: bigint,
  group: readonly Settled[],
  now: Date,
): Promise<void> {
  const pause = async (reason: PauseReason) => {
    if (await markPaused(shop, campaignId, reason, now)) {
      logger.warn({ shop, campaign: String(campaignId), reason }, 'campaign_paused');
    }
  };
  const answered = group.flatMap(({ settlement: { state } }) =>
    state === 'sent' ? ['s'] : state === 'failed' ? ['f'] : [],
  );
  if (answered.length > 0) {
    const outcomes = await noteOutcomes(shop, campaignId, answered.join(''));
    if (isFailing(outcomes)) await pause('failing');
  }
  const refused = group.find(
    ({ settlement }) => settlement.state === 'queued' && settlement.provider === 'login_refused',
  )?.settlement;
  if (refused?.state === 'queued')
    await pause(refused.reason === 'credentials_unreadable' ? refused.reason : 'login_refused');
  await markSentIfFinished(shop, campaignId, now);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
