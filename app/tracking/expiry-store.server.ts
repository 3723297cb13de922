import { db, Prisma } from '~/db.server';
import type { Cutoff } from '~/tracking/retention';

// Each deletes a piece of at most so many rows and returns how many there were: fewer where nothing is left.

export const unscopedDropClicks = (cutoffs: readonly Cutoff[], most: number): Promise<number> =>
  dropRows(Prisma.raw('click'), cutoffs, most);

export const unscopedDropOpens = (cutoffs: readonly Cutoff[], most: number): Promise<number> =>
  dropRows(Prisma.raw('message_open'), cutoffs, most);

export const unscopedDropTouches = (cutoffs: readonly Cutoff[], most: number): Promise<number> =>
  dropRows(Prisma.raw('touch'), cutoffs, most);

/** Of a table that is partitioned by its time. */
async function dropRows(table: Prisma.Sql, cutoffs: readonly Cutoff[], most: number): Promise<number> {
  const { shops, before, latest } = columnsOf(cutoffs);
  return db.$executeRaw`
    DELETE FROM ${table} k USING (
      SELECT t.shop_id, old.at, old.id
      FROM unnest(${shops}::int[], ${before}::timestamptz[]) AS t (shop_id, before),
        LATERAL (SELECT at, id FROM ${table} c WHERE c.shop_id = t.shop_id AND c.at < t.before AND c.at < ${latest}::timestamptz
                 ORDER BY at LIMIT ${most}) AS old
      LIMIT ${most}) AS old
    WHERE k.shop_id = old.shop_id AND k.at = old.at AND k.id = old.id AND k.at < ${latest}::timestamptz`;
}

export async function unscopedDropCheckouts(cutoffs: readonly Cutoff[], most: number): Promise<number> {
  const { shops, before } = columnsOf(cutoffs);
  return db.$executeRaw`
    DELETE FROM checkout WHERE (shop_id, token) IN (
      SELECT c.shop_id, c.token
      FROM unnest(${shops}::int[], ${before}::timestamptz[]) AS t (shop_id, before)
      JOIN checkout c ON c.shop_id = t.shop_id AND c.completed_at < t.before
      LIMIT ${most})`;
}

function columnsOf(cutoffs: readonly Cutoff[]) {
  const times = cutoffs.map(({ before }) => before.getTime());
  return {
    shops: cutoffs.map(({ shop }) => shop),
    before: cutoffs.map(({ before }) => before.toISOString()),
    // Named once more on its own, so that the months after it are not looked into.
    latest: new Date(Math.max(...times)),
  };
}
