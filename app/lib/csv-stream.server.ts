import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';

/** Rows as a CSV file (RFC 4180, UTF-8) that is sent as it is written. */
export function csvStream(
  rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
): ReadableStream {
  const file = Readable.from(rows).pipe(stringify({ record_delimiter: 'windows' }));
  return Readable.toWeb(file) as ReadableStream;
}

/** Text that a spreadsheet shows as it is, whatever formula it looks like. */
export const asText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
