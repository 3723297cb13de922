import { recordPrivacyRequest, redactContact } from '~/contacts/contact-store.server';
import { type Db, db, type Shop, type WebhookReceipt } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { forgetReasons } from '~/messaging/delivery-store.server';
import { nextPollAfterMs } from '~/orders/journey';
import { awaitJourney } from '~/orders/journey-store.server';
import { orderKind, type OrderFacts } from '~/orders/order';
import { deleteOrder, saveOrder, saveRefund } from '~/orders/order-store.server';
import { enqueue } from '~/queue/enqueue.server';
import type { Jobs } from '~/queue/jobs';
import { AccessLost } from '~/shopify/admin-client.server';
import { fetchOrders } from '~/shopify/fetch-orders.server';
import { isInstalled } from '~/shopify/is-installed.server';
import {
  parseDeletionPayload,
  parseEditPayload,
  parsePrivacyPayload,
  parseScopesPayload,
} from '~/shopify/notice-payload';
import { parseOrderPayload } from '~/shopify/order-payload';
import { BadPayload, NotJson } from '~/shopify/payload';
import { parseRefundPayload } from '~/shopify/refund-payload';
import { unscopedDeleteSessions, unscopedSetScopes } from '~/shopify/session-store.server';
import { eraseShop, findShop, markUninstalled } from '~/shopify/shop-store.server';
import { isSubscribedTopic, type SubscribedTopic } from '~/shopify/topics';
import { finishReceipt, forgetBodies, loadReceipt } from '~/shopify/webhook-store.server';
import { forgetUserAgents } from '~/tracking/click-store.server';

/** Marks the webhook as done, or as ignored for a reason. */
type Finish = (reason?: string, tx?: Db) => Promise<void>;
type Take = (shop: Shop, receipt: WebhookReceipt, finish: Finish) => Promise<void>;

const TAKE: Record<SubscribedTopic, Take> = {
  'orders/create': takeOrder,
  'orders/updated': takeOrder,
  'orders/paid': takeOrder,
  'orders/edited': takeEdit,
  'orders/cancelled': takeOrder,
  'orders/delete': takeDeletion,
  'refunds/create': takeRefund,
  'app/uninstalled': takeUninstall,
  'app/scopes_update': takeScopes,
  'customers/data_request': takeDataRequest,
  'customers/redact': takeRedaction,
  'shop/redact': takeErasure,
};

/** Interprets one stored webhook; one that was interpreted before is left alone. */
export async function ingestWebhook({
  shopId,
  receivedAt,
  webhookId,
}: Jobs['ingest-webhook']): Promise<void> {
  const at = new Date(receivedAt);
  const receipt = await loadReceipt(shopId, at, webhookId);
  const shop = await findShop(shopId);
  if (!shop || receipt?.state !== 'pending' || !isSubscribedTopic(receipt.topic)) return;
  const finish: Finish = (reason, tx) =>
    finishReceipt(shopId, at, webhookId, reason ? 'ignored' : 'done', reason ?? null, tx);
  try {
    await TAKE[receipt.topic](shop, receipt, finish);
  } catch (error) {
    if (!(error instanceof NotJson || error instanceof BadPayload)) throw error;
    const fields = error instanceof BadPayload ? error.paths : [];
    logger.warn({ shop: shopId, webhookId, topic: receipt.topic, fields }, 'webhook_not_understood');
    await finish(error instanceof NotJson ? 'not_json' : 'bad_payload');
  }
}

async function takeOrder(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  if (shop.uninstalledAt) return finish('uninstalled');
  await keepOrder(shop, parseOrderPayload(receipt.body), finish);
}

async function keepOrder(shop: Shop, facts: OrderFacts, finish: Finish): Promise<void> {
  await db.$transaction(async (tx) => {
    const order = await saveOrder(shop.id, facts, tx);
    const isNew = orderKind(order) === 'web' && (await awaitJourney(shop.id, order.id, tx));
    if (isNew) await askForJourney(shop, order.id, tx);
    await askForAttribution(shop, order.id, tx);
    await finish(undefined, tx);
  });
}

/** Shopify tells what an edit changed, but not what the order is worth now: the order is asked for. */
async function takeEdit(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  if (shop.uninstalledAt) return finish('uninstalled');
  try {
    const [facts] = await fetchOrders(shop, [parseEditPayload(receipt.body)]);
    if (!facts) return await finish('order_gone');
    await keepOrder(shop, facts, finish);
  } catch (error) {
    if (!(error instanceof AccessLost)) throw error;
    await finish('access_lost'); // a sweep brings the order once the app is let in again
  }
}

async function takeDeletion(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  if (shop.uninstalledAt) return finish('uninstalled');
  const orderId = parseDeletionPayload(receipt.body);
  await db.$transaction(async (tx) => {
    const order = await deleteOrder(shop.id, orderId, sentAt(receipt), tx);
    if (order) await askForAttribution(shop, orderId, tx);
    await finish(undefined, tx);
  });
}

async function takeRefund(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  if (shop.uninstalledAt) return finish('uninstalled');
  const { orderId, ...refund } = parseRefundPayload(receipt.body, shop.currency, sentAt(receipt));
  await db.$transaction(async (tx) => {
    const order = await saveRefund(shop.id, orderId, refund, tx);
    if (order) await askForAttribution(shop, orderId, tx);
    await finish(undefined, tx);
  });
}

async function askForJourney(shop: Shop, orderId: bigint, tx: Db): Promise<void> {
  const payload = { shopId: shop.id, orderId: orderId.toString() };
  const runAt = new Date(Date.now() + (nextPollAfterMs(0) ?? 0));
  await enqueue(tx, 'fetch-journey', payload, { runAt, key: `journey:${shop.id}:${orderId}` });
}

async function askForAttribution(shop: Shop, orderId: bigint, tx: Db): Promise<void> {
  const payload = { shopId: shop.id, orderId: orderId.toString() };
  await enqueue(tx, 'attribute-order', payload, { key: `attribute:${shop.id}:${orderId}` });
}

/** When Shopify sent what the receipt holds; deliveries may be late, and a shop may be back by then. */
const sentAt = (receipt: WebhookReceipt) => receipt.triggeredAt ?? receipt.receivedAt;

async function takeUninstall(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  if (!(await markUninstalled(shop.id, sentAt(receipt)))) return finish('installed_again');
  await unscopedDeleteSessions(shop.domain);
  await finish();
}

async function takeScopes(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  await unscopedSetScopes(shop.domain, parseScopesPayload(receipt.body));
  await finish();
}

async function takeDataRequest(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  const { customerId } = parsePrivacyPayload(receipt.body);
  const request = { kind: 'data_request' as const, shopifyCustomerId: customerId };
  await recordPrivacyRequest(shop.id, request, receipt.receivedAt);
  await finish();
}

async function takeRedaction(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  const { customerId, orderIds } = parsePrivacyPayload(receipt.body);
  const request = { kind: 'customer_redact' as const, shopifyCustomerId: customerId };
  await recordPrivacyRequest(shop.id, request, receipt.receivedAt);
  if (customerId !== null) {
    await redactContact(shop.id, customerId, new Date());
    await forgetReasons(shop.id, customerId);
    await forgetUserAgents(shop.id, customerId);
  }
  await db.$transaction(async (tx) => {
    await finish(undefined, tx);
    await forgetBodies(shop.id, customerId === null ? orderIds : [customerId, ...orderIds], tx);
  });
}

/** Two days after an uninstall. Nobody's data is erased while the app is in the shop. */
async function takeErasure(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  const back = shop.installedAt > sentAt(receipt) || (!shop.uninstalledAt && (await isInstalled(shop)));
  if (back) return finish('installed_again');
  await eraseShop(shop.id);
  await unscopedDeleteSessions(shop.domain);
}
