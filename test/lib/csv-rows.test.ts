import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvRows } from '~/lib/csv-rows';

async function fieldsOf(bytes: Buffer, chunk: number): Promise<string[][]> {
  const chunks = async function* () {
    for (let at = 0; at < bytes.length; at += chunk)
      yield await Promise.resolve(bytes.subarray(at, at + chunk));
  };
  const rows: string[][] = [];
  for await (const { fields } of csvRows(chunks())) rows.push([...fields]);
  return rows;
}

const HEADER = ['path', 'conversions', 'value'];
const field = fc
  .oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('a > b', '1,5', 'x;y', 'say "no"', 'one\ntwo', 'é → ü'),
  )
  .map((text) => text.replaceAll(/[\r\0]/g, '').trim());
const row = fc.tuple(field, field, field).filter((fields) => fields.some(Boolean));

it('rows come back as they were, whatever separates and ends them and however they stream in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 6 }),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom<BufferEncoding>('utf8', 'utf16le'),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (rows, delimiter, end, encoding, marked, chunk) => {
        const text = stringify([HEADER, ...rows], { delimiter, record_delimiter: end, quoted: true });
        const mark = marked || encoding === 'utf16le' ? '\uFEFF' : '';
        expect(await fieldsOf(Buffer.from(mark + text, encoding), chunk)).toEqual([HEADER, ...rows]);
      },
    ),
  );
});

it('lines and rows that hold nothing are none, also before the header', async () => {
  expect(await fieldsOf(Buffer.from('\n\r\npath\tnote\n\n \t \na,b\t1\n\t\n'), 3)).toEqual([
    ['path', 'note'],
    ['a,b', '1'],
  ]);
});

it('a line that ends nowhere is a header all the same, and no bytes are no row', async () => {
  expect(await fieldsOf(Buffer.from('path;conversions'), 5)).toEqual([['path', 'conversions']]);
  expect(await fieldsOf(Buffer.from(''), 5)).toEqual([]);
});
