import { parseArgs } from 'node:util';
import { appEnvironment } from '../app-environment.ts';
import { atMost, median, type Bench, type Result, told } from '../bench.ts';
import { answerOf, endChild, startChild } from '../child-process.ts';
import { startDatabaseServer } from '../database-server.ts';
import type { Measured } from './measurer.ts';

const ORDERS = 1_000_000;
const GOAL = { rebuildSeconds: 300, medianMs: 50, p95Ms: 150 };

/** All sums of a shop made anew, and each report over them; `--orders N` makes the shop larger or smaller. */
export const reports: Bench = async (progress) => {
  const orders = ordersOf(process.argv.slice(3));
  const server = await startDatabaseServer(progress);
  try {
    const environment = { ...appEnvironment(await server.create(), 0), LOG_LEVEL: 'warn' };
    const measurer = await startChild(new URL('measurer.ts', import.meta.url), environment);
    try {
      progress(`writing ${orders} orders, rebuilding their sums and reading every report`);
      measurer.send({ orders });
      return resultsOf(orders, await answerOf<Measured>(measurer));
    } finally {
      await endChild(measurer);
    }
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

function resultsOf(orders: number, { rebuildSeconds, newOrderSeconds, reads }: Measured): Result[] {
  return [
    told('reports: orders', orders, 'orders'),
    atMost('reports: all sums made anew', rebuildSeconds, GOAL.rebuildSeconds, 's'),
    told('reports: a new order is in the sums after', newOrderSeconds, 's'),
    ...reads.flatMap(({ name, milliseconds }) => [
      atMost(`reports: ${name}, median`, median(milliseconds), GOAL.medianMs, 'ms'),
      atMost(`reports: ${name}, 95th percentile`, percentile95(milliseconds), GOAL.p95Ms, 'ms'),
    ]),
  ];
}

/** The smallest value that 95 of 100 do not exceed. */
function percentile95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
}
