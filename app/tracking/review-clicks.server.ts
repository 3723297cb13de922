import { pool } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { type PresumedClick, unscopedPresumeMachines } from '~/tracking/click-store.server';
import { PRESUMED_REASONS, SEEN_IN_SHOP } from '~/tracking/machine-reason';
import { DEPENDS_ON_MS, scoreDeliveryClicks, UNREADABLE_MS } from '~/tracking/score-delivery-clicks';

interface DeliveryRow {
  shop_id: ShopId;
  delivery_id: string;
  sent_at: Date | null;
  ids: string[];
  times: Date[];
  links: number[];
  seen: boolean[];
}

/**
 * Deliveries whose clicks could be a machine's: opened too soon, or at more than one link within the time asked for.
 * Shop by shop, because the key of clicks begins with it: an index by time alone would cost the door that stores them.
 */
const SUSPECTED = `
  SELECT c.shop_id, c.delivery_id, coalesce(d.sent_at, d.sending_at) AS sent_at, c.ids, c.times, c.links, c.seen
  FROM shop s, LATERAL (
    SELECT shop_id, delivery_id, array_agg(id) AS ids, array_agg(at) AS times, array_agg(link_position) AS links,
           array_agg(coalesce(verdict_reason = $5, false)) AS seen,
           min(at) AS first_at, min(link_position) AS first_link, max(link_position) AS last_link
    FROM click
    WHERE shop_id = s.id AND delivery_id IS NOT NULL AND at >= $1 AND at < $2 AND (verdict = 'human' OR verdict_reason = ANY ($3))
    GROUP BY shop_id, delivery_id
  ) AS c
  JOIN delivery d ON d.shop_id = c.shop_id AND d.id = c.delivery_id
  WHERE c.first_link <> c.last_link
     OR c.first_at <= coalesce(d.sent_at, d.sending_at) + $4 * interval '1 millisecond'`;

/**
 * Looks at the clicks of a span of time together, delivery by delivery, which no single request can do, and writes
 * down which of them are taken for a machine's. Any number of times over the same span comes to the same.
 * @returns the clicks taken for a machine's, those that were before among them
 */
export async function unscopedReviewClicks(from: Date, to: Date): Promise<PresumedClick[]> {
  const begin = new Date(from.getTime() - DEPENDS_ON_MS);
  const { rows } = await pool.query<DeliveryRow>(SUSPECTED, [
    begin.toISOString(),
    to.toISOString(),
    PRESUMED_REASONS,
    UNREADABLE_MS,
    SEEN_IN_SHOP,
  ]);
  const machines = rows.flatMap(judge);
  if (machines.length > 0) await unscopedPresumeMachines(machines);
  return machines;
}

function judge({
  shop_id: shop,
  delivery_id,
  sent_at,
  ids,
  times,
  links,
  seen,
}: DeliveryRow): PresumedClick[] {
  const clicks = ids.flatMap((id, nth) => {
    const [at, linkPosition] = [times[nth], links[nth]];
    return at && linkPosition !== undefined ? [{ id, at, linkPosition, seenInShop: seen[nth] === true }] : [];
  });
  const reasons = scoreDeliveryClicks(sent_at, clicks);
  return clicks.flatMap(({ id, at }) => {
    const reason = reasons.get(id);
    return reason ? [{ shop, deliveryId: BigInt(delivery_id), at, id, reason }] : [];
  });
}
