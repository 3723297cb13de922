import { db } from '~/db.server';
import { intake } from '~/intake/app';
import { ingestPixels } from '~/jobs/ingest-pixels';
import { postedEvent } from '#test/support/intake-factory.ts';

/** Why an event as a whole is dropped when it is worked off; the other reasons are about its landings. */
const OF_THE_EVENT = ['malformed', 'future_checkout', 'old_checkout', 'checkout_taken', 'not_storable'];

/** Works off the pixel events that wait, as the worker does. */
export async function workOffPixels(): Promise<void> {
  while ((await ingestPixels()) > 0);
}

/**
 * Posts an event to the door, and works it off.
 * @returns what became of it in the end: `dropped:<reason>`, `stored` where it has something decided anew, or `duplicate`
 */
export async function fateOfEvent(event: unknown): Promise<string> {
  await workOffPixels();
  const before = await counts();
  const response = await intake.request('/pixel', postedEvent(event));
  const told = response.headers.get('X-Sales-Trail') ?? `status ${response.status}`;
  if (told !== 'stored') return told;
  await workOffPixels();
  const after = await counts();
  const reason = OF_THE_EVENT.find((one) => (after.drops.get(one) ?? 0) > (before.drops.get(one) ?? 0));
  if (reason) return `dropped:${reason}`;
  return after.marks > before.marks ? 'stored' : 'duplicate';
}

async function counts() {
  const drops = await db.intakeDrop.groupBy({
    by: ['reason'],
    where: { door: 'pixel' },
    _sum: { count: true },
  });
  return {
    drops: new Map(drops.map(({ reason, _sum }) => [reason, _sum.count ?? 0])),
    marks: await db.attributionMark.count(),
  };
}
