import { type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/**
 * The name of a campaign, tracking link or automation of which a tracked version has exactly these tags, the newest
 * first; undefined where none has.
 */
export async function tagOwner(
  shop: ShopId,
  tags: { source: string; medium: string; campaign: string },
  tx: Db = db,
): Promise<string | undefined> {
  const [owner] = await tx.$queryRaw<{ name: string }[]>`
    SELECT coalesce(c.name, l.name, a.name, '') AS name
    FROM message_version v JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
    LEFT JOIN campaign c ON c.shop_id = m.shop_id AND c.id = m.campaign_id
    LEFT JOIN tracking_link l ON l.shop_id = m.shop_id AND l.id = m.tracking_link_id
    LEFT JOIN automation a ON a.shop_id = m.shop_id AND a.id = m.automation_id
    WHERE v.shop_id = ${shop} AND v.track_sales
      AND v.utm_source = ${tags.source} AND v.utm_medium = ${tags.medium} AND v.utm_campaign = ${tags.campaign}
    ORDER BY v.id DESC LIMIT 1`;
  return owner?.name;
}
