import { setTimeout as wait } from 'node:timers/promises';
import { logger } from '~/lib/logger.server';

/** Works off one batch of what waits in a table; says how much it was, zero where nothing waits. */
export interface Drain {
  (): Promise<number>;
  /** Where a batch goes on after it was counted: resolves once none does any more. */
  finish?: () => Promise<void>;
}

export interface RunningDrains {
  /** Finishes the batches in hand, then stops. */
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 200;
const AFTER_FAILURE_MS = 1_000;

/** Does work again where it fails once: a connection that was lost, or a deadlock, says nothing about the rows. */
export async function tryTwice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    return work();
  }
}

/** Of a process's time, what work at leisure takes at most: one part in so many and one. */
const REST = 8;

/**
 * A drain that does the same over and over while rows come, and so rests after a batch that was not full: what came
 * meanwhile goes into the next one. Full batches, of many rows that wait, follow one another.
 * @param full how many rows are a full batch
 * @param clock milliseconds that pass
 */
export function atLeisure(drain: Drain, full: number, clock = () => performance.now()): Drain {
  let restsUntil = -Infinity;
  return async () => {
    const started = clock();
    if (started < restsUntil) return 0;
    const count = await drain();
    if (count > 0 && count < full) restsUntil = clock() + REST * (clock() - started);
    return count;
  };
}

/**
 * Works off backlogs, batch after batch, until stopped; where nothing waits it looks again five times a second. Each
 * batch is a transaction that passes over what others have in hand: any number of processes may drain the same
 * backlog, and what a killed one had in hand is free at once.
 * @param drains by name, for the log
 * @param loops how many batches of each are in hand at a time
 */
export function startDrains(drains: Record<string, Drain>, loops = 2): RunningDrains {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (ms: number) => wait(ms, undefined, { signal }).catch(() => undefined);

  const loop = async (name: string, drain: Drain): Promise<void> => {
    while (!signal.aborted) {
      try {
        const started = performance.now();
        const count = await drain();
        if (count === 0) await pause(LOOK_EVERY_MS);
        else logger.debug({ drain: name, count, ms: Math.round(performance.now() - started) }, 'drained');
      } catch (error) {
        const reason = error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'unknown';
        logger.warn({ drain: name, reason }, 'drain_failed');
        await pause(AFTER_FAILURE_MS);
      }
    }
  };
  const running = Object.entries(drains).flatMap(([name, drain]) =>
    Array.from({ length: loops }, () => loop(name, drain)),
  );
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      await Promise.all(Object.values(drains).map(async (drain) => drain.finish?.()));
    },
  };
}
