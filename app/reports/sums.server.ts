import type { Bucket } from '~/attribution/bucket';
import { LINK_CHANNEL } from '~/channels/channel';
import { db, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import { countClicks } from '~/reports/clicks.server';

/** Orders of one day and bucket. Money is in minor units of the shop's currency. */
export interface OrderSum {
  /** yyyy-mm-dd in the period's zone. */
  day: string;
  bucket: Bucket;
  orders: number;
  valueMinor: bigint;
  /** Orders in another currency than the shop's: counted, and not in the value. */
  otherCurrency: number;
}

/** Every order that was placed in the period stands in exactly one sum; one that is not decided yet is pending. */
export function orderSums(shop: Shop, period: Period): Promise<OrderSum[]> {
  return db.$queryRaw<OrderSum[]>`
    SELECT to_char(o.processed_at AT TIME ZONE ${period.zone}, 'YYYY-MM-DD') AS day,
           coalesce(s.bucket, 'pending') AS bucket,
           count(*)::int AS orders,
           coalesce(sum(o.value_minor) FILTER (WHERE o.currency = ${shop.currency}), 0)::bigint AS "valueMinor",
           (count(*) FILTER (WHERE o.currency <> ${shop.currency}))::int AS "otherCurrency"
    FROM "order" o
    LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
    WHERE o.shop_id = ${shop.id} AND o.processed_at >= ${period.from} AND o.processed_at < ${period.to}
    GROUP BY 1, 2`;
}

/** What one message version earned on one day. */
export interface CreditSum {
  day: string;
  versionId: bigint;
  /** Whether it is a message that was sent to people, and no tracking link. */
  sent: boolean;
  orders: number;
  amountMinor: bigint;
}

/** Credits of the orders that were placed in the period, by the order's day, each by the rule that decided its order. */
export function creditSums(shop: Shop, period: Period): Promise<CreditSum[]> {
  return db.$queryRaw<CreditSum[]>`
    SELECT to_char(o.processed_at AT TIME ZONE ${period.zone}, 'YYYY-MM-DD') AS day,
           c.version_id AS "versionId", v.channel <> ${LINK_CHANNEL} AS sent,
           count(DISTINCT o.id)::int AS orders,
           coalesce(sum(c.amount_minor) FILTER (WHERE o.currency = ${shop.currency}), 0)::bigint AS "amountMinor"
    FROM credit c
    JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
    JOIN message_version v ON v.shop_id = c.shop_id AND v.id = c.version_id
    WHERE c.shop_id = ${shop.id}
      AND o.processed_at >= ${period.from} AND o.processed_at < ${period.to}
    GROUP BY 1, 2, 3`;
}

/** A message version with what it reached since it was sent. */
export interface VersionReach {
  versionId: bigint;
  campaignId: bigint | null;
  /** The name of its campaign, or of its automation. */
  campaign: string | null;
  trackingLinkId: bigint | null;
  automationId: bigint | null;
  subject: string;
  channel: string;
  source: string;
  medium: string;
  campaignTag: string;
  /** Handed over and not failed. */
  delivered: number;
  /** People who clicked; null where it was sent before the clicks that are still kept. */
  uniqueClicks: number | null;
}

/** Tracked versions that were frozen in the period, and the ones named. */
export async function versionReach(shop: Shop, period: Period, named: bigint[]): Promise<VersionReach[]> {
  const versions = await db.$queryRaw<
    (Omit<VersionReach, 'uniqueClicks'> & { clicksUnknown: boolean | null })[]
  >`
    SELECT v.id AS "versionId", m.campaign_id AS "campaignId", coalesce(a.name, t.name) AS campaign,
           m.tracking_link_id AS "trackingLinkId", m.automation_id AS "automationId",
           coalesce(l.name, m.step_name, v.subject) AS subject, v.channel,
           v.utm_source AS source, v.utm_medium AS medium, v.utm_campaign AS "campaignTag",
           (SELECT count(*) FROM delivery d
             WHERE d.shop_id = v.shop_id AND d.version_id = v.id AND d.state IN ('sent', 'delivered'))::int AS delivered,
           (v.template IS NOT NULL OR v.frozen_at < (SELECT clicks_since FROM retention t WHERE t.shop_id = v.shop_id))
             AS "clicksUnknown"
    FROM message_version v
    JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
    LEFT JOIN campaign a ON a.shop_id = m.shop_id AND a.id = m.campaign_id
    LEFT JOIN automation t ON t.shop_id = m.shop_id AND t.id = m.automation_id
    LEFT JOIN tracking_link l ON l.shop_id = m.shop_id AND l.id = m.tracking_link_id
    WHERE v.shop_id = ${shop.id}
      AND (v.id = ANY (${named}) OR (v.track_sales AND v.frozen_at >= ${period.from} AND v.frozen_at < ${period.to}))
    ORDER BY v.id`;
  const clicks = await countClicks(
    shop,
    versions.map(({ versionId }) => versionId),
    'version',
  );
  const unique = new Map(clicks.map((counts) => [counts.versionId, counts.unique]));
  return versions.map(({ clicksUnknown, ...version }) => ({
    ...version,
    uniqueClicks: clicksUnknown ? null : (unique.get(version.versionId) ?? 0),
  }));
}
