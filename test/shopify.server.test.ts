import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, expect, it, vi } from 'vitest';
import { migrate } from '~/lib/migrate.server';

// The application is imported on a database without any table, as at its very first start.
const server = process.env.DATABASE_URL ?? '';
const name = `${new URL(server).pathname.slice(1)}_${randomBytes(3).toString('hex')}`;
const admin = new pg.Client({ connectionString: server });
await admin.connect();
await admin.query(`CREATE DATABASE ${name}`);
const url = new URL(server);
url.pathname = `/${name}`;
process.env.DATABASE_URL = url.href;
const said = vi.spyOn(console, 'log');
const { closeDatabase } = await import('~/db.server');
const { sessionStorage } = await import('~/shopify.server');

afterAll(async () => {
  await closeDatabase();
  await admin.end();
});

it('sessions can be kept as soon as their table is made, however long after the start that is', async () => {
  await expect(sessionStorage.loadSession('offline_a.myshopify.com')).rejects.toThrow('does not exist');
  await migrate(url.href);
  expect(await sessionStorage.loadSession('offline_a.myshopify.com')).toBeUndefined();
  expect(said).not.toHaveBeenCalled();
});
