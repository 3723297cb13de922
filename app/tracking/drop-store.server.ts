import { pool } from '~/db.server';

/** How often a door turned something away on a day, for a reason. */
export interface DropCount {
  /** YYYY-MM-DD, UTC. */
  day: string;
  door: string;
  reason: string;
  count: number;
}

/** Adds to the counts of what the doors turned away. Each (day, door, reason) may be given once. */
export async function unscopedAddDrops(drops: readonly DropCount[]): Promise<void> {
  const statement = {
    name: 'add-drops',
    text: `
      INSERT INTO intake_drop (day, door, reason, count)
      SELECT * FROM unnest($1::date[], $2::text[], $3::text[], $4::int[]) ORDER BY 1, 2, 3
      ON CONFLICT (day, door, reason) DO UPDATE SET count = intake_drop.count + EXCLUDED.count`,
    values: [
      drops.map((drop) => drop.day),
      drops.map((drop) => drop.door),
      drops.map((drop) => drop.reason),
      drops.map((drop) => drop.count),
    ],
    query_timeout: 2_500,
  };
  await pool.query(statement);
}
