import { parse } from 'csv-parse';
import { compose } from 'node:stream';

/** A row of a CSV file: its fields, and the line of the file that it ends on. */
export interface CsvRow {
  fields: readonly string[];
  line: number;
}

const SEPARATORS = [',', ';', '\t', '|'];

/**
 * The rows of a CSV file, header first, as it streams in: UTF-8 with or without a byte order mark, or UTF-16 with one,
 * any line ends, fields separated by whichever of comma, semicolon, tab and bar the header has most of. Rows in which no
 * field has anything are none.
 * @throws CsvError on quotes that do not close, or a row of more fields than the header has; its message names the line
 */
export async function* csvRows(input: AsyncIterable<Buffer>): AsyncGenerator<CsvRow> {
  const chunks = input[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    head = Buffer.concat([head, next.value]);
    if (headerIn(head) !== undefined) break;
  }
  const parser = parse({
    bom: true,
    trim: true,
    info: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    relax_quotes: true,
    relax_column_count_less: true,
    delimiter: separatorOf(headerIn(head) ?? textOf(head)),
  });
  const decoder = isWide(head) ? new TextDecoder('utf-16le') : undefined;
  const read = (bytes: Buffer) => decoder?.decode(bytes, { stream: true }) ?? bytes;
  const all = async function* () {
    yield read(head);
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield read(next.value);
  };
  const rows = compose(all, parser) as AsyncIterable<{ record: string[]; info: { lines: number } }>;
  for await (const { record, info } of rows) yield { fields: record, line: info.lines };
}

/** Whether a file is UTF-16, as spreadsheets save "Unicode text", by its mark. */
const isWide = (head: Buffer): boolean => head[0] === 0xff && head[1] === 0xfe;

const textOf = (head: Buffer): string => head.toString(isWide(head) ? 'utf16le' : 'utf8');

/** The first line that has anything; undefined until all of it is there. */
const headerIn = (head: Buffer): string | undefined =>
  /[^\s\uFEFF][^\r\n]*(?=[\r\n])/.exec(textOf(head))?.[0];

function separatorOf(header: string): string {
  const unquoted = header.replaceAll(/"[^"]*"/g, '');
  const count = (separator: string) => unquoted.split(separator).length;
  return SEPARATORS.reduce((most, separator) => (count(separator) > count(most) ? separator : most));
}
