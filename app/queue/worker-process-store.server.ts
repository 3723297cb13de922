import pg from 'pg';
import { databaseUrl, db } from '~/db.server';

/**
 * A job stays locked by the worker that took it, also when that worker is killed. So each process holds an advisory
 * lock on a connection of its own for as long as it lives, and notes which workers are its own: a worker whose
 * lock is free is dead, whatever machine it was on.
 */
export interface ProcessLife {
  lockKey: bigint;
  end(): Promise<void>;
}

/** Takes this process's lock. `lockKey` must be random. */
export async function unscopedAnnounceProcess(lockKey: bigint): Promise<ProcessLife> {
  const client = new pg.Client({ connectionString: databaseUrl });
  let ended = false;
  const hold = async (on: pg.Client): Promise<void> => {
    on.on('error', () => undefined);
    await on.connect();
    await on.query('SELECT pg_advisory_lock($1)', [lockKey.toString()]);
  };
  await hold(client);
  let current = client;
  const renew = (): void => {
    if (ended) return;
    const next = new pg.Client({ connectionString: databaseUrl });
    hold(next).then(
      () => {
        current = next;
        next.once('end', renew);
      },
      () => setTimeout(renew, 1_000).unref(),
    );
  };
  client.once('end', renew);
  return {
    lockKey,
    end: async () => {
      ended = true;
      await db.workerProcess.deleteMany({ where: { lockKey } });
      await current.end();
    },
  };
}

/** Notes that a worker belongs to the process that holds `lockKey`. */
export async function unscopedNoteWorker(workerId: string, lockKey: bigint): Promise<void> {
  await db.workerProcess.upsert({ where: { workerId }, create: { workerId, lockKey }, update: { lockKey } });
}

/** Frees the jobs of workers whose process is gone. Returns how many workers were found dead. */
export async function unscopedReleaseJobsOfTheDead(): Promise<number> {
  const dead = await db.$queryRaw<{ worker_id: string }[]>`
    DELETE FROM worker_process p
    WHERE CASE WHEN pg_try_advisory_xact_lock(p.lock_key) THEN true ELSE false END
    RETURNING worker_id`;
  if (dead.length > 0) {
    const ids = dead.map((row) => row.worker_id);
    await db.$executeRaw`SELECT graphile_worker.force_unlock_workers(${ids}::text[])`;
  }
  return dead.length;
}
