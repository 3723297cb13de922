import { DateTime } from 'luxon';
import { type Money, toDecimal } from '~/lib/money';
import { type Ratio, shareOf } from '~/reports/metric';

/** Names, counts, amounts, moments; null where something is not known. */
export type FileCell = string | number | Money | Date | null;

/** A share as a decimal of six places; null of nothing. */
export function shareIn(ratio: Ratio | undefined): number | null {
  const share = ratio && shareOf(ratio);
  return share === undefined ? null : Number(share.toFixed(6));
}

/** A table as a file holds it: all of its rows. */
export interface TableFile {
  columns: readonly string[];
  rows: Iterable<readonly FileCell[]> | AsyncIterable<readonly FileCell[]>;
}

/**
 * The lines of the file: numbers and amounts as plain decimals, moments in the shop's time zone with their offset.
 * @param asText writes a name so that no spreadsheet takes it for a formula
 */
export async function* linesOf(
  { columns, rows }: TableFile,
  zone: string,
  asText: (name: string) => string,
): AsyncGenerator<string[]> {
  yield [...columns];
  for await (const row of rows)
    yield row.map((cell) => (typeof cell === 'string' ? asText(cell) : plain(cell, zone)));
}

function plain(cell: Exclude<FileCell, string>, zone: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (cell instanceof Date)
    return DateTime.fromJSDate(cell, { zone }).toISO({ suppressMilliseconds: true }) ?? '';
  return toDecimal(cell);
}
