import { Logger, run, runMigrations, type WorkerEvents } from 'graphile-worker';
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { pool } from '~/db.server';
import { logger } from '~/lib/logger.server';
import type { JobName, Jobs } from '~/queue/jobs';
import {
  unscopedAnnounceProcess,
  unscopedNoteWorker,
  unscopedReleaseJobsOfTheDead,
} from '~/queue/worker-process-store.server';

export type Handlers = { [Name in JobName]: (payload: Jobs[Name]) => Promise<void> };

export interface RunningWorker {
  /** Finishes the jobs in hand, then stops. */
  stop(): Promise<void>;
}

const quiet = new Logger(() => (level, message) => {
  if (level === 'error') logger.warn({ worker: message }, 'worker');
});

/** Creates the queue's own tables; safe to call at every start. */
export async function prepareQueue(): Promise<void> {
  await runMigrations({ pgPool: pool, logger: quiet });
}

/** Starts working off jobs, `concurrency` at a time, until stopped. A job that throws is retried with back-off. */
export async function startWorker(handlers: Handlers, concurrency = 8): Promise<RunningWorker> {
  const life = await unscopedAnnounceProcess(randomBytes(8).readBigInt64BE());
  await unscopedReleaseJobsOfTheDead();
  const events: WorkerEvents = new EventEmitter();
  // Jobs are locked in the name of the pool that its workers share.
  events.on('pool:create', ({ workerPool }) => {
    unscopedNoteWorker(workerPool.id, life.lockKey).catch((error: unknown) =>
      logger.error({ error: String(error) }, 'worker_not_noted'),
    );
  });
  const runner = await run({
    pgPool: pool,
    logger: quiet,
    concurrency,
    noHandleSignals: true,
    pollInterval: 2_000,
    crontab: '* * * * * keep-house ?max=1',
    taskList: Object.fromEntries(
      Object.entries(handlers).map(([name, handle]) => [
        name,
        timed(name, handle as (payload: unknown) => Promise<void>),
      ]),
    ),
    events,
  });
  return {
    stop: async () => {
      await runner.stop();
      await life.end();
    },
  };
}

function timed(name: string, handle: (payload: unknown) => Promise<void>) {
  return async (payload: unknown): Promise<void> => {
    const started = performance.now();
    try {
      await handle(payload);
      logger.debug({ job: name, ms: Math.round(performance.now() - started) }, 'job_done');
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'unknown';
      logger.warn({ job: name, reason, ms: Math.round(performance.now() - started) }, 'job_failed');
      throw error;
    }
  };
}
