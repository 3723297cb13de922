import { DateTime } from 'luxon';
import pg from 'pg';
import { db, pool } from '~/db.server';
import { logger } from '~/lib/logger.server';

/** Makes the monthly partitions of now and the three months ahead, where they are not there yet. */
export async function unscopedEnsurePartitions(now: Date): Promise<void> {
  const first = DateTime.fromJSDate(now, { zone: 'utc' });
  const last = first.plus({ months: 3 });
  await db.$executeRaw`SELECT ensure_month_partitions(${first.toISODate()}::date, ${last.toISODate()}::date)`;
}

/** How long a month that is to go may hold up whoever writes to its table. */
const PATIENCE = '250ms';
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Drops the months of a table that ended before a moment. A month is taken off its table first, for which the table is
 * locked for an instant, and removed after; where the table is in use for longer, this stops and the next call goes on.
 * @param onlyEmpty leave months that still hold rows
 * @returns the months dropped, such as `2026_08`
 */
export async function unscopedDropMonths(
  table: 'click' | 'message_open' | 'touch' | 'webhook_receipt',
  before: Date,
  { onlyEmpty = false } = {},
): Promise<string[]> {
  const { rows } = await pool.query<{ month: string; attached: boolean }>(
    `SELECT right(relname, 7) AS month, relispartition AS attached
     FROM pg_class WHERE relnamespace = 'part'::regnamespace AND relkind = 'r' AND relname ~ ('^' || $1 || '_\\d{4}_\\d{2}$')
       AND (to_date(right(relname, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' <= $2
     ORDER BY relname`,
    [table, before],
  );
  const dropped: string[] = [];
  for (const { month, attached } of rows) {
    const child = `part.${table}_${month}`;
    if (onlyEmpty && !(await isEmpty(child))) continue;
    if (attached && !(await detach(table, child))) return dropped;
    await pool.query(`DROP TABLE IF EXISTS ${child}`);
    logger.info({ table, month }, 'month_dropped');
    dropped.push(month);
  }
  return dropped;
}

async function isEmpty(child: string): Promise<boolean> {
  const { rows } = await pool.query<{ empty: boolean }>(`SELECT NOT EXISTS (SELECT FROM ${child}) AS empty`);
  return rows[0]?.empty ?? false;
}

/** @returns false where the table is in use for longer than writers may be held up */
async function detach(table: string, child: string): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL lock_timeout = '${PATIENCE}'`);
    await client.query(`ALTER TABLE public.${table} DETACH PARTITION ${child}`);
    await client.query('COMMIT');
    return true;
  } catch (error) {
    await client.query('ROLLBACK');
    if (!(error instanceof pg.DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
    logger.info({ table }, 'month_in_use');
    return false;
  } finally {
    client.release();
  }
}
