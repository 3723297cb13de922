import type { ConsentChannel } from '~/contacts/contact';
import { consentHappening } from '~/contacts/consent-happening';
import { noteConsent, recordPrivacyRequest } from '~/contacts/contact-store.server';
import { noteHappenings } from '~/contacts/happening-store.server';
import { type Db, db, type Shop, type WebhookReceipt } from '~/db.server';
import { forgetCustomer } from '~/jobs/forget-customer';
import { saveTellings } from '~/orders/order-store.server';
import type { Jobs } from '~/queue/jobs';
import { AccessLost } from '~/shopify/admin-client.server';
import { parseConsentPayload } from '~/shopify/consent-payload';
import { decideAnew } from '~/shopify/decide-anew.server';
import { fetchOrders } from '~/shopify/fetch-orders.server';
import { isInstalled } from '~/shopify/is-installed.server';
import { parseEditPayload, parsePrivacyPayload, parseScopesPayload } from '~/shopify/notice-payload';
import { BadPayload, NotJson } from '~/shopify/payload';
import { unscopedDeleteSessions, unscopedSetScopes } from '~/shopify/session-store.server';
import { eraseShop, findShop, markUninstalled } from '~/shopify/shop-store.server';
import { stopSharing } from '~/shopify/stop-sharing.server';
import { noteMisunderstood, takeReceipts } from '~/shopify/take-receipts.server';
import { type BatchedTopic, isBatchedTopic, isSubscribedTopic, type SubscribedTopic } from '~/shopify/topics';
import { finishReceipts, forgetBodies, loadReceipt, sentAt } from '~/shopify/webhook-store.server';

/** Marks the webhook as done, or as ignored for a reason. */
type Finish = (reason?: string, tx?: Db) => Promise<void>;
type Take = (shop: Shop, receipt: WebhookReceipt, finish: Finish) => Promise<void>;

const TAKE: Record<Exclude<SubscribedTopic, BatchedTopic>, Take> = {
  'orders/edited': takeEdit,
  'app/uninstalled': takeUninstall,
  'app/scopes_update': takeScopes,
  'customers_email_marketing_consent/update': takeConsent('email'),
  'customers_marketing_consent/update': takeConsent('sms'),
  'customers_whats_app_marketing_consent/update': takeConsent('whatsapp'),
  'customers/data_request': takeDataRequest,
  'customers/redact': takeRedaction,
  'shop/redact': takeErasure,
};

/**
 * Interprets one stored webhook: of a topic that is not worked off in batches, or one that failed in its batch. One
 * that was interpreted before is left alone.
 */
export async function ingestWebhook({
  shopId,
  receivedAt,
  webhookId,
}: Jobs['ingest-webhook']): Promise<void> {
  const at = new Date(receivedAt);
  const receipt = await loadReceipt(shopId, at, webhookId);
  const shop = await findShop(shopId);
  if (!shop || receipt?.state !== 'pending' || !isSubscribedTopic(receipt.topic)) return;
  const { topic } = receipt;
  if (isBatchedTopic(topic)) {
    await db.$transaction((tx) => takeReceipts(shop, [{ ...receipt, topic }], new Date(), tx));
    return;
  }
  const finish: Finish = (reason, tx) => finishReceipts(shopId, [{ ...receipt, reason: reason ?? null }], tx);
  try {
    await TAKE[topic](shop, receipt, finish);
  } catch (error) {
    if (!(error instanceof NotJson || error instanceof BadPayload)) throw error;
    noteMisunderstood(shop, receipt, error);
    await finish(error instanceof NotJson ? 'not_json' : 'bad_payload');
  }
}

/** Shopify tells what an edit changed, but not what the order is worth now: the order is asked for. */
async function takeEdit(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  if (shop.uninstalledAt) return finish('uninstalled');
  try {
    const [facts] = await fetchOrders(shop, [parseEditPayload(receipt.body)]);
    if (!facts) return await finish('order_gone');
    await db.$transaction(async (tx) => {
      const saved = await saveTellings(shop.id, [{ kind: 'order', facts }], tx);
      await decideAnew(shop, saved, new Date(), tx);
      await finish(undefined, tx);
    });
  } catch (error) {
    if (!(error instanceof AccessLost)) throw error;
    await finish('access_lost'); // a sweep brings the order once the app is let in again
  }
}

async function takeUninstall(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  if (!(await markUninstalled(shop.id, sentAt(receipt)))) return finish('installed_again');
  await unscopedDeleteSessions(shop.domain);
  await stopSharing(shop.id);
  await finish();
}

async function takeScopes(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  await unscopedSetScopes(shop.domain, parseScopesPayload(receipt.body));
  await finish();
}

/** People who are no contacts stay unknown here: they become contacts when a campaign or an automation is for them. */
function takeConsent(channel: ConsentChannel): Take {
  return async (shop, receipt, finish) => {
    const { customerId, ...fact } = parseConsentPayload(channel, receipt.body);
    await db.$transaction(async (tx) => {
      const now = new Date();
      const known = await noteConsent(shop.id, customerId, channel, fact, now, tx);
      await noteHappenings(shop.id, [consentHappening(customerId, channel, fact, now)], now, tx);
      await finish(known ? undefined : 'not_a_contact', tx);
    });
  };
}

async function takeDataRequest(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  const { customerId } = parsePrivacyPayload(receipt.body);
  await recordPrivacyRequest(shop.id, {
    kind: 'data_request',
    shopifyCustomerId: customerId,
    orderIds: [],
    receivedAt: receipt.receivedAt,
    doneAt: null,
  });
  await finish();
}

const THOROUGH = { timeout: 15 * 60 * 1_000 };

async function takeRedaction(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  const notice = parsePrivacyPayload(receipt.body);
  const words = await forgetCustomer(shop.id, notice, receipt.receivedAt, new Date());
  await db.$transaction(async (tx) => {
    await finish(undefined, tx);
    await forgetBodies(shop.id, words, tx);
  }, THOROUGH);
}

/** Two days after an uninstall. Nobody's data is erased while the app is in the shop. */
async function takeErasure(shop: Shop, receipt: WebhookReceipt, finish: Finish): Promise<void> {
  const back = shop.installedAt > sentAt(receipt) || (!shop.uninstalledAt && (await isInstalled(shop)));
  if (back) return finish('installed_again');
  await eraseShop(shop.id);
  await unscopedDeleteSessions(shop.domain);
}
