import { inBatch } from '~/db.server';
import { unscopedTakeDays } from '~/queue/day-mark-store.server';
import { markCohorts } from '~/reports/cohort-store.server';
import { rollUpDays } from '~/reports/rollup-store.server';

/** Days made anew at once at most. */
export const DAYS_AT_ONCE = 14;
/** A day is made anew once in so long, however many orders come. */
const NOT_SOONER_MS = 1_000;

/**
 * Makes anew the sums of a shop's days on which something changed, the last days first.
 * @param now marks of the last second wait for those that follow them
 * @returns how many days there were
 */
export async function rollUpBacklog(now = new Date()): Promise<number> {
  return inBatch(async (tx) => {
    const taken = await unscopedTakeDays(DAYS_AT_ONCE, new Date(now.getTime() - NOT_SOONER_MS), tx);
    if (!taken) return 0;
    await rollUpDays(taken.shop, taken.days, tx);
    await markCohorts(taken.shop, now, tx);
    return Math.max(taken.days.length, 1);
  });
}
