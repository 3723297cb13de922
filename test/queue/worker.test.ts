import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { databaseUrl, db, pool } from '~/db.server';
import { cancelJob, enqueue } from '~/queue/enqueue.server';
import { startWorker, type RunningWorker } from '~/queue/worker.server';
import { unscopedReleaseJobsOfTheDead, unscopedRetryGivenUpJobs } from '~/queue/worker-process-store.server';
import { handlersWith } from '#test/support/idle-handlers';

let worker: RunningWorker | undefined;
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});

const waitingJobs = async () =>
  (await pool.query<{ count: string }>(`SELECT count(*) FROM graphile_worker._private_jobs`)).rows[0]?.count;

describe('a job', () => {
  it('exists only if the transaction that added it is committed', async () => {
    await db
      .$transaction(async (tx) => {
        await enqueue(tx, 'attribute-order', { shopId: 1, orderId: '1' });
        throw new Error('undo');
      })
      .catch(() => undefined);
    expect(await waitingJobs()).toBe('0');
  });

  it('is replaced by a later one of the same key, and can be taken back', async () => {
    const at = new Date(Date.now() + 3_600_000);
    await enqueue(db, 'expand-campaign', { shopId: 1, campaignId: '1' }, { key: 'campaign:1:1', runAt: at });
    await enqueue(db, 'expand-campaign', { shopId: 1, campaignId: '1' }, { key: 'campaign:1:1', runAt: at });
    expect(await waitingJobs()).toBe('1');
    await cancelJob(db, 'campaign:1:1');
    expect(await waitingJobs()).toBe('0');
  });

  it('reaches its handler with its payload', async () => {
    const handled = new Promise((resolve) => {
      void startWorker(
        handlersWith({ 'attribute-order': (payload) => Promise.resolve(resolve(payload)) }),
        2,
      ).then((started) => {
        worker = started;
      });
    });
    await enqueue(db, 'attribute-order', { shopId: 7, orderId: '9007199254740993' });
    expect(await handled).toEqual({ shopId: 7, orderId: '9007199254740993' });
  });
});

describe('a killed worker', () => {
  it('gives its jobs back, and a living one keeps its own', async () => {
    await enqueue(db, 'attribute-order', { shopId: 1, orderId: '1' });
    await enqueue(db, 'attribute-order', { shopId: 1, orderId: '2' });
    const living = new pg.Client({ connectionString: databaseUrl });
    await living.connect();
    await living.query('SELECT pg_advisory_lock(4711)');
    const lock = async (id: string, orderId: string, lockKey: bigint) => {
      await pool.query(
        `UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now() WHERE payload->>'orderId' = $2`,
        [id, orderId],
      );
      await db.workerProcess.create({ data: { workerId: id, lockKey } });
    };
    await lock('worker-dead', '1', 4710n);
    await lock('worker-living', '2', 4711n);

    expect(await unscopedReleaseJobsOfTheDead()).toBe(1);
    const { rows } = await pool.query(
      `SELECT payload->>'orderId' AS id, locked_by FROM graphile_worker._private_jobs ORDER BY 1`,
    );
    expect(rows).toEqual([
      { id: '1', locked_by: null },
      { id: '2', locked_by: 'worker-living' },
    ]);
    await living.end();
  });

  it('that nobody knows gives its jobs back after a minute, and not before', async () => {
    await enqueue(db, 'attribute-order', { shopId: 3, orderId: 'old' });
    await enqueue(db, 'attribute-order', { shopId: 3, orderId: 'new' });
    await pool.query(
      `UPDATE graphile_worker._private_jobs SET locked_by = 'worker-' || (payload->>'orderId'),
         locked_at = now() - CASE payload->>'orderId' WHEN 'old' THEN interval '61 seconds' ELSE interval '1 second' END
       WHERE payload->>'shopId' = '3'`,
    );
    await unscopedReleaseJobsOfTheDead();
    const { rows } = await pool.query(
      `SELECT payload->>'orderId' AS id FROM graphile_worker._private_jobs
       WHERE payload->>'shopId' = '3' AND locked_by IS NULL`,
    );
    expect(rows).toEqual([{ id: 'old' }]);
  });
});

describe('a job whose attempts are used up', () => {
  const tried = async (orderId: string, attempts: number, error: string | null) => {
    await enqueue(db, 'attribute-order', { shopId: 4, orderId });
    await pool.query(
      `UPDATE graphile_worker._private_jobs SET attempts = $2, last_error = $3 WHERE payload->>'orderId' = $1`,
      [orderId, attempts, error],
    );
  };
  const jobs = async () =>
    (
      await pool.query(
        `SELECT payload->>'orderId' AS id, attempts, run_at > now() + interval '5 hours' AS later
         FROM graphile_worker._private_jobs WHERE payload->>'shopId' = '4' ORDER BY 1`,
      )
    ).rows as unknown;

  it('is tried once more, hours later, and one that has attempts left is not touched', async () => {
    await tried('failed', 25, 'broken');
    await tried('killed', 25, null);
    await tried('trying', 24, 'broken');
    await unscopedRetryGivenUpJobs();
    await unscopedRetryGivenUpJobs();
    expect(await jobs()).toEqual([
      { id: 'failed', attempts: 24, later: true },
      { id: 'killed', attempts: 24, later: true },
      { id: 'trying', attempts: 24, later: false },
    ]);
  });

  it('goes where the clock asks for the next of its kind, unless it is being worked on', async () => {
    const once = async (lockedBy: string | null, error: string | null) => {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id FROM graphile_worker.add_job('keep-house', max_attempts => 1)`,
      );
      await pool.query(
        `UPDATE graphile_worker._private_jobs SET attempts = 1, last_error = $3, locked_by = $2,
           locked_at = CASE WHEN $2::text IS NOT NULL THEN now() END WHERE id = $1`,
        [rows[0]?.id, lockedBy, error],
      );
    };
    await once(null, null);
    await once(null, 'broken');
    await once('worker-busy', null);
    await unscopedRetryGivenUpJobs();
    const { rows } = await pool.query(
      `SELECT locked_by FROM graphile_worker.jobs WHERE task_identifier = 'keep-house'`,
    );
    expect(rows).toEqual([{ locked_by: 'worker-busy' }]);
  });
});
