import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../app/lib/embedded-postgres.server.ts';
import { migrate } from '../../app/lib/migrate.server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string;
    /** Prefix of every database of this run; the one of just this name is the migrated template. */
    runName: string;
  }
}

/** One real PostgreSQL for the run, with a migrated template that each test file gets a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  const embedded = given ? undefined : await startEmbeddedPostgres('.data/test-postgres', () => undefined);
  const serverUrl = given ?? embedded?.url ?? '';
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  const runName = `sales_trail_test_${randomBytes(4).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${runName}`);
  const template = new URL(serverUrl);
  template.pathname = `/${runName}`;
  await migrate(template.href);
  const { Logger, runMigrations } = await import('graphile-worker');
  await runMigrations({ connectionString: template.href, logger: new Logger(() => () => undefined) });
  project.provide('serverUrl', serverUrl);
  project.provide('runName', runName);
  return async () => {
    const { rows } = await admin.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE $1`,
      [`${runName}%`],
    );
    for (const { datname } of rows) await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
    await admin.end();
    await embedded?.stop();
  };
}
