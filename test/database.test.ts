import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { pool } from '~/db.server';

/** Tables that hold no shop's data but the tenants themselves, sessions by the library's shape, and housekeeping. */
const NOT_TENANT = new Set([
  'shop',
  'Session',
  'intake_drop',
  'worker_process',
  'click_review',
  '_prisma_migrations',
]);

describe('the catalogue', () => {
  it('leads every primary, unique and foreign key of a tenant table with shop_id', async () => {
    const { rows } = await pool.query<{ table: string; key: string; first: string }>(`
      SELECT c.relname AS table, k.conname AS key, a.attname AS first
      FROM pg_constraint k
      JOIN pg_class c ON c.oid = k.conrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
      WHERE k.contype IN ('p', 'u', 'f')
      UNION
      SELECT c.relname, i.relname, a.attname
      FROM pg_index x
      JOIN pg_class c ON c.oid = x.indrelid
      JOIN pg_class i ON i.oid = x.indexrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
      WHERE x.indisunique`);
    const tenant = rows.filter((row) => !NOT_TENANT.has(row.table));
    expect(tenant.length).toBeGreaterThan(20);
    expect(tenant.filter((row) => row.first !== 'shop_id')).toEqual([]);
  });

  it('has a primary key on every table', async () => {
    const { rows } = await pool.query<{ relname: string }>(`
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
      WHERE c.relkind IN ('r', 'p') AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')`);
    expect(rows).toEqual([]);
  });

  it('moves rows out of the default partition when their month is made', async () => {
    await pool.query(
      `INSERT INTO touch (shop_id, at, id, visitor, seen_by) VALUES (1, '2031-05-31T23:59:59Z', gen_random_uuid(), 'v', 'pixel')`,
    );
    await pool.query(`SELECT ensure_month_partitions('2031-05-01', '2031-06-30')`);
    const { rows } = await pool.query<{ tableoid: string }>(
      `SELECT tableoid::regclass::text AS tableoid FROM touch WHERE at >= '2031-01-01'`,
    );
    expect(rows).toEqual([{ tableoid: 'part.touch_2031_05' }]);
  });

  it('stores the bodies of webhooks as they are, in months made later too', async () => {
    await pool.query(`SELECT ensure_month_partitions('2031-07-01', '2031-07-31')`);
    const { rows } = await pool.query<{ table: string; storage: string }>(
      `SELECT attrelid::regclass::text AS table, attstorage AS storage FROM pg_attribute
       WHERE attname = 'body' AND attrelid::regclass::text ~ 'webhook_receipt(_default|_\\d{4}_\\d{2})?$'`,
    );
    expect(rows.map(({ table }) => table)).toContain('part.webhook_receipt_2031_07');
    expect(rows.filter(({ storage }) => storage !== 'e')).toEqual([]);
  });
});

describe('a database of another time zone', () => {
  it('is spoken to in UTC', async () => {
    const { rows } = await pool.query<{ name: string }>('SELECT current_database() AS name');
    await pool.query(`ALTER DATABASE ${rows[0]?.name} SET timezone = 'Pacific/Auckland'`);
    const fresh = new pg.Pool(pool.options);
    const zone = await fresh.query('SHOW timezone');
    await fresh.end();
    expect(zone.rows).toEqual([{ TimeZone: 'UTC' }]);
  });
});
