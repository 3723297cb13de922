import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { databaseUrl, db } from '~/db.server';
import { logger } from '~/lib/logger.server';

const AGAIN_AFTER_MS = 1_000;
/** How often the queue tries a job by itself: its own default. */
const ATTEMPTS = 25;

/**
 * A job stays locked by the worker that took it, also when that worker is killed. So each process holds an advisory
 * lock on a connection of its own for as long as it works, and notes which workers are its own: a worker whose
 * lock is free is dead, whatever machine it was on.
 */
export interface ProcessLife {
  /** Notes that a worker is this process's own; settles once that is committed, however long the database is away. */
  note(workerId: string): Promise<void>;
  /** Gives the lock back, and with it what its workers still had in hand. */
  end(): Promise<void>;
}

/** Takes this process's lock. `lockKey` must be random. */
export async function unscopedAnnounceProcess(lockKey: bigint): Promise<ProcessLife> {
  const workers = new Set<string>();
  let ended = false;

  const hold = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: databaseUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT pg_advisory_lock($1)', [lockKey.toString()]);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    client.once('end', () => void holdAgain());
    return client;
  };
  const holdAgain = async (): Promise<void> => {
    if (ended) return;
    const held = await untilDone(hold, () => ended);
    if (held && ended) return held.end();
    if (held) current = held;
    // While the lock was free, others may have taken this process for dead and its workers off the list.
    for (const workerId of workers) await note(workerId);
  };
  const note = async (workerId: string): Promise<void> => {
    workers.add(workerId);
    await untilDone(
      () =>
        db.workerProcess.upsert({ where: { workerId }, create: { workerId, lockKey }, update: { lockKey } }),
      () => ended,
    );
  };

  let current = await hold();
  return {
    note,
    end: async () => {
      ended = true;
      try {
        await current.query('SELECT pg_advisory_unlock($1)', [lockKey.toString()]);
        await unscopedReleaseJobsOfTheDead();
      } finally {
        await current.end();
      }
    },
  };
}

/** Tries until it works; undefined where it is given up before. */
async function untilDone<T>(work: () => Promise<T>, givenUp: () => boolean): Promise<T | undefined> {
  while (!givenUp()) {
    try {
      return await work();
    } catch {
      await wait(AGAIN_AFTER_MS, undefined, { ref: false });
    }
  }
  return undefined;
}

/**
 * Frees the jobs of workers whose process is gone: its lock is free, or, for a minute already, nobody knows the worker.
 * @returns how many workers were found dead
 */
export async function unscopedReleaseJobsOfTheDead(): Promise<number> {
  const dead = await db.$queryRaw<{ worker_id: string }[]>`
    WITH gone AS (
      DELETE FROM worker_process p
      WHERE CASE WHEN pg_try_advisory_xact_lock(p.lock_key) THEN true ELSE false END
      RETURNING worker_id
    )
    SELECT worker_id FROM gone
    UNION
    SELECT locked_by FROM graphile_worker.jobs
    WHERE locked_at < now() - interval '1 minute'
      AND NOT EXISTS (SELECT FROM worker_process p WHERE p.worker_id = locked_by)`;
  if (dead.length > 0) {
    const ids = dead.map((row) => row.worker_id);
    await db.$executeRaw`SELECT graphile_worker.force_unlock_workers(${ids}::text[])`;
  }
  return dead.length;
}

/**
 * Gives jobs whose attempts are used up one more, after six hours, and again for as long as they fail: what a shop told
 * the app is not dropped because something was broken for days. Jobs of the clock have one attempt, and go: the next
 * of their kind does the same.
 */
export async function unscopedRetryGivenUpJobs(): Promise<void> {
  await db.$executeRaw`
    SELECT 1 FROM graphile_worker.complete_jobs(ARRAY(
      SELECT id FROM graphile_worker.jobs WHERE attempts >= max_attempts AND max_attempts = 1 AND locked_at IS NULL))`;
  const jobs = await db.$queryRaw<{ id: bigint; job: string }[]>`
    SELECT id, task_identifier AS job FROM graphile_worker.jobs
    WHERE attempts >= max_attempts AND locked_at IS NULL`;
  if (jobs.length === 0) return;
  await db.$executeRaw`
    SELECT graphile_worker.reschedule_jobs(array_agg(id), run_at => now() + interval '6 hours', attempts => ${ATTEMPTS - 1}::int)
    FROM unnest(${jobs.map(({ id }) => id)}::bigint[]) AS id`;
  for (const { id, job } of jobs) logger.error({ job, id: String(id) }, 'job_given_up');
}
