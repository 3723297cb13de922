import { parseArgs } from 'node:util';
import { appEnvironment } from '../app-environment.ts';
import { atMost, median, type Bench, type Result, told } from '../bench.ts';
import { answerOf, endChild, startChild } from '../child-process.ts';
import { startDatabaseServer } from '../database-server.ts';
import type { Measured, Task } from './measurer.ts';

const ORDERS = 1_000_000;
/** The smaller shop that readings are set beside has so many times fewer. */
const TIMES_FEWER = 10;
/** The rebuild of ten million orders in five minutes, of others in proportion. */
const GOAL = {
  rebuildOrdersPerSecond: 10_000_000 / 300,
  newOrderSeconds: 5,
  medianMs: 50,
  p95Ms: 150,
  ratio: 1.5,
};
const NEIGHBOURS = 200;

/**
 * All sums of a shop made anew beside 200 small ones, how soon a new order is in them while others come, and each report
 * over them; and the reports of a shop with a tenth of the orders, as quick. `--orders N` makes the shops larger or smaller.
 */
export const reports: Bench = async (progress) => {
  const orders = ordersOf(process.argv.slice(3));
  const server = await startDatabaseServer(progress);
  const measured = async (task: Task): Promise<Measured> => {
    const database = await server.create();
    const environment = { ...appEnvironment(database, 0), LOG_LEVEL: 'warn' };
    const measurer = await startChild(new URL('measurer.ts', import.meta.url), environment);
    try {
      progress(`writing ${task.orders} orders, rebuilding their sums and reading every report`);
      measurer.send(task);
      return await answerOf<Measured>(measurer);
    } finally {
      await endChild(measurer);
      await server.drop(database);
    }
  };
  try {
    const small = await measured({ orders: Math.ceil(orders / TIMES_FEWER), neighbours: 0 });
    return resultsOf(orders, small, await measured({ orders, neighbours: NEIGHBOURS }));
  } finally {
    await server.stop();
  }
};

function ordersOf(args: string[]): number {
  const { values } = parseArgs({ args, options: { orders: { type: 'string', default: String(ORDERS) } } });
  const orders = Number(values.orders);
  if (!Number.isSafeInteger(orders) || orders <= 0) throw new Error('--orders is a number of orders');
  return orders;
}

function resultsOf(orders: number, small: Measured, large: Measured): Result[] {
  const rebuildGoal = Number((orders / GOAL.rebuildOrdersPerSecond).toPrecision(3));
  return [
    told('reports: orders', orders, 'orders'),
    told('reports: orders written in', large.writeSeconds, 's'),
    atMost('reports: all sums made anew', large.rebuildSeconds, rebuildGoal, 's'),
    atMost(
      'reports: a new order is in the sums while others come, at the latest after',
      Math.max(...large.newOrderSeconds),
      GOAL.newOrderSeconds,
      's',
    ),
    ...large.reads.flatMap(({ name, milliseconds }) => {
      const before = small.reads.find((read) => read.name === name)?.milliseconds ?? [];
      return [
        atMost(`reports: ${name}, median`, median(milliseconds), GOAL.medianMs, 'ms'),
        atMost(`reports: ${name}, 95th percentile`, percentile95(milliseconds), GOAL.p95Ms, 'ms'),
        atMost(
          `reports: ${name}, median beside that of a tenth of the orders`,
          median(milliseconds) / median(before),
          GOAL.ratio,
          'times',
        ),
      ];
    }),
  ];
}

/** The smallest value that 95 of 100 do not exceed. */
function percentile95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
}
