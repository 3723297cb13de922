import { findSettings } from '~/attribution/attribution-store.server';
import type { Settings } from '~/attribution/facts';
import { db, Prisma, readRows, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { creditsIn } from '~/reports/credits-in.server';

/** What one message version earned in a period, and whose it is. */
export interface Earned {
  versionId: bigint;
  campaignId: bigint | null;
  trackingLinkId: bigint | null;
  automationId: bigint | null;
  /** Of the campaign, the tracking link or the automation. */
  name: string | null;
  /** Of a tracking link or an automation's step: its name. */
  subject: string;
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  /** Shares of orders, in millionths. */
  ordersPpm: bigint;
  /** In minor units of the shop's currency, after refunds and edits. */
  minor: bigint;
  /** Of that, what refunds, edits and cancellations come to. */
  takenMinor: bigint;
}

export interface EarnedData {
  currency: string;
  period: Period;
  basis: DateBasis;
  settings: Settings;
  earned: Earned[];
}

/** What every message version earned in a period; renewals that stand apart are left out. */
export async function earnedIn(shop: Shop, period: Period, basis: DateBasis): Promise<EarnedData> {
  const [minor, taken] =
    basis === 'placed'
      ? [Prisma.sql`amount_minor`, Prisma.sql`taken_minor`]
      : [Prisma.sql`moved_minor`, Prisma.sql`moved_taken_minor`];
  const earned = await readRows<Earned>`
    SELECT k.*, m.campaign_id AS "campaignId", m.tracking_link_id AS "trackingLinkId", m.automation_id AS "automationId",
           coalesce(a.name, l.name, t.name) AS name,
           coalesce(l.name, m.step_name, v.subject) AS subject, v.channel,
           v.utm_source AS source, v.utm_medium AS medium, v.utm_campaign AS campaign
    FROM (
      SELECT version_id AS "versionId", sum(weight_ppm)::bigint AS "ordersPpm", sum(${minor})::bigint AS minor,
             sum(${taken})::bigint AS "takenMinor"
      FROM ${creditsIn(shop, period)} AS c WHERE NOT apart GROUP BY 1 HAVING sum(orders) > 0 OR sum(${minor}) <> 0
    ) AS k
    JOIN message_version v ON v.shop_id = ${shop.id} AND v.id = k."versionId"
    JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
    LEFT JOIN campaign a ON a.shop_id = m.shop_id AND a.id = m.campaign_id
    LEFT JOIN tracking_link l ON l.shop_id = m.shop_id AND l.id = m.tracking_link_id
    LEFT JOIN automation t ON t.shop_id = m.shop_id AND t.id = m.automation_id`;
  const settings = await findSettings(shop.id, db);
  return { currency: shop.currency, period, basis, settings, earned };
}
