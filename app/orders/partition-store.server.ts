import { DateTime } from 'luxon';
import { db } from '~/db.server';

/** Makes the monthly partitions of now and the three months ahead, where they are not there yet. */
export async function unscopedEnsurePartitions(now: Date): Promise<void> {
  const first = DateTime.fromJSDate(now, { zone: 'utc' });
  const last = first.plus({ months: 3 });
  await db.$executeRaw`SELECT ensure_month_partitions(${first.toISODate()}::date, ${last.toISODate()}::date)`;
}
