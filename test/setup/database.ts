import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';

/** Each test file has a database of its own, copied from the template before the app's modules are imported. */
const serverUrl = inject('serverUrl');
const runName = inject('runName');
const name = `${runName}_${randomBytes(6).toString('hex')}`;
const admin = new pg.Client({ connectionString: serverUrl });
await admin.connect();
await admin.query(`CREATE DATABASE ${name} TEMPLATE ${runName}`);
await admin.end();

const url = new URL(serverUrl);
url.pathname = `/${name}`;
process.env.DATABASE_URL = url.href;

afterAll(async () => {
  const { closeDatabase } = await import('~/db.server');
  await closeDatabase();
});
