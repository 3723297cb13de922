import pg from 'pg';
import { type AppEnvironment, freePort, type RunningApp, startApp } from '../../support/running-app.ts';
import { appEnvironment } from '../app-environment.ts';
import { type BenchShop, makeBenchShop } from '../bench-shop.ts';
import { answerOf, endChild, startChild } from '../child-process.ts';
import type { DatabaseServer } from '../database-server.ts';
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
