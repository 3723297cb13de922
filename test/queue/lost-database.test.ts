import pg from 'pg';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import type { RunningWorker } from '~/queue/worker.server';
import { startDatabaseProxy } from '#test/support/database-proxy.ts';
import { handlersWith } from '#test/support/idle-handlers.ts';

// The application is imported after its database's address has become the proxy's.
const directUrl = process.env.DATABASE_URL ?? '';
const proxy = await startDatabaseProxy(directUrl);
process.env.DATABASE_URL = proxy.url;
const { closeDatabase, db, pool } = await import('~/db.server');
const { logger } = await import('~/lib/logger.server');
const { enqueue } = await import('~/queue/enqueue.server');
const { startWorker } = await import('~/queue/worker.server');

let worker: RunningWorker | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await worker?.stop();
  worker = undefined;
});
afterAll(async () => {
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

it('goes on after several jobs, each at its own moment, could not be signed off', async () => {
  const warned = vi.spyOn(logger, 'warn');
  const begun = [signal(), signal(), signal(), signal()];
  const over = [signal(), signal(), signal(), signal()];
  const handled: string[] = [];
  const handlers = handlersWith({
    'attribute-order': async ({ orderId }) => {
      handled.push(orderId);
      if (handled.filter((id) => id === orderId).length > 1) return;
      begun[Number(orderId)]?.resolve();
      await over[Number(orderId)]?.promise;
    },
  });
  worker = await startWorker(handlers, 4);
  for (const orderId of ['0', '1', '2', '3']) await enqueue(db, 'attribute-order', { shopId: 1, orderId });
  for (const { promise } of begun) await promise;
  await proxy.cut();
  const notSignedOff = () =>
    warned.mock.calls.filter(([said]) => JSON.stringify(said).includes('Failed to complete'));
  for (const [nth, { resolve }] of over.entries()) {
    resolve();
    await expect.poll(() => notSignedOff().length, { timeout: 10_000 }).toBe(nth + 1);
  }
  await proxy.restore();

  const left = () =>
    pool.query(`SELECT FROM graphile_worker._private_jobs`).then(
      ({ rowCount }) => rowCount,
      () => -1,
    );
  await expect.poll(left, { timeout: 20_000 }).toBe(0);
  expect(handled.sort()).toEqual(['0', '0', '1', '1', '2', '2', '3', '3']);
}, 40_000);

it('does a job that the database gave out in an answer that was lost', async () => {
  const handled = signal();
  worker = await startWorker(
    handlersWith({ 'attribute-order': () => Promise.resolve(handled.resolve()) }),
    2,
  );
  const direct = new pg.Client({ connectionString: directUrl });
  await direct.connect();
  // A worker that asked before would wait for that answer, and ask for no job.
  await proxy.silence(500);
  proxy.muffle();
  await direct.query(
    `SELECT FROM graphile_worker.add_job('attribute-order', '{"shopId":1,"orderId":"1"}'::json)`,
  );
  const locked = `SELECT FROM graphile_worker.jobs WHERE task_identifier = 'attribute-order' AND locked_at IS NOT NULL`;
  await expect.poll(() => direct.query(locked).then(({ rowCount }) => rowCount), { timeout: 10_000 }).toBe(1);
  await proxy.cut();
  await proxy.restore();
  await handled.promise;
  await direct.end();
}, 40_000);
