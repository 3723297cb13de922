import { z } from 'zod';
import { db, type Db, MANY_ROWS, type PixelReceipt, Prisma } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { tryTwice } from '~/queue/drain.server';
import { noteActivity } from '~/shopify/shop-activity-store.server';
import { unscopedHoldShops } from '~/shopify/shop-store.server';
import { unscopedAddDrops } from '~/tracking/drop-store.server';
import { ingestPixelEvents, pixelDrop } from '~/tracking/ingest-pixel-events.server';
import {
  unscopedDeletePixelReceipts,
  unscopedHoldPixelReceipts,
  unscopedTakeTurn,
} from '~/tracking/pixel-receipt-store.server';

const AT_ONCE = 500;

/** The next batch begins at this shop, so that none has to wait for the end of another's flood. */
let next: ShopId = 0;

/**
 * Interprets pixel events that wait, of any shops, as one transaction that deletes them. Where that fails, half as many
 * are tried, down to a single one: if the database refuses what that one says, it is dropped, and holds up no other.
 * @returns how many there were
 */
export function ingestPixels(): Promise<number> {
  return ingestAtMost(AT_ONCE);
}

async function ingestAtMost(most: number): Promise<number> {
  let held: PixelReceipt[] = [];
  try {
    return await tryTwice(() => {
      held = [];
      return ingestBatch(most, (found) => (held = found));
    });
  } catch (error) {
    const [first] = held;
    if (held.length > 1) return ingestAtMost(Math.floor(held.length / 2));
    if (!first || !isAboutTheEvent(error)) throw error;
    logger.warn({ shop: first.shopId, receipt: String(first.id) }, 'pixel_event_refused');
    await db.$transaction((tx) => drop([first], 'not_storable', tx));
    return 1;
  }
}

async function ingestBatch(most: number, onHeld: (receipts: PixelReceipt[]) => void): Promise<number> {
  const { count, then, heard } = await db.$transaction(async (tx) => {
    const receipts = (await unscopedTakeTurn(tx)) ? await holdSome(most, tx) : [];
    onHeld(receipts);
    if (receipts.length === 0) return { count: 0, then: next, heard: new Map<ShopId, Date>() };
    const shops = await unscopedHoldShops(
      receipts.map(({ shopId }) => shopId),
      tx,
    );
    const events = receipts.filter(({ shopId }) => shops.has(shopId));
    const heard = await ingestPixelEvents(
      events.map(({ shopId: shop, receivedAt, body }) => ({ shop, receivedAt, body })),
      tx,
    );
    await unscopedDeletePixelReceipts(events, tx);
    await drop(
      receipts.filter(({ shopId }) => !shops.has(shopId)),
      'unknown_shop',
      tx,
    );
    const last = receipts.at(-1)?.shopId ?? 0;
    return { count: receipts.length, then: receipts.length < most ? 0 : last + 1, heard };
  }, MANY_ROWS);
  next = then;
  for (const [shop, at] of heard) await noteActivity(shop, 'pixel', at);
  return count;
}

async function holdSome(most: number, tx: Db): Promise<PixelReceipt[]> {
  const receipts = await unscopedHoldPixelReceipts(next, most, tx);
  return receipts.length > 0 || next === 0 ? receipts : unscopedHoldPixelReceipts(0, most, tx);
}

async function drop(receipts: readonly PixelReceipt[], reason: string, tx: Db): Promise<void> {
  if (receipts.length === 0) return;
  await unscopedDeletePixelReceipts(receipts, tx);
  await unscopedAddDrops(
    receipts.map(({ receivedAt }) => pixelDrop(receivedAt, reason)),
    tx,
  );
}

/** What the database's refusal of a statement holds. */
const refusal = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) }),
});

/** Whether an error is about what was read or to be written, and not about the state of the database. */
function isAboutTheEvent(error: unknown): boolean {
  const { data } = refusal.safeParse(error);
  // SQLSTATE classes 22, data exception, and 23, integrity constraint violation.
  if (data) return /^2[23]/.test(data.meta.driverAdapterError.cause.originalCode);
  return [Prisma.PrismaClientValidationError, RangeError, TypeError].some((kind) => error instanceof kind);
}
