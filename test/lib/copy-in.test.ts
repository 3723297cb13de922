import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { pool } from '~/db.server';
import { copyIn } from '~/lib/copy-in.server';

const COPY = 'COPY copied (i, b, at, id, text) FROM STDIN (FORMAT binary)';

interface Row {
  i: number;
  b: bigint | null;
  at: Date;
  id: Uint8Array;
  text: string | null;
}

const store = (items: readonly Row[]) =>
  copyIn(pool, COPY, items, (rows, { i, b, at, id, text }) => {
    rows.row(5);
    rows.int(i);
    rows.bigint(b);
    rows.timestamp(at);
    rows.uuid(id);
    rows.text(text);
  });

const row = fc.record<Row>({
  i: fc.integer(),
  b: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  at: fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
  id: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  text: fc.option(fc.string({ unit: 'binary', maxLength: 300 }).map((text) => text.replaceAll('\0', ''))),
});

const stored = async () =>
  (
    await pool.query<{ i: number; b: string | null; at: Date; id: string; text: string | null }>(
      'DELETE FROM copied RETURNING i, b, at, id, text',
    )
  ).rows;

beforeAll(() =>
  pool.query(
    "CREATE TABLE copied (nth serial PRIMARY KEY, i int, b bigint, at timestamptz, id uuid, text text CHECK (text <> 'refused'))",
  ),
);

it('stores every value of a row as it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 50 }), async (rows) => {
      await store(rows);
      expect(await stored()).toEqual(
        rows.map(({ i, b, at, id, text }) => ({
          i,
          b: b?.toString() ?? null,
          at,
          id: Buffer.from(id)
            .toString('hex')
            .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
          text,
        })),
      );
    }),
  );
});

const withText = (text: string): Row => ({ i: 1, b: 1n, at: new Date(0), id: new Uint8Array(16), text });

it('stores what is longer than the memory that it keeps', async () => {
  const long = 'é🫖'.repeat(300_000);
  await store([withText(long), withText('after')]);
  await store([withText('next')]);
  expect((await stored()).map(({ text }) => text)).toEqual([long, 'after', 'next']);
});

it('stores none of a group of which the database refuses one, says so, and stores the next', async () => {
  await expect(
    store([withText('good'), withText('refused'), ...Array.from({ length: 500 }, () => withText('good'))]),
  ).rejects.toThrow(/check constraint/);
  await expect(copyIn(pool, 'COPY nowhere FROM STDIN (FORMAT binary)', [1], () => undefined)).rejects.toThrow(
    /"nowhere" does not exist/,
  );
  await store([withText('next')]);
  expect((await stored()).map(({ text }) => text)).toEqual(['next']);
});
