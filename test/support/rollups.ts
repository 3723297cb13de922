import { db, type Shop } from '~/db.server';
import { rollUpBacklog } from '~/jobs/roll-up-backlog';
import { markAllDays } from '~/queue/day-mark-store.server';

/** Makes the sums of all marked days anew, also of those that were marked just now. */
export async function rollUp(): Promise<void> {
  while ((await rollUpBacklog(new Date(Date.now() + 60_000))) > 0);
}

/** Makes all sums of a shop anew: of orders that a test writes past the stores, nothing is marked. */
export async function rollUpAll(shop: Shop): Promise<void> {
  await markAllDays(shop.id, db);
  await rollUp();
}
