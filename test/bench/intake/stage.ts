import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import { type AppEnvironment, freePort, type RunningApp, startApp } from '../../support/running-app.ts';
import { type BenchShop, makeBenchShop } from '../bench-shop.ts';
import { answerOf, endChild, startChild } from '../child-process.ts';
import { type DatabaseServer, startDatabaseServer } from '../database-server.ts';
import type { LoadOrder, LoadReport } from './traffic.ts';

const RECIPIENTS = 5_000;

/** The built app on a database of its own, with one shop in it. */
export interface Stage {
  database: pg.Pool;
  databaseUrl: string;
  shop: BenchShop;
  environment: AppEnvironment;
  /** Serves only; no worker runs. */
  app: RunningApp;
  /** Sends requests from the load generator, a process of its own. */
  load(order: Omit<LoadOrder, 'shop'>): Promise<LoadReport>;
  /** Ends what runs; the database stays. */
  end(): Promise<void>;
}

/** The app's own settings in every bench: nothing but the app and the database is there, and nobody answers as Shopify. */
export function appEnvironment(databaseUrl: string, port: number): AppEnvironment {
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    BIND_ADDRESS: '127.0.0.1',
    SHOPIFY_API_KEY: 'bench',
    SHOPIFY_API_SECRET: 'bench-secret',
    SHOPIFY_APP_URL: 'https://app.bench.example',
    ENCRYPTION_KEY: Buffer.alloc(32, 'bench').toString('base64'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'news@harbour.example',
    LOG_LEVEL: 'info',
    LOCAL_SHOPIFY_URL: 'http://127.0.0.1:1',
    DATABASE_URL: databaseUrl,
  };
}

/** Builds the app, and starts the PostgreSQL that every stage of a bench has its databases on. */
export async function setUp(progress: (line: string) => void): Promise<DatabaseServer> {
  progress('building the app');
  await promisify(execFile)('npm', ['run', '-s', 'build'], { maxBuffer: 2 ** 26 });
  return startDatabaseServer(progress);
}

export async function openStage(server: DatabaseServer): Promise<Stage> {
  const databaseUrl = await server.create();
  const environment = appEnvironment(databaseUrl, await freePort());
  const app = await startApp(environment, ['--no-worker']);
  const database = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  database.on('error', () => undefined);
  const shop = await makeBenchShop(database, RECIPIENTS);
  const generator = await startChild(new URL('load-generator.ts', import.meta.url), environment);
  return {
    database,
    databaseUrl,
    shop,
    environment,
    app,
    load: (order) => {
      generator.send({ ...order, shop } satisfies LoadOrder);
      return answerOf<LoadReport>(generator);
    },
    end: async () => {
      await endChild(generator);
      await app.stop();
      await database.end();
    },
  };
}
