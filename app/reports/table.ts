import { formatMoney, type Money, toDecimal } from '~/lib/money';
import { formatCount, formatShare, type Ratio, shareOf } from '~/reports/metric';

/** A report that is one table: what the page shows and what its CSV holds are the same rows. */
export interface ReportTable {
  /** The one sentence that the report answers. */
  sentence: string;
  /** Under which rule and date basis. */
  basis: string;
  columns: Column[];
  /** Most first. */
  rows: Row[];
  /** How many rows there are beside these; none where it is absent. */
  more?: number;
  /** What the rows add up to, under the same columns; null where they do not. */
  total: Cell[] | null;
  /** What is to be said beside the numbers. */
  notes: string[];
}

/** More rows than anybody reads on a page; a file has all of them. */
export const PAGE_ROWS = 100;

/** What of a table its file holds. */
export interface FileTable {
  columns: Pick<Column, 'title' | 'definition'>[];
  rows: { cells: Pick<Cell, 'raw'>[] }[];
}

export interface Column {
  title: string;
  /** What exactly is counted; null of a name. */
  definition: string | null;
  /** Whether it is shown where there is room for a name and one number. */
  onPhone?: true;
  /** Whether its numbers lead to the row's orders, where the row's name leads to a page of its own. */
  leads?: true;
}

export interface Row {
  id: string;
  cells: Cell[];
  /** Where the row's own page is; null where it has none. */
  path: string | null;
  /** Where its orders are listed. */
  orders: string;
}

export interface Cell {
  /** For a reader; an en dash where it is not known. */
  text: string;
  /** For a file: a plain decimal, or nothing where it is not known. */
  raw: string;
  /** For a program, where it is an amount: minor units as decimal text. */
  money?: { minor: string; currency: string };
  /** A second line: an interval, or why it is not known. */
  note?: string;
}

export const textCell = (text: string, note?: string): Cell => ({ text, raw: text, ...(note && { note }) });

export const countCell = (count: number): Cell => ({ text: formatCount(count), raw: String(count) });

export const moneyCell = (money: Money): Cell => ({
  text: formatMoney(money),
  raw: toDecimal(money),
  money: { minor: String(money.minor), currency: money.currency },
});

/** @param why it is not known where the whole is zero */
export function shareCell(ratio: Ratio, why: string, note?: string): Cell {
  const share = shareOf(ratio);
  if (share === undefined) return unknownCell(why);
  return { text: formatShare(share), raw: share.toFixed(6), ...(note && { note }) };
}

export const unknownCell = (why: string): Cell => ({ text: '–', raw: '', note: why });

/** An amount for each of so many, rounded half up; unknown of nothing. */
export function eachCell({ minor, currency }: Money, of: number, why: string): Cell {
  if (of <= 0) return unknownCell(why);
  const each = Number(minor) / of;
  return moneyCell({ minor: BigInt(Math.round(each)), currency });
}

const atMostOneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Orders by their shares, in millionths: "12", or "12.5" where messages share an order. */
export function ordersCell(ppm: bigint): Cell {
  const orders = Number(ppm) / 1_000_000;
  return { text: atMostOneDecimal.format(orders), raw: String(orders) };
}
