import { inBatch } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { tryTwice } from '~/queue/drain.server';
import { findShop } from '~/shopify/shop-store.server';
import { takeReceipts } from '~/shopify/take-receipts.server';
import { isBatchedTopic } from '~/shopify/topics';
import {
  finishReceipts,
  handToJobs,
  type PendingReceipt,
  unscopedHoldBacklog,
} from '~/shopify/webhook-store.server';

const AT_ONCE = 250;
/** Bodies may be of two megabytes each. */
const BYTES_AT_ONCE = 16 * 1024 * 1024;

interface Held {
  shop: ShopId;
  receipts: PendingReceipt[];
}

/**
 * Interprets the webhooks of one shop that wait longest, as one transaction. Where that fails twice, each of them gets
 * a job of its own, so that one bad webhook holds up no other.
 * @returns how many there were
 */
export async function ingestBacklog(): Promise<number> {
  let held: Held | undefined;
  try {
    await tryTwice(() => ingestBatch((found) => (held = found)));
  } catch (error) {
    if (!held) throw error;
    const reason = error instanceof Error ? error.name : 'unknown';
    logger.warn({ shop: held.shop, webhooks: held.receipts.length, reason }, 'batch_failed');
    await handToJobs(held.shop, held.receipts);
  }
  return held?.receipts.length ?? 0;
}

function ingestBatch(onHeld: (held: Held | undefined) => void): Promise<void> {
  return inBatch(async (tx) => {
    const held = await unscopedHoldBacklog(AT_ONCE, BYTES_AT_ONCE, tx);
    onHeld(held);
    if (!held) return;
    const shop = await findShop(held.shop, tx);
    if (!shop) {
      // It came while the shop was being erased.
      const gone = held.receipts.map((receipt) => ({ ...receipt, reason: 'unknown_shop' }));
      return finishReceipts(held.shop, gone, tx);
    }
    const batch = held.receipts.flatMap(({ topic, ...receipt }) =>
      isBatchedTopic(topic) ? [{ ...receipt, topic }] : [],
    );
    await takeReceipts(shop, batch, new Date(), tx);
    // Stored by a version of the app that worked off other topics in batches.
    const others = held.receipts.filter(({ topic }) => !isBatchedTopic(topic));
    await finishReceipts(
      held.shop,
      others.map((receipt) => ({ ...receipt, reason: 'topic_not_batched' })),
      tx,
    );
  });
}
