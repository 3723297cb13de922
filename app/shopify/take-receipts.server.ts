import type { CheckoutFacts } from '~/automations/checkout-store.server';
import { noteCheckouts } from '~/automations/note-checkouts.server';
import { changeTags } from '~/contacts/change-tags.server';
import { type NewHappening, noteHappenings } from '~/contacts/happening-store.server';
import type { TagChange } from '~/contacts/tags';
import type { Shop, Sql } from '~/db.server';
import { logger } from '~/lib/logger.server';
import type { OrderFacts } from '~/orders/order';
import { saveTellings } from '~/orders/order-store.server';
import type { Telling } from '~/orders/order-telling';
import { parseCheckoutPayload } from '~/shopify/checkout-payload';
import { parseCreationPayload, parseTagsPayload } from '~/shopify/customer-payload';
import { decideAnew } from '~/shopify/decide-anew.server';
import { parseDeletionPayload } from '~/shopify/notice-payload';
import { parseOrderPayload } from '~/shopify/order-payload';
import { BadPayload, NotJson } from '~/shopify/payload';
import { parseRefundPayload } from '~/shopify/refund-payload';
import type { BatchedTopic } from '~/shopify/topics';
import { finishReceipts, type Finished, type PendingReceipt, sentAt } from '~/shopify/webhook-store.server';

/** What a webhook tells: of an order, of a checkout, of tags, and what happened to a customer by it. */
interface Told {
  telling?: Telling;
  checkout?: CheckoutFacts;
  tags?: (TagChange & { shopifyId: bigint })[];
  happening?: NewHappening;
}

const READ: Record<BatchedTopic, (receipt: PendingReceipt, shop: Shop) => Told> = {
  'orders/create': (receipt) => orderTold(receipt, orderedBy),
  'orders/updated': (receipt) => orderTold(receipt),
  'orders/paid': (receipt) => orderTold(receipt),
  'orders/cancelled': (receipt) => orderTold(receipt),
  'orders/fulfilled': (receipt) => orderTold(receipt, fulfilledFor),
  'orders/delete': (receipt) => ({
    telling: { kind: 'deletion', orderId: parseDeletionPayload(receipt.body), at: sentAt(receipt) },
  }),
  'refunds/create': (receipt, shop) => {
    const { orderId, ...refund } = parseRefundPayload(receipt.body, shop.currency, sentAt(receipt));
    return { telling: { kind: 'refund', orderId, refund } };
  },
  'customers/create': (receipt) => {
    const { customerId, createdAt } = parseCreationPayload(receipt.body);
    return {
      happening: {
        kind: 'customer_created',
        shopifyId: customerId,
        key: 'customer_created',
        at: createdAt ?? sentAt(receipt),
      },
    };
  },
  'customer.tags_added': (receipt) => tagsTold(receipt, 'add'),
  'customer.tags_removed': (receipt) => tagsTold(receipt, 'remove'),
  'checkouts/create': (receipt) => ({ checkout: parseCheckoutPayload(receipt.body, sentAt(receipt)) }),
  'checkouts/update': (receipt) => ({ checkout: parseCheckoutPayload(receipt.body, sentAt(receipt)) }),
};

/**
 * Interprets webhooks of one shop: saves what they tell of orders, checkouts and tags, has the orders decided anew, has
 * automations look at what happened to customers, and notes what became of each webhook. One that cannot be understood
 * is noted as ignored and holds up no other.
 */
export async function takeReceipts(
  shop: Shop,
  receipts: readonly (PendingReceipt & { topic: BatchedTopic })[],
  now: Date,
  tx: Sql,
): Promise<void> {
  const told: Told[] = [];
  const finished: Finished[] = [];
  for (const receipt of receipts) {
    const read = shop.uninstalledAt ? 'uninstalled' : understood(receipt, shop);
    if (typeof read !== 'string') told.push(read);
    finished.push({ ...receipt, reason: typeof read === 'string' ? read : null });
  }
  const tellings = told.flatMap(({ telling }) => telling ?? []);
  await decideAnew(shop, await saveTellings(shop.id, tellings, tx), now, tx);
  await noteCheckouts(
    shop,
    told.flatMap(({ checkout }) => checkout ?? []),
    now,
    tx,
  );
  await changeTags(
    shop.id,
    told.flatMap(({ tags }) => tags ?? []),
    now,
    tx,
  );
  await noteHappenings(
    shop.id,
    told.flatMap(({ happening }) => happening ?? []),
    now,
    tx,
  );
  await finishReceipts(shop.id, finished, tx);
}

/** What a webhook tells, or why it cannot be understood. */
function understood(
  receipt: PendingReceipt & { topic: BatchedTopic },
  shop: Shop,
): Told | 'not_json' | 'bad_payload' {
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

function orderTold(
  receipt: PendingReceipt,
  happened?: (facts: OrderFacts, customerId: bigint, toldAt: Date) => NewHappening,
): Told {
  const facts = parseOrderPayload(receipt.body);
  const { customerId } = facts;
  return {
    telling: { kind: 'order', facts },
    ...(happened &&
      customerId !== null &&
      !facts.test && { happening: happened(facts, customerId, sentAt(receipt)) }),
  };
}

/** A tag may be a goal: whoever is inside an automation is looked at. */
function tagsTold(receipt: PendingReceipt, action: TagChange['action']): Told {
  const { customerId: shopifyId, tags, at } = parseTagsPayload(receipt.body);
  return {
    tags: tags.map((tag) => ({ shopifyId, action, tag })),
    happening: { kind: 'tags_changed', shopifyId, key: 'tags_changed', at: at ?? sentAt(receipt) },
  };
}

/** An order that a subscription placed is its renewal: nobody went shopping. */
const orderedBy = ({ id, sourceName, processedAt }: OrderFacts, shopifyId: bigint): NewHappening => ({
  kind: sourceName?.startsWith('subscription_contract') ? 'subscription_renewed' : 'order_placed',
  shopifyId,
  key: `order:${id}`,
  orderId: id,
  at: processedAt,
});

/** What the customer ordered between the order and its fulfilment is no answer to it. */
const fulfilledFor = ({ id }: OrderFacts, shopifyId: bigint, toldAt: Date): NewHappening => ({
  kind: 'order_fulfilled',
  shopifyId,
  key: `fulfilled:${id}`,
  orderId: id,
  at: toldAt,
});
