import { groupCommit } from '~/lib/group-commit';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { hashFor } from '~/lib/secrets.server';
import { countDrop } from '~/tracking/count-drop.server';
import { readClickToken } from '~/tracking/link-token.server';
import { type EventDrop, keepEvent } from '~/tracking/pixel-pipeline';
import { type PixelFate, type PixelRow, unscopedStorePixelEvents } from '~/tracking/touch-store.server';
import type { WireEvent } from '~/tracking/wire-event';

interface Waiting extends PixelRow {
  fate?: PixelFate;
}

const store = groupCommit(
  async (events: Waiting[]) => {
    const fates = await unscopedStorePixelEvents(events);
    for (const [index, event] of events.entries()) event.fate = fates[index];
  },
  { group: 250, waiting: 5_000 },
);

/**
 * Keeps what counts of a completed checkout that a shop's pixel reported, and answers once it is committed together
 * with the job that attributes it.
 * @throws QueueFull, or what the database says, where it could not be stored
 */
export async function ingestPixelEvent(
  shop: ShopId,
  event: WireEvent,
  now: Date,
): Promise<Outcome<'stored' | 'duplicate', EventDrop | 'checkout_taken'>> {
  const kept = keepEvent(event, {
    shop,
    visitor: hashFor(shop, 'visitor', event.visitor),
    now,
    readClick: (token) => readClickToken(shop, token),
  });
  if (!kept.ok) return kept;
  for (const reason of kept.value.dropped) countDrop('pixel', reason, now);
  const waiting: Waiting = { shop, receivedAt: now, facts: kept.value };
  await store(waiting);
  return waiting.fate === 'checkout_taken' ? refused('checkout_taken') : done(waiting.fate ?? 'duplicate');
}
