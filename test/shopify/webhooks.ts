import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { AppConfig } from './app-config.ts';
import type { Order, ShopState, WebhookDelivery } from './shop-state.ts';
import { webhookPayloads } from './webhook-payloads.ts';

/** Shopify tries once and then eight times more, over four hours; each pause is twice the one before. */
const RETRIES = 8;
const TIMEOUT_MS = 5_000;
/** Still told to an app that is no longer installed. */
const AFTER_UNINSTALL = ['app/uninstalled', 'shop/redact'];

export interface WebhookOptions {
  config: AppConfig;
  apiSecret: string;
  /** What relative addresses of subscriptions are relative to. */
  appUrl: string;
  /** The pause before the first retry. Shopify's is about a minute; here it is short, so that nobody waits for hours. */
  firstRetryMs?: number;
}

export interface WebhookControl {
  /** Holds back what is sent from now on. */
  pause(): void;
  /** Sends what was held back one by one, the newest first where `reversed`, and from now on at once again. */
  resume(order?: { reversed: boolean }): void;
  /** Sends what was held back and waits until every delivery was taken or given up. */
  flush(): Promise<void>;
  /**
   * Sends the messages about an order again, each `times` times and all at once: the same ids, the same bytes.
   * @returns the statuses that came back
   */
  redeliver(orderName: string, again?: { times?: number; topic?: string }): Promise<(number | null)[]>;
}

/** Tells the app what happens in the shop, by the rules of Shopify's webhooks. */
export function startWebhooks(state: ShopState, options: WebhookOptions): WebhookControl & { stop(): void } {
  const { config, apiSecret, appUrl, firstRetryMs = 200 } = options;
  const payloads = webhookPayloads(state);
  const stopped = new AbortController();
  const underWay = new Set<Promise<void>>();
  let held: WebhookDelivery[] | undefined;

  const attempt = async (delivery: WebhookDelivery): Promise<number | null> => {
    const status = await post(delivery);
    delivery.attempts.push({ at: new Date(), status });
    return status;
  };

  const post = async (delivery: WebhookDelivery): Promise<number | null> => {
    const uri = config.subscriptions.find(({ topics }) => topics.includes(delivery.topic))?.uri ?? '';
    const order = state.orders.find(({ name }) => name === delivery.order);
    try {
      const response = await fetch(new URL(uri, appUrl), {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), stopped.signal]),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Shopify-Captain-Hook',
          'x-shopify-topic': delivery.topic,
          'x-shopify-hmac-sha256': createHmac('sha256', apiSecret).update(delivery.body).digest('base64'),
          'x-shopify-shop-domain': state.shop.domain,
          'x-shopify-api-version': config.webhookVersion,
          'x-shopify-webhook-id': delivery.webhookId,
          'x-shopify-event-id': delivery.eventId,
          'x-shopify-triggered-at': delivery.triggeredAt.toISOString().replace('Z', '000Z'),
          ...(order && { 'x-shopify-order-id': `${order.id}`, 'x-shopify-test': `${order.test}` }),
        },
        body: delivery.body,
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  };

  const deliver = async (delivery: WebhookDelivery): Promise<void> => {
    for (let retry = 0; retry <= RETRIES && !stopped.signal.aborted; retry += 1) {
      if (retry > 0)
        await wait(firstRetryMs * 2 ** (retry - 1), undefined, { signal: stopped.signal }).catch(
          () => undefined,
        );
      if (isTaken(await attempt(delivery))) {
        delivery.state = 'delivered';
        return;
      }
    }
    delivery.state = 'given_up';
  };

  /** One after the other, so that the order in which they arrive is the one that was asked for. */
  const send = (deliveries: WebhookDelivery[]): void => {
    const sending = (async () => {
      for (const delivery of deliveries) await deliver(delivery);
    })().finally(() => underWay.delete(sending));
    underWay.add(sending);
  };

  const tell = (topics: string[], body: object, order: Order | null = null): void => {
    const eventId = randomUUID();
    const triggeredAt = new Date();
    for (const topic of topics) {
      if (!config.subscriptions.some((subscription) => subscription.topics.includes(topic))) continue;
      if (!state.grantedScopes && !AFTER_UNINSTALL.includes(topic)) continue;
      const delivery: WebhookDelivery = {
        webhookId: randomUUID(),
        eventId,
        topic,
        order: order?.name ?? null,
        triggeredAt,
        body: JSON.stringify(body),
        attempts: [],
        state: 'waiting',
      };
      state.deliveries.push(delivery);
      if (held) held.push(delivery);
      else send([delivery]);
    }
  };

  state.events.on('order-created', (order) =>
    tell(['orders/create', 'orders/paid', 'orders/updated'], payloads.order(order), order),
  );
  state.events.on('order-updated', (order) => tell(['orders/updated'], payloads.order(order), order));
  state.events.on('order-edited', (order) => tell(['orders/edited'], payloads.edit(order), order));
  state.events.on('order-deleted', (order) => tell(['orders/delete'], payloads.deletion(order), order));
  state.events.on('order-cancelled', (order) => tell(['orders/cancelled'], payloads.order(order), order));
  state.events.on('order-fulfilled', (order) => tell(['orders/fulfilled'], payloads.order(order), order));
  state.events.on('customer-created', (customer) => tell(['customers/create'], payloads.creation(customer)));
  state.events.on('tags-added', (customer, tags) =>
    tell(['customer.tags_added'], payloads.tags(customer, tags, new Date())),
  );
  state.events.on('tags-removed', (customer, tags) =>
    tell(['customer.tags_removed'], payloads.tags(customer, tags, new Date())),
  );
  state.events.on('checkout-changed', (checkout, customer) =>
    tell(['checkouts/update'], payloads.checkout(checkout, customer, new Date())),
  );
  state.events.on('refund-created', (order, refund) =>
    tell(['refunds/create'], payloads.refund(refund, order), order),
  );
  state.events.on('app-uninstalled', () => tell(['app/uninstalled'], payloads.shop()));
  state.events.on('scopes-updated', ({ previous, current }) =>
    tell(['app/scopes_update'], payloads.scopes(previous, current, new Date())),
  );
  state.events.on('consent-changed', (customer, channel) => {
    if (channel === 'email')
      tell(['customers_email_marketing_consent/update'], payloads.emailConsent(customer));
    else if (channel === 'sms') tell(['customers_marketing_consent/update'], payloads.smsConsent(customer));
    else tell(['customers_whats_app_marketing_consent/update'], payloads.whatsAppConsent(customer));
  });
  state.events.on('customer-data-request', (customer) =>
    tell(['customers/data_request'], payloads.dataRequest(customer)),
  );
  state.events.on('customer-redact', (customer) =>
    tell(['customers/redact'], payloads.customerRedact(customer)),
  );
  state.events.on('shop-redact', () => tell(['shop/redact'], payloads.shopRedact()));

  const release = (reversed: boolean): void => {
    if (!held) return;
    send(reversed ? held.toReversed() : held);
    held = [];
  };

  return {
    pause() {
      held ??= [];
    },
    resume({ reversed } = { reversed: false }) {
      release(reversed);
      held = undefined;
    },
    async flush() {
      release(false);
      while (underWay.size > 0) await Promise.all(underWay);
    },
    redeliver(orderName, { times = 1, topic } = {}) {
      const again = state.deliveries.filter(
        (delivery) => delivery.order === orderName && (topic === undefined || delivery.topic === topic),
      );
      return Promise.all(again.flatMap((delivery) => Array.from({ length: times }, () => attempt(delivery))));
    },
    stop() {
      stopped.abort();
    },
  };
}

const isTaken = (status: number | null) => status !== null && status >= 200 && status < 300;
