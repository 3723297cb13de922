import { expect, it } from 'vitest';
import { db, inBatch, pool, type Sql } from '~/db.server';

const AT = new Date('2026-03-29T01:30:00.250Z');

/** Values of every kind that batches read and write, there and back. */
const valuesOf = (tx: Sql) => tx.$queryRaw<unknown[]>`
  SELECT ${7}::int AS int, ${2n ** 62n}::bigint AS bigint, ${AT}::timestamptz AS moment,
    ${AT}::timestamptz + interval '999 microseconds' AS fraction, ${'{"a":[1,null]}'}::jsonb AS json, ${true}::bool AS flag,
    ${null}::bigint AS nothing, ${'"Zoë"\\, {}'}::text AS words,
    (SELECT array_agg(id::text) FROM unnest(${[1n, null, 2n ** 62n]}::bigint[]) AS id) AS ids,
    (SELECT max(at) FROM unnest(${[AT, new Date(0)]}::timestamptz[]) AS at) AS latest,
    ${['a"b', '', 'NULL', 'c\\d']}::text[] AS texts`;

it('a batch gives and takes values as Prisma does', async () => {
  const values = await inBatch(valuesOf);
  expect(values).toEqual(await valuesOf(db));
  expect(values).toMatchObject([
    { bigint: 2n ** 62n, moment: AT, fraction: AT, latest: AT, json: { a: [1, null] }, nothing: null },
  ]);
});

it('a batch that fails leaves nothing behind and gives its connection back', async () => {
  const failing = inBatch(async (tx) => {
    const written = await tx.$executeRaw`
      INSERT INTO attribution_mark (shop_id, order_id) SELECT 1, id FROM unnest(${[1n, 2n]}::bigint[]) AS id`;
    expect(written).toBe(2);
    await tx.$executeRaw`SELECT 1 / 0`;
  });
  await expect(failing).rejects.toThrow('division by zero');
  expect(await db.attributionMark.count()).toBe(0);
  expect(pool.totalCount).toBe(pool.idleCount);
});
