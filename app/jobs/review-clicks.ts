import { unscopedFindClickerOrders } from '~/attribution/find-clicker-orders.server';
import { unscopedWakeClickers } from '~/automations/enrolment-store.server';
import { db } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { markOrders } from '~/queue/mark-store.server';
import { unscopedNoteReviewed, unscopedReviewedUntil } from '~/tracking/click-store.server';
import { unscopedReviewClicks } from '~/tracking/review-clicks.server';

/** What the door stores in so much time is looked at in one piece. */
const SLICE_MS = 10_000;
/** An hour of what was missed is caught up with at a time. */
const SLICES_AT_MOST = 360;
/** A click may be committed this much later than it was made: the end of each review is looked at again by the next. */
const LATE_MS = 60_000;

/** Looks at the clicks since the last review together, and has the orders decided anew that it changes. */
export async function reviewClicks(now: Date): Promise<void> {
  const reviewed = await unscopedReviewedUntil();
  let from = Math.min(reviewed.getTime(), now.getTime()) - LATE_MS;
  let machines = 0;
  for (let slice = 0; slice < SLICES_AT_MOST && from < now.getTime(); slice += 1) {
    const to = Math.min(from + SLICE_MS, now.getTime());
    machines += await reviewSlice(new Date(from), new Date(to));
    from = to;
  }
  await unscopedNoteReviewed(new Date(from));
  if (machines > 0) logger.info({ machines }, 'clicks_reviewed');
}

/**
 * Contacts inside an automation who clicked are looked at, since that may be its goal.
 * Orders are looked for once the verdicts are committed: one that arrives in between is decided by the new verdicts. They
 * are marked for every machine found and not only for new ones, so that a review that was cut short loses none.
 */
async function reviewSlice(from: Date, to: Date): Promise<number> {
  const machines = await unscopedReviewClicks(from, to);
  await unscopedWakeClickers(from, to, new Date(), db);
  if (machines.length === 0) return 0;
  for (const [shop, orderIds] of await unscopedFindClickerOrders(machines)) {
    await markOrders(shop, orderIds, db, true);
  }
  return machines.length;
}
