import { findSettings } from '~/attribution/attribution-store.server';
import { readOwnHosts } from '~/attribution/evidence-rows.server';
import { db, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { CampaignSale } from '~/orders/campaign-sale';
import { earnedIn } from '~/reports/earned.server';
import {
  type ComparedOrder,
  interpretDifferingOrders,
  interpretShopifyWord,
} from '~/reports/shopify-word/interpret';
import type { OwnTags } from '~/reports/shopify-word/differs';
import type { ReportTable } from '~/reports/table';

/** More orders than anybody compares one by one. */
const ORDERS_AT_MOST = 5_000;

/** What Shopify credits to the tags of the shop's messages beside what is credited here. @param theirs all of Shopify's */
export async function shopifyWordReport(
  shop: Shop,
  period: Period,
  theirs: readonly CampaignSale[],
): Promise<ReportTable> {
  const data = await earnedIn(shop, period, 'placed');
  return interpretShopifyWord({
    ...data,
    theirs,
    ownTags: await ownTags(shop),
    installedAt: shop.installedAt,
  });
}

/** The orders of a period that Shopify, by the visits it tells of them, credits to other tags than they are here. */
export async function differingOrdersReport(shop: Shop, period: Period): Promise<ReportTable> {
  const settings = await findSettings(shop.id, db);
  const own = await ownTags(shop);
  const orders = await db.$queryRaw<ComparedOrder[]>`
    SELECT o.id, o.name, o.processed_at AS "placedAt", o.value_minor AS "valueMinor", o.currency,
           coalesce(s.bucket, 'pending') AS bucket, s.reason, j.state AS journey, coalesce(j.visits, '[]') AS visits,
           coalesce(c.credits, '[]') AS ours
    FROM "order" o
    LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
    LEFT JOIN order_journey j ON j.shop_id = o.shop_id AND j.order_id = o.id
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('grade', c.grade, 'tags', jsonb_build_object(
               'source', v.utm_source, 'medium', v.utm_medium, 'campaign', v.utm_campaign)) ORDER BY c.ordinal) AS credits
      FROM credit c JOIN message_version v ON v.shop_id = c.shop_id AND v.id = c.version_id
      WHERE c.shop_id = o.shop_id AND c.order_id = o.id
    ) AS c ON true
    WHERE o.shop_id = ${shop.id} AND o.processed_at >= ${period.from} AND o.processed_at < ${period.to}
      AND (c.credits IS NOT NULL OR EXISTS (
        SELECT FROM jsonb_array_elements(j.visits) AS visit
        WHERE visit #>> '{utm,campaign}' = ANY (${own.map(({ campaign }) => campaign)}::text[])))
    ORDER BY o.processed_at DESC, o.id DESC LIMIT ${ORDERS_AT_MOST + 1}`;
  return interpretDifferingOrders({
    orders: orders.slice(0, ORDERS_AT_MOST),
    more: orders.length > ORDERS_AT_MOST,
    ownTags: own,
    ownHosts: await readOwnHosts(shop.id, db),
    settings,
    period,
  });
}

/** The tags that tracked messages of the shop carry. */
function ownTags(shop: Shop): Promise<OwnTags[]> {
  return db.$queryRaw`
    SELECT utm_source AS source, utm_medium AS medium, utm_campaign AS campaign, min(frozen_at) AS "sentAt"
    FROM message_version WHERE shop_id = ${shop.id} AND track_sales AND utm_campaign <> '' GROUP BY 1, 2, 3`;
}
