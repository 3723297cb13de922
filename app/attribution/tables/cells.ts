import type { CsvRow } from '~/lib/csv-rows';
import { parseAmount } from '~/lib/money';

/** A table that cannot be read, or not worked through, in words for whoever made it. */
export class WrongTable extends Error {
  /** @param line that is wrong; none where the whole is */
  constructor(message: string, line?: number) {
    super(line === undefined ? message : `line ${line}: ${message}`);
  }
}

/** A header as it is compared: `Total Conversions`, `total-conversions` and `TOTAL_CONVERSIONS` are one. */
const plain = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s.-]+/g, '_');

/** Where the column of one of these names stands, the first name first. */
export function columnOf(header: CsvRow, names: readonly string[]): number | undefined {
  const plainNames = header.fields.map(plain);
  const name = names.find((each) => plainNames.includes(each));
  return name === undefined ? undefined : plainNames.indexOf(name);
}

/** @throws WrongTable where no column has one of these names. */
export function neededColumnOf(header: CsvRow, names: readonly string[]): number {
  const column = columnOf(header, names);
  if (column === undefined)
    throw new WrongTable(`no column "${names[0]}" (found: ${header.fields.join(', ')})`, header.line);
  return column;
}

/** The text of a cell; empty where the table or the row lacks it, or says that there is none. */
export function textAt(row: CsvRow, column: number | undefined): string {
  const text = column === undefined ? '' : (row.fields[column] ?? '').trim();
  return /^(?:na|nan|n\/a|null|none|nil)$/i.test(text) ? '' : text;
}

/** How often: a number that is not negative; 0 where the cell is empty. @throws WrongTable on anything else. */
export function countAt(row: CsvRow, column: number | undefined, name: string): number {
  const count = numberAt(row, column, name);
  if (count < 0) throw new WrongTable(`${name} is negative: ${count}`, row.line);
  return count;
}

function numberAt(row: CsvRow, column: number | undefined, name: string): number {
  const text = textAt(row, column);
  const number = Number(text);
  if (!Number.isFinite(number) || /^[+-]?0[xbo]/i.test(text))
    throw new WrongTable(`${name} is no number: "${text.slice(0, 40)}"`, row.line);
  return number;
}

/** An amount: in whole minor units of a currency, or as the number it is where none is given; 0 where the cell is empty. */
export function amountAt(row: CsvRow, column: number | undefined, currency: string | undefined): number {
  if (currency === undefined) return numberAt(row, column, 'value');
  const text = textAt(row, column) || '0';
  try {
    const minor = parseAmount(/e/i.test(text) ? Number(text) : text, currency);
    if (minor <= BigInt(Number.MAX_SAFE_INTEGER) && minor >= -BigInt(Number.MAX_SAFE_INTEGER))
      return Number(minor);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new WrongTable(`value is no amount: "${text.slice(0, 40)}"`, row.line);
}

const TIME =
  /^(?<day>\d{4}-\d\d-\d\d)(?:[T ]+(?<hour>\d\d?)(?<rest>:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(?:Z|UTC|(?<sign>[+-])(?<ahead>\d\d)(?::?(?<past>\d\d))?)?)?$/i;

/**
 * A time, in milliseconds: ISO 8601 or `yyyy-mm-dd hh:mm:ss`, in UTC where it names no zone, or the seconds or
 * milliseconds since 1970. Undefined where the cell is empty. @throws WrongTable on anything else.
 */
export function timeAt(row: CsvRow, column: number | undefined, name: string): number | undefined {
  const text = textAt(row, column);
  if (text === '') return undefined;
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1_000);
  if (/^\d{12,13}$/.test(text)) return Number(text);
  const found = TIME.exec(text)?.groups;
  const { day, hour = '00', rest = ':00', sign, ahead, past = '00' } = found ?? {};
  const zone = sign ? `${sign}${ahead}:${past}` : 'Z';
  const time = Date.parse(`${day}T${hour.padStart(2, '0')}${rest.replace(',', '.')}${zone}`);
  if (Number.isNaN(time)) throw new WrongTable(`${name} is no time: "${text.slice(0, 40)}"`, row.line);
  return time;
}
