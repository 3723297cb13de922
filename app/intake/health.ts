import type { Context } from 'hono';
import { setTimeout as wait } from 'node:timers/promises';
import { pool } from '~/db.server';

const LIMIT_MS = 2_000;

/** GET /healthz: `ok` while the database answers within two seconds. */
export async function health(c: Context): Promise<Response> {
  const limit = new AbortController();
  const answered = await Promise.race([
    pool.query('SELECT 1').then(
      () => true,
      () => false,
    ),
    wait(LIMIT_MS, false, { signal: limit.signal }).catch(() => false),
  ]);
  limit.abort();
  return answered ? c.text('ok\n') : c.text('database away\n', 503, { 'Retry-After': '5' });
}
