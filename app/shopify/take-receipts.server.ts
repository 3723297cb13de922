import type { Shop, Sql } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { saveTellings } from '~/orders/order-store.server';
import type { Telling } from '~/orders/order-telling';
import { decideAnew } from '~/shopify/decide-anew.server';
import { parseDeletionPayload } from '~/shopify/notice-payload';
import { parseOrderPayload } from '~/shopify/order-payload';
import { BadPayload, NotJson } from '~/shopify/payload';
import { parseRefundPayload } from '~/shopify/refund-payload';
import type { BatchedTopic } from '~/shopify/topics';
import { finishReceipts, type Finished, type PendingReceipt, sentAt } from '~/shopify/webhook-store.server';

const READ: Record<BatchedTopic, (receipt: PendingReceipt, shop: Shop) => Telling> = {
  'orders/create': readOrder,
  'orders/updated': readOrder,
  'orders/paid': readOrder,
  'orders/cancelled': readOrder,
  'orders/delete': (receipt) => ({
    kind: 'deletion',
    orderId: parseDeletionPayload(receipt.body),
    at: sentAt(receipt),
  }),
  'refunds/create': (receipt, shop) => {
    const { orderId, ...refund } = parseRefundPayload(receipt.body, shop.currency, sentAt(receipt));
    return { kind: 'refund', orderId, refund };
  },
};

/**
 * Interprets webhooks of one shop that tell of orders: saves what they tell, has the orders decided anew, and notes
 * what became of each webhook. One that cannot be understood is noted as ignored and holds up no other.
 */
export async function takeReceipts(
  shop: Shop,
  receipts: readonly (PendingReceipt & { topic: BatchedTopic })[],
  now: Date,
  tx: Sql,
): Promise<void> {
  const tellings: Telling[] = [];
  const finished: Finished[] = [];
  for (const receipt of receipts) {
    const read = shop.uninstalledAt ? 'uninstalled' : understood(receipt, shop);
    if (typeof read !== 'string') tellings.push(read);
    finished.push({ ...receipt, reason: typeof read === 'string' ? read : null });
  }
  await decideAnew(shop, await saveTellings(shop.id, tellings, tx), now, tx);
  await finishReceipts(shop.id, finished, tx);
}

/** What a webhook tells, or why it cannot be understood. */
function understood(
  receipt: PendingReceipt & { topic: BatchedTopic },
  shop: Shop,
): Telling | 'not_json' | 'bad_payload' {
  try {
    return READ[receipt.topic](receipt, shop);
  } catch (error) {
    if (!(error instanceof NotJson || error instanceof BadPayload)) throw error;
    noteMisunderstood(shop, receipt, error);
    return error instanceof NotJson ? 'not_json' : 'bad_payload';
  }
}

/** Tells the log which fields of a webhook were wrong, and nothing of what they hold. */
export function noteMisunderstood(
  shop: Shop,
  { webhookId, topic }: PendingReceipt,
  error: NotJson | BadPayload,
): void {
  const fields = error instanceof BadPayload ? error.paths : [];
  logger.warn({ shop: shop.id, webhookId, topic, fields }, 'webhook_not_understood');
}

function readOrder(receipt: PendingReceipt): Telling {
  return { kind: 'order', facts: parseOrderPayload(receipt.body) };
}
