import type { Db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import type { Outcome } from '~/lib/outcome';
import { hashFor } from '~/lib/secrets.server';
import { type DropCount, unscopedAddDrops } from '~/tracking/drop-store.server';
import { readClickToken } from '~/tracking/link-token.server';
import { type EventDrop, keepEvent, type PixelFacts } from '~/tracking/pixel-pipeline';
import type { ArrivedPixelEvent } from '~/tracking/pixel-receipt-store.server';
import { type PixelRow, unscopedStorePixelEvents } from '~/tracking/touch-store.server';
import { parseWireEvent, type WireDrop } from '~/tracking/wire-event';

/**
 * Keeps what counts of completed checkouts that pixels reported, judged as of the moment at which each came in, has their
 * orders decided anew, and counts what was dropped, all in the caller's transaction. What it was told before changes
 * nothing.
 * @param events of any shops; those of one shop in the order in which they came
 * @returns when each shop was heard from last, where anything that it told was usable
 */
export async function ingestPixelEvents(
  events: readonly ArrivedPixelEvent[],
  tx: Db,
): Promise<Map<ShopId, Date>> {
  const drops: DropCount[] = [];
  const drop = (receivedAt: Date, reason: string) => drops.push(pixelDrop(receivedAt, reason));
  const rows: PixelRow[] = [];
  for (const event of events) {
    const facts = factsOf(event);
    if (facts.ok) rows.push({ ...event, facts: facts.value });
    const reasons = facts.ok ? facts.value.dropped : [facts.reason];
    for (const reason of reasons) drop(event.receivedAt, reason);
  }
  const fates = await unscopedStorePixelEvents(rows, tx);
  const heard = new Map<ShopId, Date>();
  for (const [index, { shop, receivedAt }] of rows.entries()) {
    if (fates[index] === 'checkout_taken') drop(receivedAt, 'checkout_taken');
    else heard.set(shop, receivedAt);
  }
  await unscopedAddDrops(drops, tx);
  return heard;
}

/** One event that the pixel's door could not use. */
export const pixelDrop = (receivedAt: Date, reason: string): DropCount => ({
  day: receivedAt.toISOString().slice(0, 10),
  door: 'pixel',
  reason,
  count: 1,
});

function factsOf({ shop, receivedAt, body }: ArrivedPixelEvent): Outcome<PixelFacts, EventDrop | WireDrop> {
  const event = parseWireEvent(body);
  if (!event.ok) return event;
  return keepEvent(event.value, {
    shop,
    visitor: hashFor(shop, 'visitor', event.value.visitor),
    now: receivedAt,
    readClick: (token) => readClickToken(shop, token),
  });
}
