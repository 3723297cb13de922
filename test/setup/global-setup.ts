import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../app/lib/embedded-postgres.server.ts';
import { migrate } from '../../app/lib/migrate.server.ts';

export const TEMPLATE = 'sales_trail_template';

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string;
  }
}

/** One real PostgreSQL for the run, with a migrated template that each test file gets a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  const embedded = given ? undefined : await startEmbeddedPostgres('.data/test-postgres', () => undefined);
  const serverUrl = given ?? embedded?.url ?? '';
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  const template = new URL(serverUrl);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href);
  const { Logger, runMigrations } = await import('graphile-worker');
  await runMigrations({ connectionString: template.href, logger: new Logger(() => () => undefined) });
  project.provide('serverUrl', serverUrl);
  return async () => {
    const { rows } = await admin.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE 'sales_trail_test_%'`,
    );
    for (const { datname } of rows) await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
    await admin.end();
    await embedded?.stop();
  };
}
