import { setTimeout as wait } from 'node:timers/promises';
import { writeLoad } from '~/commands/seed/load-store.server';
import { databaseUrl, db, type Shop } from '~/db.server';
import { rollUpBacklog } from '~/jobs/roll-up-backlog';
import { migrate } from '~/lib/migrate.server';
import { lastDays, previousPeriod } from '~/lib/period';
import { markAllDays, waitingDays } from '~/queue/day-mark-store.server';
import { channelsReport } from '~/reports/channels/query.server';
import { cohortsReport } from '~/reports/cohorts/query.server';
import { homeReport } from '~/reports/home/query.server';
import { salesOverview } from '~/reports/sales-overview/query.server';
import { subscriptionsReport } from '~/reports/subscriptions/query.server';
import { PAGE_ROWS } from '~/reports/table';
import { tagsExplorerReport } from '~/reports/tags-explorer/query.server';
import { topMessagesReport } from '~/reports/top-messages/query.server';
import { topPerformersReport } from '~/reports/top-performers/query.server';
import { topSourcesReport } from '~/reports/top-sources/query.server';
import { upsellsReport } from '~/reports/upsells/query.server';
import { makeShop } from '../../support/shop-factory.ts';
import { newOrderTimes } from './new-orders.ts';

export interface Task {
  orders: number;
  /** So many small shops stand beside. */
  neighbours: number;
}

/** What the bench measured in one shop. */
export interface Measured {
  writeSeconds: number;
  rebuildSeconds: number;
  /** Of each new order, until the Sales overview counts it. */
  newOrderSeconds: number[];
  /** Each report and period with the time of every reading. */
  reads: { name: string; milliseconds: number[] }[];
}

const LOAD = { messages: 2_000, days: 730 };
const SMALL = { orders: 200, messages: 20, days: 730 };
const PERIODS = [30, 365];
const READS = 40;
const UNCOUNTED_READS = 5;
const LOOK_AGAIN_MS = 50;

/** A process of its own with the app's database, as the app's own process has it. */
process.on('message', (task: Task) => void measure(task).then((measured) => process.send?.(measured)));
await migrate(databaseUrl);
process.send?.('ready');

async function measure({ orders, neighbours }: Task): Promise<Measured> {
  const now = new Date();
  for (let shops = 0; shops < neighbours; shops += 1)
    await writeLoad((await makeShop()).id, SMALL, now, () => undefined);
  const shop = await makeShop();
  const writeSeconds = await secondsOf(() =>
    writeLoad(shop.id, { ...LOAD, orders }, now, (done) => console.error(`${done} of ${orders} orders`)),
  );
  await db.$executeRaw`VACUUM ANALYZE`;
  const rebuildSeconds = await secondsOf(async () => {
    await markAllDays(shop.id, db);
    await rollUp(shop);
  });
  await db.$executeRaw`VACUUM ANALYZE`;
  const reads: Measured['reads'] = [];
  for (const [name, read] of readingsOf(shop, now)) reads.push({ name, milliseconds: await timesOf(read) });
  return { writeSeconds, rebuildSeconds, newOrderSeconds: await newOrderTimes(shop), reads };
}

/** Works off the days that wait, as a worker does that finds none free now and then. */
async function rollUp(shop: Shop): Promise<void> {
  while ((await waitingDays(shop.id, db)) > 0) if ((await rollUpBacklog()) === 0) await wait(LOOK_AGAIN_MS);
}

function readingsOf(shop: Shop, now: Date): [string, () => Promise<unknown>][] {
  const over = (days: number): [string, () => Promise<unknown>][] => {
    const period = lastDays(days, now, shop.timeZone);
    const filter = [
      [{ field: 'channel', is: true, value: 'email' } as const],
      [
        { field: 'customer', is: true, value: 'new' } as const,
        { field: 'source', is: false, value: 'source_1' } as const,
      ],
    ];
    return [
      [`sales overview, ${days} days`, () => salesOverview(shop, period)],
      [`sales overview filtered, ${days} days`, () => salesOverview(shop, period, { filter })],
      [`channels, ${days} days`, () => channelsReport(shop, period, 'placed')],
      [`top messages, ${days} days`, () => topMessagesReport(shop, period, 'placed', PAGE_ROWS)],
      [`top sources, ${days} days`, () => topSourcesReport(shop, period, 'placed')],
      [
        `tags explorer, ${days} days`,
        () => tagsExplorerReport(shop, period, 'placed', 'source', 'campaign', PAGE_ROWS),
      ],
      [`subscriptions, ${days} days`, () => subscriptionsReport(shop, period, previousPeriod(period), now)],
      [`upsells, ${days} days`, () => upsellsReport(shop, period, previousPeriod(period))],
      [`top performers, ${days} days`, () => topPerformersReport(shop, period, 'placed')],
    ];
  };
  return [
    ['home, 30 days', () => homeReport(shop, now)],
    ['cohorts, 12 months', () => cohortsReport(shop, { by: 'month', range: '12' }, now)],
    ...PERIODS.flatMap(over),
  ];
}

async function timesOf(read: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let count = -UNCOUNTED_READS; count < READS; count += 1) {
    const seconds = await secondsOf(read);
    if (count >= 0) times.push(seconds * 1_000);
  }
  return times;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}
