import { expandCampaign } from '~/campaigns/expand-campaign.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import type { ContactFacts } from '~/contacts/contact';
import { type Delivery, db, type Shop } from '~/db.server';
import type { Channel, Handover, Provider } from '~/channels/channel';
import { done } from '~/lib/outcome';
import { compiledVersion, deliver } from '~/messaging/deliver.server';
import type { DeliveryState, Settlement } from '~/messaging/delivery';
import { claimWithinCap } from '~/messaging/claim-within-cap.server';
import { unscopedSettleDeliveries } from '~/messaging/delivery-store.server';
import { type CampaignDraft, makeCampaign, NOW } from '#test/support/campaign-factory';

export interface SentCampaign {
  campaignId: bigint;
  /** In the order of the members. */
  deliveries: Delivery[];
}

/** A campaign under way to these members: its message frozen, a delivery queued or skipped for each. */
export async function startCampaign(
  shop: Shop,
  members: ContactFacts[],
  some: Partial<CampaignDraft> = {},
  now = NOW,
): Promise<SentCampaign> {
  const campaignId = await makeCampaign(shop, some);
  const scheduled = await scheduleCampaign(shop.id, campaignId, { mode: 'now' }, now);
  if (!scheduled.ok) throw new Error(scheduled.reason);
  await expandCampaign(shop, campaignId, {}, () => Promise.resolve(done({ members })), now);
  return { campaignId, deliveries: await deliveriesOf(shop, campaignId) };
}

/** A moment at which nothing that was put off waits any more. */
export const MUCH_LATER = new Date(NOW.getTime() + 86_400_000);

/**
 * Takes what is due of a delivery's message in hand, hands it over and settles it, as the worker does.
 * @returns what it came to; undefined where nothing was due
 */
export async function sendDue(
  { shopId, versionId }: Delivery,
  provider: Provider<Channel> | undefined,
  now = MUCH_LATER,
): Promise<Settlement | undefined> {
  const [claimed] = await claimWithinCap(shopId, versionId, 1, 'sender-test', now);
  if (!claimed) return undefined;
  const settlement = await deliver(claimed, await compiledVersion(shopId, versionId), provider);
  await unscopedSettleDeliveries([{ delivery: claimed, settlement }], now);
  return settlement;
}

/** A provider that has the same answer to every message. */
export const answering = (handover: Handover): Provider<Channel> => ({
  sender: 'news@shop.test',
  send: () => Promise.resolve(handover),
});

/** The deliveries of a campaign by Shopify's number of their contact. */
export function deliveriesOf(shop: Shop, campaignId: bigint): Promise<Delivery[]> {
  return db.delivery.findMany({
    where: { shopId: shop.id, version: { message: { campaignId } } },
    orderBy: { contact: { shopifyId: 'asc' } },
  });
}

export interface DeliveryCounts {
  queued: number;
  sending: number;
  /** Taken by the provider, delivered ones included. */
  sent: number;
  failed: number;
  skipped: number;
  unknown: number;
  /** Recipients who unsubscribed through this message. */
  unsubscribed: number;
  /** The most frequent first, at most 50. */
  byReason: { state: DeliveryState; reason: string; count: number }[];
}

/** How far the sending of a campaign has come. */
export async function deliveryCounts(shop: number, campaignId: bigint): Promise<DeliveryCounts> {
  const groups = await db.$queryRaw<
    { state: DeliveryState; reason: string | null; count: number; unsubscribed: number }[]
  >`
    SELECT d.state, d.reason, count(*)::int AS count, count(d.unsubscribed_at)::int AS unsubscribed
    FROM message m
    JOIN message_version v ON v.shop_id = m.shop_id AND v.message_id = m.id
    JOIN delivery d ON d.shop_id = v.shop_id AND d.version_id = v.id
    WHERE m.shop_id = ${shop}::int AND m.campaign_id = ${campaignId}::bigint
    GROUP BY d.state, d.reason ORDER BY count(*) DESC, d.state, d.reason`;
  const sum = (...states: DeliveryState[]) =>
    groups.reduce((total, group) => (states.includes(group.state) ? total + group.count : total), 0);
  return {
    queued: sum('queued'),
    sending: sum('sending'),
    sent: sum('sent', 'delivered'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    unknown: sum('unknown'),
    unsubscribed: groups.reduce((total, group) => total + group.unsubscribed, 0),
    byReason: groups
      .flatMap(({ state, reason, count }) => (reason ? [{ state, reason, count }] : []))
      .slice(0, 50),
  };
}
