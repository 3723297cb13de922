import { db, type Db } from '~/db.server';

/** How often a door turned something away on a day, for a reason. */
export interface DropCount {
  /** YYYY-MM-DD, UTC. */
  day: string;
  door: string;
  reason: string;
  count: number;
}

/** Adds to the counts of what the doors turned away. */
export async function unscopedAddDrops(drops: readonly DropCount[], tx: Db = db): Promise<void> {
  if (drops.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO intake_drop (day, door, reason, count)
    SELECT day, door, reason, sum(count) FROM unnest(
      ${drops.map(({ day }) => day)}::date[], ${drops.map(({ door }) => door)}::text[],
      ${drops.map(({ reason }) => reason)}::text[], ${drops.map(({ count }) => count)}::int[]
    ) AS t (day, door, reason, count)
    GROUP BY day, door, reason ORDER BY day, door, reason
    ON CONFLICT (day, door, reason) DO UPDATE SET count = intake_drop.count + EXCLUDED.count`;
}
