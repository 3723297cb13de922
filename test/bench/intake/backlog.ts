import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type RunningApp, startApp } from '../../support/running-app.ts';
import { appEnvironment } from '../app-environment.ts';
import { atLeast, atMost, median, type Result, told } from '../bench.ts';
import type { DatabaseServer } from '../database-server.ts';
import { seedOrders } from './seed-orders.ts';
import { openStage } from './stage.ts';
import { answersIn, type Door, orderIdOf } from './traffic.ts';

const BACKLOG = 20_000;
const SMALL_SHOP = 10_000;
const LARGE_SHOP = 1_000_000;
const WORKERS = 2;
const ROUNDS = 3;
/** Looking takes time from the workers. */
const LOOK_EVERY_MS = 200;

/** A database with a backlog that no worker has seen yet; each round works on a copy of it. */
interface Backlog {
  url: string;
  shopId: number;
}

/** How fast stored receipts become credited orders, in a small shop and in a large one, in turns on equal backlogs. */
export async function backlog(server: DatabaseServer, progress: (line: string) => void): Promise<Result[]> {
  const small = await storeBacklog(server, SMALL_SHOP, progress);
  const large = await storeBacklog(server, LARGE_SHOP, progress);
  const rates: Record<'small' | 'large', number[]> = { small: [], large: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.small.push(await workOff(server, small));
    rates.large.push(await workOff(server, large));
    progress(
      `backlog: ${rates.small.at(-1)?.toFixed(0)}/s at ${SMALL_SHOP} orders, ${rates.large.at(-1)?.toFixed(0)}/s at ${LARGE_SHOP}`,
    );
  }
  await server.drop(small.url);
  await server.drop(large.url);
  const [inSmall, inLarge] = [median(rates.small), median(rates.large)];
  return [
    atLeast('backlog: from stored receipt to credited order', inSmall, 2_000, 'orders per second'),
    told(`backlog: time of an order at ${SMALL_SHOP} orders in the shop`, 1_000 / inSmall, 'ms'),
    told(`backlog: time of an order at ${LARGE_SHOP} orders in the shop`, 1_000 / inLarge, 'ms'),
    atMost('backlog: the latter over the former', inSmall / inLarge, 1.15, 'ratio, 1 is no slower'),
  ];
}

/**
 * Orders of which click and checkout came through the doors and were worked off, as they come first, and then the webhook
 * while no worker ran.
 */
async function storeBacklog(
  server: DatabaseServer,
  ordersBefore: number,
  progress: (line: string) => void,
): Promise<Backlog> {
  const stage = await openStage(server);
  try {
    progress(`backlog: writing ${ordersBefore} orders of the year before`);
    await seedOrders(stage.database, stage.shop, ordersBefore);
    for (const door of ['click', 'pixel', 'webhook'] satisfies Door[]) {
      const report = await stage.load({
        base: stage.app.url,
        doors: [door],
        connections: 64,
        until: { requests: BACKLOG },
        firstOrder: 1,
        distinctOrders: BACKLOG,
        pixelsOf: 'shop',
        keepClicks: door === 'click',
      });
      if (answersIn(report) !== BACKLOG)
        throw new Error(`the ${door} door answered ${answersIn(report)} times`);
      if (door === 'pixel') await workOffPixels(stage.databaseUrl, stage.database);
    }
    await stage.app.stop();
    await stage.database.query('VACUUM ANALYZE');
    return { url: stage.databaseUrl, shopId: stage.shop.id };
  } finally {
    await stage.end();
  }
}

async function workOffPixels(databaseUrl: string, database: pg.Pool): Promise<void> {
  const worker = await startApp(appEnvironment(databaseUrl, 0), ['--worker-only']);
  const waiting = 'SELECT EXISTS (SELECT FROM pixel_receipt) OR EXISTS (SELECT FROM attribution_mark) AS any';
  while ((await database.query<{ any: boolean }>(waiting)).rows[0]?.any) await wait(LOOK_EVERY_MS);
  await worker.stop();
}

/** Works a copy of the backlog off and returns the credited orders per second, from the first worker's start on. */
async function workOff(server: DatabaseServer, { url, shopId }: Backlog): Promise<number> {
  const copy = await server.create(url);
  const database = new pg.Pool({ connectionString: copy, max: 1 });
  database.on('error', () => undefined);
  const credited = async (): Promise<number> => {
    const { rows } = await database.query<{ count: number }>(
      `SELECT count(*)::int FROM order_standing
       WHERE shop_id = $1 AND order_id BETWEEN $2 AND $3 AND bucket = 'credited'`,
      [shopId, orderIdOf(1), orderIdOf(BACKLOG)],
    );
    return rows[0]?.count ?? 0;
  };
  await database.query('CHECKPOINT');
  const starting = Array.from({ length: WORKERS }, () =>
    startApp(appEnvironment(copy, 0), ['--worker-only']),
  );
  const workers: RunningApp[] = [];
  try {
    await Promise.race(starting);
    const started = performance.now();
    while ((await credited()) < BACKLOG) await wait(LOOK_EVERY_MS);
    const seconds = (performance.now() - started) / 1_000;
    workers.push(...(await Promise.all(starting)));
    return BACKLOG / seconds;
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await database.end();
    await server.drop(copy);
  }
}
