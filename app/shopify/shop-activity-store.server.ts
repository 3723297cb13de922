import { pool } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';

const EVERY_MS = 60_000;

const COLUMNS = { webhook: 'last_webhook_at', pixel: 'last_pixel_at' } as const;

/** When this process last noted a sign of life, per shop and kind. */
const noted = new Map<string, number>();

/**
 * Notes that a shop's webhook or pixel was heard from, at most once a minute in each process. Only a sign of life: where
 * it cannot be written, the next one will do, and nobody is told but the log.
 */
export async function noteActivity(shop: ShopId, kind: keyof typeof COLUMNS, now: Date): Promise<void> {
  const key = `${shop}/${kind}`;
  if (now.getTime() - (noted.get(key) ?? 0) < EVERY_MS) return;
  noted.set(key, now.getTime());
  try {
    const column = COLUMNS[kind];
    await pool.query(
      `UPDATE shop SET ${column} = $2 WHERE id = $1 AND (${column} IS NULL OR ${column} < $2::timestamptz)`,
      [shop, now.toISOString()],
    );
  } catch (error) {
    noted.delete(key);
    logger.warn(
      { shop, kind, reason: error instanceof Error ? error.name : 'unknown' },
      'activity_not_noted',
    );
  }
}
