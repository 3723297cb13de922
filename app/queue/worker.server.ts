import { Logger, run, runMigrations, type TaskList, type WorkerEvents } from 'graphile-worker';
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { pool } from '~/db.server';
import { logger } from '~/lib/logger.server';
import type { JobName, Jobs } from '~/queue/jobs';
import { unscopedAnnounceProcess, unscopedReleaseJobsOfTheDead } from '~/queue/worker-process-store.server';

export type Handlers = { [Name in JobName]: (payload: Jobs[Name]) => Promise<void> };

export interface RunningWorker {
  /** Finishes the jobs in hand, then stops. */
  stop(): Promise<void>;
}

const RESTART_AFTER_MS = 1_000;
/** Longer than it takes to sign a job off. */
const SIGNED_OFF_AFTER_MS = 5_000;

const quiet = new Logger(() => (level, message) => {
  if (level === 'error') logger.warn({ worker: message }, 'worker');
});

/** Creates the queue's own tables; safe to call at every start. */
export async function prepareQueue(): Promise<void> {
  await runMigrations({ pgPool: pool, logger: quiet });
}

/**
 * Starts working off jobs, `concurrency` at a time, until stopped. A job that throws is retried with back-off. A runner
 * that ends by itself, as when the database goes away under a job that it must sign off, is replaced by a new one.
 */
export async function startWorker(handlers: Handlers, concurrency = 8): Promise<RunningWorker> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let runner = await startRunner(handlers, concurrency);
  const watch = async (): Promise<void> => {
    await runner.ended;
    if (!signal.aborted) logger.warn('worker_lost');
    while (!signal.aborted) {
      await wait(RESTART_AFTER_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        runner = await startRunner(handlers, concurrency);
      } catch {
        continue;
      }
      logger.info('worker_started_again');
      // The new runner may have come to be while the process was told to stop.
      if (signal.aborted) await runner.stop();
      await runner.ended;
      if (!signal.aborted) logger.warn('worker_lost');
    }
  };
  const watched = watch();
  return {
    stop: async () => {
      stopping.abort();
      await runner.stop();
      await watched;
    },
  };
}

interface StartedRunner {
  /** Resolves once no job of it is in hand any more, whyever. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

async function startRunner(handlers: Handlers, concurrency: number): Promise<StartedRunner> {
  const life = await unscopedAnnounceProcess(randomBytes(8).readBigInt64BE());
  const endLife = () => life.end().catch(() => undefined);
  const events: WorkerEvents = new EventEmitter();
  const hand = emptyHand();
  // Jobs are locked in the name of the pool that its workers share; none is begun before that name is noted.
  let noted = Promise.resolve();
  let giveUp = () => {};
  const over = new Promise<void>((resolve) => {
    events.once('pool:create', ({ workerPool }) => {
      noted = life.note(workerPool.id);
      workerPool.promise.then(resolve, () => resolve());
    });
    // Where several jobs could not be signed off, the pool's own end may never come.
    events.once('pool:fatalError', () => resolve());
    giveUp = resolve;
  });
  const tasks = Object.entries(handlers).map(([name, handle]) => [
    name,
    timed(name, (payload) =>
      hand.take(async () => {
        await noted;
        await (handle as (payload: unknown) => Promise<void>)(payload);
      }),
    ),
  ]);
  try {
    await unscopedReleaseJobsOfTheDead();
    const runner = await run({
      pgPool: pool,
      logger: quiet,
      concurrency,
      noHandleSignals: true,
      // Signed off in batches, because one job alone would be signed off by nobody waiting: its failure ends the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      pollInterval: 2_000,
      crontab: '* * * * * keep-house ?max=1\n23 * * * * drop-expired ?max=1',
      taskList: Object.fromEntries(tasks) as TaskList,
      events,
    });
    runner.promise.catch(() => undefined);
    const ended = over.then(hand.close).then(endLife);
    const stop = async (): Promise<void> => {
      runner.stop().catch(() => undefined);
      // Nor may it where the database goes away meanwhile: then nothing can be signed off any more.
      void hand.emptied().then(async () => {
        await wait(SIGNED_OFF_AFTER_MS, undefined, { ref: false });
        giveUp();
      });
      await ended;
    };
    whenHeardAgain(events, stop);
    return { ended, stop };
  } catch (error) {
    await endLife();
    throw error;
  }
}

/**
 * Calls back once the database answers workers that it owed an answer: it may have locked a job for one that never
 * heard of it, and would stay locked for as long as its name is that of a living worker.
 */
function whenHeardAgain(events: WorkerEvents, callback: () => Promise<void>): void {
  let unheard = false;
  events.on('worker:getJob:error', () => {
    unheard = true;
  });
  for (const answer of ['worker:getJob:empty', 'job:start'] as const) {
    events.on(answer, () => {
      if (!unheard) return;
      unheard = false;
      void callback();
    });
  }
}

/** The jobs that are being worked on. */
function emptyHand() {
  const jobs = new Set<Promise<void>>();
  let closed = false;
  const emptied = async (): Promise<void> => {
    while (jobs.size > 0) await Promise.allSettled(jobs);
  };
  return {
    take: async (work: () => Promise<void>): Promise<void> => {
      if (closed) throw new Error('this worker has ended');
      const job = work();
      jobs.add(job);
      await job.finally(() => jobs.delete(job));
    },
    emptied,
    /** Resolves once it is empty; from then on it takes none. */
    close: async (): Promise<void> => {
      await emptied();
      closed = true;
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
