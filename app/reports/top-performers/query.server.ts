import { db, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { earnedIn } from '~/reports/earned.server';
import {
  bestOf,
  type Delivered,
  interpretTopPerformers,
  type TopPerformersView,
} from '~/reports/top-performers/interpret';

/** The messages, campaigns, automations and sources that earned most in a period. */
export async function topPerformersReport(
  shop: Shop,
  period: Period,
  basis: DateBasis,
): Promise<TopPerformersView> {
  const data = await earnedIn(shop, period, basis);
  const best = bestOf(data);
  const delivered = await db.$queryRaw<Delivered[]>`
    SELECT v.id AS "versionId", m.campaign_id AS "campaignId", m.automation_id AS "automationId",
           (SELECT count(*) FROM delivery d
            WHERE d.shop_id = v.shop_id AND d.version_id = v.id AND d.state IN ('sent', 'delivered'))::int AS count
    FROM message m JOIN message_version v ON v.shop_id = m.shop_id AND v.message_id = m.id
    WHERE m.shop_id = ${shop.id} AND v.frozen_at IS NOT NULL AND m.tracking_link_id IS NULL
      AND (v.id = ANY (${best.versions}::bigint[]) OR m.campaign_id = ANY (${best.campaigns}::bigint[])
           OR m.automation_id = ANY (${best.automations}::bigint[]))`;
  return interpretTopPerformers({ ...data, delivered });
}
