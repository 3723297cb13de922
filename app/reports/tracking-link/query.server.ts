import { findSettings } from '~/attribution/attribution-store.server';
import { db, type Shop } from '~/db.server';
import { formatMoment } from '~/lib/period';
import { FALLBACK } from '~/links/tracking-link';
import { countClicks, countMachineReasons, NO_CLICKS } from '~/reports/clicks.server';
import {
  interpretLinkNumbers,
  interpretTrackingLink,
  type LinkEarnings,
  type LinkNumbers,
  notKeptSentence,
  type TrackingLinkReportView,
} from '~/reports/tracking-link/interpret';
import { keptSince } from '~/tracking/retention-store.server';

/** Clicks and sales of one tracking link over all its versions. @param messageId its message */
export async function trackingLinkReport(shop: Shop, messageId: bigint): Promise<TrackingLinkReportView> {
  const settings = await findSettings(shop.id, db);
  const versions = await versionsOf(shop, [messageId]);
  const ids = versions.map(({ id }) => id);
  const [clicks, clicksByPlace, machineReasons, earned] = await Promise.all([
    countClicks(shop, ids, 'all'),
    countClicks(shop, ids, 'link'),
    countMachineReasons(shop, ids),
    earningsOf(shop, [messageId]),
  ]);
  // Asked for after the clicks are counted: before any goes, it is noted there.
  const { clicks: since } = await keptSince(shop.id);
  const dropped = since && versions.some(({ frozenAt }) => frozenAt < since);
  return interpretTrackingLink({
    clicksSince: dropped ? formatMoment(since, shop.timeZone) : null,
    currency: shop.currency,
    settings,
    clicks: clicks[0] ?? NO_CLICKS,
    lateClicks: clicksByPlace
      .filter(({ position }) => position === FALLBACK)
      .reduce((sum, { total }) => sum + total, 0),
    machineReasons,
    earned: earned.get(messageId) ?? NOTHING,
  });
}

/** Clicks and sales of several tracking links, by their messages; and what is to be said beside the clicks. */
export async function trackingLinkNumbers(
  shop: Shop,
  messageIds: readonly bigint[],
): Promise<{ numbers: Map<bigint, LinkNumbers>; notKept: string | null }> {
  const counts = await trackingLinkCounts(shop, messageIds);
  const { clicks: since } = await keptSince(shop.id);
  const dropped = since && (await versionsOf(shop, messageIds)).some(({ frozenAt }) => frozenAt < since);
  const numbers = new Map(
    [...counts].map(([id, own]) => [id, interpretLinkNumbers(own.clicks, own, shop.currency)]),
  );
  return { numbers, notKept: dropped ? notKeptSentence(formatMoment(since, shop.timeZone)) : null };
}

/** Clicks by people and sales of several tracking links, by their messages. */
export async function trackingLinkCounts(
  shop: Shop,
  messageIds: readonly bigint[],
): Promise<Map<bigint, LinkEarnings & { clicks: number }>> {
  const versions = await versionsOf(shop, messageIds);
  const [clicks, earned] = await Promise.all([
    countClicks(
      shop,
      versions.map(({ id }) => id),
      'message',
    ),
    earningsOf(shop, messageIds),
  ]);
  const clicksOf = new Map(clicks.map(({ messageId, total }) => [messageId, total]));
  return new Map(
    messageIds.map((id) => [id, { ...(earned.get(id) ?? NOTHING), clicks: clicksOf.get(id) ?? 0 }]),
  );
}

const NOTHING: LinkEarnings = { orders: 0, amountMinor: 0n };

const versionsOf = (shop: Shop, messageIds: readonly bigint[]) =>
  db.messageVersion.findMany({
    where: { shopId: shop.id, messageId: { in: [...messageIds] } },
    select: { id: true, frozenAt: true },
  });

/** What messages earned over all their versions; those that earned nothing are left out. */
async function earningsOf(shop: Shop, messageIds: readonly bigint[]): Promise<Map<bigint, LinkEarnings>> {
  const rows = await db.$queryRaw<(LinkEarnings & { messageId: bigint })[]>`
    SELECT v.message_id AS "messageId", count(DISTINCT c.order_id)::int AS orders,
           coalesce(sum(c.amount_minor) FILTER (WHERE o.currency = ${shop.currency}), 0)::bigint AS "amountMinor"
    FROM message_version v
    JOIN credit c ON c.shop_id = v.shop_id AND c.version_id = v.id
    JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
    WHERE v.shop_id = ${shop.id} AND v.message_id = ANY (${messageIds}::bigint[])
    GROUP BY 1`;
  return new Map(rows.map(({ messageId, ...earned }) => [messageId, earned]));
}
