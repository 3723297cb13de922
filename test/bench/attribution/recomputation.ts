import type { ChildProcess } from 'node:child_process';
import { setInterval as every } from 'node:timers';
import pg from 'pg';
import { appEnvironment } from '../app-environment.ts';
import { atLeast, type Result, told } from '../bench.ts';
import { answerOf, endChild, startChild } from '../child-process.ts';
import { startDatabaseServer } from '../database-server.ts';
import type { Task } from './recomputer.ts';

/** `BENCH_ORDERS` makes it more or fewer. */
const ORDERS = Number(process.env.BENCH_ORDERS ?? 1_000_000);
/** A million in three minutes. */
const GOAL_PER_SECOND = 1_000_000 / 180;
const WORKERS = 2;
const TELL_EVERY_MS = 10_000;

/** A change of the settings of a shop whose orders are all decided: how fast two workers decide all of them anew. */
export async function recomputationResults(progress: (line: string) => void): Promise<Result[]> {
  const server = await startDatabaseServer(progress);
  const workers: ChildProcess[] = [];
  try {
    const url = await server.create();
    const environment = { ...appEnvironment(url, 0), LOG_LEVEL: 'warn' };
    for (let count = 0; count < WORKERS; count += 1)
      workers.push(await startChild(new URL('recomputer.ts', import.meta.url), environment));
    const [first] = workers;
    if (!first) return [];
    progress(`writing ${ORDERS} orders with what decides them`);
    const shop = await asked(first, { do: 'fill', orders: ORDERS });
    const decide = async (windowDays: number) => {
      await asked(first, { do: 'change', shop, windowDays });
      const started = performance.now();
      const decided = await Promise.all(workers.map((worker) => asked(worker, { do: 'recompute' })));
      return {
        orders: decided.reduce((sum, orders) => sum + orders),
        seconds: (performance.now() - started) / 1_000,
      };
    };
    const stop = tellProgress(url, progress);
    progress('deciding them for the first time');
    await decide(30);
    progress('changing the settings');
    const { orders, seconds } = await decide(7);
    stop();
    return [
      told('recomputation: orders', orders, 'orders'),
      told('recomputation: time', seconds, 's'),
      atLeast(`recomputation by ${WORKERS} workers`, orders / seconds, GOAL_PER_SECOND, 'orders/s'),
    ];
  } finally {
    for (const worker of workers) await endChild(worker);
    await server.stop();
  }
}

async function asked(worker: ChildProcess, task: Task): Promise<number> {
  worker.send(task);
  return answerOf<number>(worker);
}

/** Tells now and then how far the recomputation is. @returns what ends that */
function tellProgress(url: string, progress: (line: string) => void): () => void {
  const database = new pg.Pool({ connectionString: url, max: 1 });
  database.on('error', () => undefined);
  const timer = every(() => {
    database
      .query<{ left: string }>('SELECT coalesce(sum(orders), 0) AS left FROM recomputation_part')
      .then(({ rows }) => progress(`${rows[0]?.left ?? '?'} orders left`))
      .catch(() => undefined);
  }, TELL_EVERY_MS);
  return () => {
    clearInterval(timer);
    void database.end();
  };
}
