import { db } from '~/db.server';
import type { Cutoff } from '~/tracking/retention';

/**
 * Deletes a piece of at most so many webhooks that were worked off before their shop's moment, each with the note that it
 * was seen: by then Shopify has long given up sending it again. What waits stays, however old.
 * @returns how many; fewer than `most` where nothing is left
 */
export async function unscopedDropReceipts(cutoffs: readonly Cutoff[], most: number): Promise<number> {
  const shops = cutoffs.map(({ shop }) => shop);
  const before = cutoffs.map(({ before: moment }) => moment.toISOString());
  const latest = new Date(Math.max(...cutoffs.map(({ before: moment }) => moment.getTime())));
  return db.$executeRaw`
    WITH old AS (
      SELECT t.shop_id, r.received_at, r.webhook_id
      FROM unnest(${shops}::int[], ${before}::timestamptz[]) AS t (shop_id, before),
        LATERAL (
          SELECT received_at, webhook_id FROM webhook_receipt c
          WHERE c.shop_id = t.shop_id AND c.received_at < t.before AND c.received_at < ${latest}::timestamptz
            AND c.state <> 'pending' AND coalesce(c.finished_at, c.received_at) < t.before
          ORDER BY received_at LIMIT ${most}) AS r
      LIMIT ${most}
    ),
    gone AS (
      DELETE FROM webhook_receipt r USING old
      WHERE r.shop_id = old.shop_id AND r.received_at = old.received_at AND r.webhook_id = old.webhook_id
        AND r.received_at < ${latest}::timestamptz
      RETURNING r.shop_id, r.webhook_id, r.received_at
    )
    DELETE FROM webhook_seen s USING gone
    WHERE s.shop_id = gone.shop_id AND s.webhook_id = gone.webhook_id AND s.received_at = gone.received_at`;
}
