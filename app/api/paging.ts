import { z } from 'zod';

/** How a list is asked for, page by page. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('Entries on a page.'),
  cursor: z.string().max(200).optional().describe('What the page before said is next.'),
};

const DECIMAL = /^\d{1,19}$/;

/** The place after which a page begins, for its reader's eyes not more than a word. */
export const cursorOf = (place: readonly bigint[]): string =>
  Buffer.from(place.join('.')).toString('base64url');

/** The `length` numbers of a cursor; undefined where it is none. */
export function readCursor(cursor: string, length: number): bigint[] | undefined {
  const parts = Buffer.from(cursor, 'base64url').toString('latin1').split('.');
  return parts.length === length && parts.every((part) => DECIMAL.test(part)) ? parts.map(BigInt) : undefined;
}

/** One page of rows of which one more than `limit` was read, where there is one. */
export function pageOf<Row, Shown>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => readonly bigint[],
  show: (row: Row) => Shown,
): { data: Shown[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(show),
    nextCursor: last && rows.length > limit ? cursorOf(placeOf(last)) : null,
  };
}
