import { setTimeout as wait } from 'node:timers/promises';
import { writeLoad } from '~/commands/seed/load-store.server';
import { databaseUrl, db, type Shop } from '~/db.server';
import { rollUpBacklog } from '~/jobs/roll-up-backlog';
import { migrate } from '~/lib/migrate.server';
import { lastDays } from '~/lib/period';
import { markAllDays, markDays, waitingDays } from '~/queue/day-mark-store.server';
import { channelsReport } from '~/reports/channels/query.server';
import { homeReport } from '~/reports/home/query.server';
import { salesOverview } from '~/reports/sales-overview/query.server';
import { tagsExplorerReport } from '~/reports/tags-explorer/query.server';
import { topMessagesReport } from '~/reports/top-messages/query.server';
import { topSourcesReport } from '~/reports/top-sources/query.server';
import { makeShop } from '../../support/shop-factory.ts';

/** What the bench measured in one shop. */
export interface Measured {
  rebuildSeconds: number;
  newOrderSeconds: number;
  /** Each report and period with the time of every reading. */
  reads: { name: string; milliseconds: number[] }[];
}

const LOAD = { messages: 2_000, days: 730 };
const PERIODS = [30, 365];
const READS = 40;
const UNCOUNTED_READS = 5;
const LOOK_AGAIN_MS = 50;

/** A process of its own with the app's database, as the app's own process has it. */
process.on(
  'message',
  (task: { orders: number }) => void measure(task.orders).then((measured) => process.send?.(measured)),
);
await migrate(databaseUrl);
process.send?.('ready');

async function measure(orders: number): Promise<Measured> {
  const shop = await makeShop();
  const now = new Date();
  await writeLoad(shop.id, { ...LOAD, orders }, now, (done) => console.error(`${done} of ${orders} orders`));
  await db.$executeRaw`ANALYZE`;
  const rebuildSeconds = await secondsOf(async () => {
    await markAllDays(shop.id, db);
    await rollUp(shop);
  });
  await db.$executeRaw`ANALYZE`;
  const newOrderSeconds = await secondsOf(async () => {
    await markDays(shop.id, [new Date(now.getTime() - 60_000)], db);
    await rollUp(shop);
  });
  const reads: Measured['reads'] = [];
  for (const [name, read] of readingsOf(shop, now)) reads.push({ name, milliseconds: await timesOf(read) });
  return { rebuildSeconds, newOrderSeconds, reads };
}

/** Works off the days that wait, as a worker does that finds none free now and then. */
async function rollUp(shop: Shop): Promise<void> {
  while ((await waitingDays(shop.id, db)) > 0) if ((await rollUpBacklog()) === 0) await wait(LOOK_AGAIN_MS);
}

function readingsOf(shop: Shop, now: Date): [string, () => Promise<unknown>][] {
  const over = (days: number): [string, () => Promise<unknown>][] => {
    const period = lastDays(days, now, shop.timeZone);
    return [
      [`sales overview, ${days} days`, () => salesOverview(shop, period)],
      [`channels, ${days} days`, () => channelsReport(shop, period, 'placed')],
      [`top messages, ${days} days`, () => topMessagesReport(shop, period, 'placed')],
      [`top sources, ${days} days`, () => topSourcesReport(shop, period, 'placed')],
      [`tags explorer, ${days} days`, () => tagsExplorerReport(shop, period, 'placed', 'source', 'campaign')],
    ];
  };
  return [['home, 30 days', () => homeReport(shop, now)], ...PERIODS.flatMap(over)];
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
