import pg from 'pg';
import { type AppEnvironment, freePort, type RunningApp, startApp } from '../../support/running-app.ts';
import type { LocalPlatform } from '../../support/local-platform.ts';
import { appEnvironment } from '../app-environment.ts';
import { type BenchShop, makeBenchShop } from '../bench-shop.ts';
import type { DatabaseServer } from '../database-server.ts';

const INSTANCES = 2;

/** Two apps that serve and two that work, on one PostgreSQL, beside a Shopify that they are installed in. */
export interface Site {
  platform: LocalPlatform;
  database: pg.Pool;
  shop: BenchShop;
  environment: AppEnvironment;
  /** Addresses of the apps that serve; they stay the same. */
  apps: string[];
  /** Ends an app and a worker with SIGKILL, at the same moment, and starts them again. */
  killAndRestart(which: number): Promise<void>;
  /** SIGTERM to one app; resolves with its exit code. */
  terminate(which: number): Promise<number | null>;
  restart(which: number): Promise<void>;
  end(): Promise<void>;
}

export async function openSite(server: DatabaseServer): Promise<Site> {
  const databaseUrl = await server.create();
  const environment: AppEnvironment = {
    ...appEnvironment(databaseUrl, 0),
    SHOPIFY_API_KEY: 'test-api-key',
    SHOPIFY_API_SECRET: 'test-api-secret',
  };
  // The local Shopify signs the app in through the app's own modules: they read the environment as they are loaded.
  Object.assign(process.env, { ...environment, LOG_LEVEL: 'silent' });
  const { startLocalPlatform } = await import('../../support/local-platform.ts');
  const { closeDatabase } = await import('~/db.server');
  const platform = await startLocalPlatform({ plan: 'enterprise' });
  environment.LOCAL_SHOPIFY_URL = process.env.LOCAL_SHOPIFY_URL ?? '';

  const ports = await Promise.all(Array.from({ length: INSTANCES }, freePort));
  const startServing = (which: number) =>
    startApp({ ...environment, PORT: String(ports[which]) }, ['--no-worker']);
  const startWorking = () => startApp(environment, ['--worker-only']);
  const serving: RunningApp[] = [];
  const working: RunningApp[] = [];
  for (let which = 0; which < INSTANCES; which += 1) {
    serving.push(await startServing(which));
    working.push(await startWorking());
  }

  const database = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  database.on('error', () => undefined);
  await platform.signIn();
  const shop = await makeBenchShop(database, 1, platform.state.shop.domain);
  await withoutSweeps(database, shop);

  return {
    platform,
    database,
    shop,
    environment,
    apps: serving.map(({ url }) => url),
    killAndRestart: async (which) => {
      const killed = [serving[which], working[which]];
      for (const one of killed) one?.process.kill('SIGKILL');
      serving[which] = await startServing(which);
      working[which] = await startWorking();
    },
    terminate: (which) => serving[which]?.stop() ?? Promise.resolve(null),
    restart: async (which) => {
      serving[which] = await startServing(which);
    },
    end: async () => {
      await Promise.all([...serving, ...working].map((one) => one.stop()));
      await database.end();
      await closeDatabase();
      await platform.stop();
    },
  };
}

/** Sweeps would repair what the webhooks missed: whether anything is missed is what the bench asks. */
async function withoutSweeps(database: pg.Pool, shop: BenchShop): Promise<void> {
  await database.query(
    `INSERT INTO sync_state (shop_id, backfill_state, backfill_asked_at, backfill_finished_at, cursor, next_sweep_at)
     VALUES ($1, 'done', now(), now(), now(), now() + interval '1 week')`,
    [shop.id],
  );
}
