import { takeMembers } from '~/automations/take-members.server';
import { unscopedTakeDueWatches } from '~/automations/watch-store.server';
import { db, MANY_ROWS } from '~/db.server';
import { enqueue } from '~/queue/enqueue.server';
import type { Jobs } from '~/queue/jobs';
import { AccessLost } from '~/shopify/admin-client.server';
import { SegmentGone, segmentPage } from '~/shopify/segments.server';
import { findShop } from '~/shopify/shop-store.server';

/** Asks for a reading of each segment that automations watch and that it is time to read. */
export async function askForSegments(now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    for (const { shop, segment } of await unscopedTakeDueWatches(now, tx)) {
      await enqueue(
        tx,
        'read-segment',
        { shopId: shop, segment, run: String(now.getTime()) },
        { key: `segment:${shop}:${segment}` },
      );
    }
  }, MANY_ROWS);
}

/** Reads one page of a segment that automations watch, and asks for the next. A segment that is gone is left as it was. */
export async function readSegment({ shopId, segment, run, cursor }: Jobs['read-segment']): Promise<void> {
  const shop = await findShop(shopId);
  if (!shop || shop.uninstalledAt) return;
  const page = await segmentPage(shop, segment, cursor).catch((error: unknown) => {
    if (error instanceof SegmentGone || error instanceof AccessLost) return undefined;
    throw error;
  });
  if (!page) return;
  const { members, next } = page;
  await db.$transaction(async (tx) => {
    await takeMembers(shop, segment, BigInt(run), { members, isLast: !next }, new Date(), tx);
    if (next) await enqueue(tx, 'read-segment', { shopId, segment, run, cursor: next });
  }, MANY_ROWS);
}
