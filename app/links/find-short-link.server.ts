import { pool } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { DESTINATION, FALLBACK } from '~/links/tracking-link';

/** Where a short link leads now. */
export interface ShortLink {
  versionId: bigint;
  position: typeof DESTINATION | typeof FALLBACK;
  url: string;
  /** Whether a purchase that follows can be credited to it: not once it has expired. */
  tracked: boolean;
}

/**
 * Looks up a short link each time anew, so that a change of its destination holds from the next click on, whichever
 * process answers it. Undefined where the shop has no such link.
 */
export async function findShortLink(shop: ShopId, slug: string, now: Date): Promise<ShortLink | undefined> {
  const { rows } = await pool.query<{
    version_id: string;
    tagged_url: string;
    fallback: string;
    expired: boolean;
  }>({
    name: 'find-short-link',
    text: `
      SELECT v.id AS version_id, k.tagged_url, coalesce(nullif(l.fallback_url, ''), s.storefront_url) AS fallback,
             coalesce(l.expires_at <= $3, false) AS expired
      FROM tracking_link l
      JOIN shop s ON s.id = l.shop_id
      JOIN message m ON m.shop_id = l.shop_id AND m.tracking_link_id = l.id
      JOIN LATERAL (
        SELECT id FROM message_version
        WHERE shop_id = l.shop_id AND message_id = m.id ORDER BY id DESC LIMIT 1) v ON true
      JOIN link k ON k.shop_id = l.shop_id AND k.version_id = v.id AND k.position = $4
      WHERE l.shop_id = $1 AND l.slug = $2`,
    values: [shop, slug, now.toISOString(), DESTINATION],
  });
  const [row] = rows;
  if (!row) return undefined;
  return {
    versionId: BigInt(row.version_id),
    position: row.expired ? FALLBACK : DESTINATION,
    url: row.expired ? row.fallback : row.tagged_url,
    tracked: !row.expired,
  };
}
