import { happeningsOf } from '~/automations/watch';
import { endReading, isFirstReading, loadWatches, noteMembers } from '~/automations/watch-store.server';
import type { ContactFacts } from '~/contacts/contact';
import { saveContacts } from '~/contacts/contact-store.server';
import { noteHappenings } from '~/contacts/happening-store.server';
import type { Db, Shop } from '~/db.server';

/**
 * Takes one page of a segment that automations watch: whom it met for the first time is noted as gained, and after the last
 * page, whom only the reading before met as lost. Those who are gained become contacts.
 * @param run the reading; all its pages have the same
 */
export async function takeMembers(
  shop: Shop,
  segment: string,
  run: bigint,
  page: { members: readonly ContactFacts[]; isLast: boolean },
  now: Date,
  tx: Db,
): Promise<void> {
  const isFirst = await isFirstReading(shop.id, segment, tx);
  if (isFirst === undefined) return;
  const watches = await loadWatches(shop.id, segment, tx);
  const tell = (on: 'gain' | 'loss', ids: readonly bigint[]) =>
    noteHappenings(shop.id, happeningsOf(watches, on, ids, { run, isFirst }, now, shop.timeZone), now, tx);
  const ids = page.members.map(({ shopifyId }) => shopifyId);
  const gained = new Set(await noteMembers(shop.id, segment, run, ids, tx));
  await saveContacts(
    shop.id,
    page.members.filter(({ shopifyId }) => gained.has(shopifyId)),
    now,
    tx,
  );
  await tell('gain', [...gained]);
  if (page.isLast) await tell('loss', await endReading(shop.id, segment, run, now, tx));
}
