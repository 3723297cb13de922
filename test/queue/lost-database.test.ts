import { afterAll, afterEach, expect, it, vi } from 'vitest';
import type { RunningWorker } from '~/queue/worker.server';
import { startDatabaseProxy } from '#test/support/database-proxy.ts';
import { handlersWith } from '#test/support/idle-handlers.ts';

// The application is imported after its database's address has become the proxy's.
const proxy = await startDatabaseProxy(process.env.DATABASE_URL ?? '');
process.env.DATABASE_URL = proxy.url;
const { closeDatabase, db, pool } = await import('~/db.server');
const { logger } = await import('~/lib/logger.server');
const { enqueue } = await import('~/queue/enqueue.server');
const { startWorker } = await import('~/queue/worker.server');

let worker: RunningWorker | undefined;
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await worker?.stop();
  await closeDatabase();
  await proxy.cut();
});

function signal() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

it.each([
  ['ends well', () => Promise.resolve()],
  ['fails', () => Promise.reject(new Error('broken on the way'))],
])(
  'a job that %s while the database is away is signed off when it is back, and work goes on',
  async (_, outcome) => {
    const handled: string[] = [];
    const warned = vi.spyOn(logger, 'warn');
    const begun = signal();
    const away = signal();
    const later = signal();
    const handlers = handlersWith({
      'attribute-order': async ({ orderId }) => {
        handled.push(orderId);
        if (orderId === '2') return later.resolve();
        if (handled.length > 1) return;
        begun.resolve();
        await away.promise;
        await outcome();
      },
    });
    worker = await startWorker(handlers, 2);
    await enqueue(db, 'attribute-order', { shopId: 1, orderId: '1' });
    await begun.promise;
    await proxy.cut();
    away.resolve();
    // The queue has found that it cannot sign the job off.
    await expect.poll(() => warned.mock.calls, { timeout: 10_000 }).toContainEqual(['worker_lost']);
    await proxy.restore();

    await expect
      .poll(() =>
        enqueue(db, 'attribute-order', { shopId: 1, orderId: '2' }).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await later.promise;
    const left = async () =>
      (
        await pool.query<{ id: string }>(
          `SELECT payload->>'orderId' AS id FROM graphile_worker._private_jobs`,
        )
      ).rows;
    await expect.poll(left, { timeout: 20_000 }).toEqual([]);
    expect(handled.filter((id) => id === '1')).toHaveLength(2);
    await worker.stop();
    worker = undefined;
    expect(await db.workerProcess.count()).toBe(0);
  },
  40_000,
);
