import { db, type Shop } from '~/db.server';
import {
  interpretUnclaimedTags,
  type SeenTags,
  type UnclaimedTagsView,
} from '~/reports/unclaimed-tags/interpret';

const DAY_MS = 86_400_000;
/** As far back as an order may lie from its click. */
const LOOK_BACK_DAYS = 90;
const SHOWN = 20;

/** Tags with which customers came before they ordered, and that belong to no message of the shop. */
export async function unclaimedTags(shop: Shop, now: Date): Promise<UnclaimedTagsView> {
  const since = new Date(now.getTime() - LOOK_BACK_DAYS * DAY_MS);
  const rows = await db.$queryRaw<SeenTags[]>`
    WITH landed AS (
      SELECT c.order_id, c.token, t.at, t.utm_source AS source, t.utm_medium AS medium, t.utm_campaign AS campaign
      FROM touch t JOIN checkout c ON c.shop_id = t.shop_id AND c.visitor = t.visitor
      WHERE t.shop_id = ${shop.id} AND t.at >= ${since} AND t.click_id IS NULL AND t.utm_campaign IS NOT NULL
    ),
    seen AS (
      SELECT o.id, l.at, l.source, l.medium, l.campaign
      FROM landed l JOIN "order" o ON o.shop_id = ${shop.id} AND o.id = l.order_id
      UNION ALL
      SELECT o.id, l.at, l.source, l.medium, l.campaign
      FROM landed l JOIN "order" o ON o.shop_id = ${shop.id} AND o.checkout_token = l.token
      UNION ALL
      SELECT o.id, (visit ->> 'at')::timestamptz, visit -> 'utm' ->> 'source', visit -> 'utm' ->> 'medium',
        visit -> 'utm' ->> 'campaign'
      FROM "order" o JOIN order_journey j ON j.shop_id = o.shop_id AND j.order_id = o.id,
        LATERAL jsonb_array_elements(j.visits) AS visit
      WHERE o.shop_id = ${shop.id} AND o.processed_at >= ${since}
    )
    SELECT source, medium, campaign, count(DISTINCT id)::int AS orders, min(at) AS "firstAt", max(at) AS "lastAt"
    FROM seen s
    WHERE source <> '' AND medium <> '' AND campaign <> '' AND NOT EXISTS (
      SELECT 1 FROM message_version v
      WHERE v.shop_id = ${shop.id} AND v.track_sales AND v.utm_source = s.source AND v.utm_medium = s.medium
        AND v.utm_campaign = s.campaign)
    GROUP BY source, medium, campaign
    ORDER BY orders DESC, "lastAt" DESC, source, medium, campaign
    LIMIT ${SHOWN}`;
  return interpretUnclaimedTags(rows, LOOK_BACK_DAYS, shop.timeZone);
}
