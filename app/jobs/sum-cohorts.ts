import { db, inBatch } from '~/db.server';
import { makeCohorts, noteCohorts, unscopedTakeCohorts } from '~/reports/cohort-store.server';

/** By then cohorts are made, or whoever began is dead. */
const IN_HAND_MS = 180_000;
/** However many orders come, making cohorts takes no more than a twentieth of the time. */
const REST = 20;
const NOT_SOONER_MS = 5_000;

/**
 * Makes the cohorts anew of a shop whose orders changed. What changes meanwhile has them made once more.
 * @returns whether there was one, as a count
 */
export async function sumCohorts(now = new Date()): Promise<number> {
  const taken = await unscopedTakeCohorts(now, new Date(now.getTime() + IN_HAND_MS), db);
  if (!taken) return 0;
  const started = performance.now();
  await inBatch(async (tx) => {
    await makeCohorts(taken.shop, tx);
    const rest = Math.max(NOT_SOONER_MS, (performance.now() - started) * REST);
    await noteCohorts(taken.shop, taken.changes, now, new Date(now.getTime() + rest), tx);
  });
  return 1;
}
