import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAppConfig } from './app-config.ts';
import { listenOn, type Listening } from './listening.ts';
import { type Order, ShopState } from './shop-state.ts';
import { startWebhooks } from './webhooks.ts';

const SECRET = 'secret';

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

let state: ShopState;
let webhooks: ReturnType<typeof startWebhooks>;
let received: Received[];
let answers: number[];
let server: Server;
let app: Listening;

beforeEach(async () => {
  received = [];
  answers = [];
  server = createServer((request, response) => {
    void buffer(request).then((body) => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  app = await listenOn(server, 0);
  state = new ShopState();
  const config = readAppConfig();
  state.installApp(config.scopes);
  webhooks = startWebhooks(state, { config, apiSecret: SECRET, appUrl: app.url, firstRetryMs: 1 });
});

afterEach(async () => {
  webhooks.stop();
  await app.stop();
});

const topics = () => received.map(({ headers }) => headers['x-shopify-topic']);
const bodyOf = (topic: string) => {
  const found = received.findLast(({ headers }) => headers['x-shopify-topic'] === topic);
  return JSON.parse(found?.body.toString() ?? 'null') as Record<string, unknown>;
};

function buy(more: object = {}): Order {
  const variants = state.products.map((product) => ({
    variantId: product.variants[0]?.id ?? 0n,
    quantity: 2,
  }));
  return state.createOrder({ lines: variants.slice(0, 2), email: 'zoe.oneill@example.com', ...more });
}

describe('a delivery', () => {
  it('is signed over its raw bytes and says everything in its headers', async () => {
    const order = buy();
    await webhooks.flush();
    const { path, headers, body } =
      received.find((one) => one.headers['x-shopify-topic'] === 'orders/create') ?? {};
    expect(path).toBe('/webhooks');
    expect(headers?.['x-shopify-hmac-sha256']).toBe(
      createHmac('sha256', SECRET)
        .update(body ?? '')
        .digest('base64'),
    );
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-shopify-shop-domain': 'tidewater-goods.myshopify.com',
      'x-shopify-api-version': '2026-10',
      'x-shopify-order-id': String(order.id),
    });
    expect(headers?.['x-shopify-triggered-at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it('has an id of its own, and shares the event’s with what else the same action caused', async () => {
    buy();
    await webhooks.flush();
    expect(topics().sort()).toEqual(['orders/create', 'orders/paid', 'orders/updated']);
    expect(new Set(received.map(({ headers }) => headers['x-shopify-webhook-id'])).size).toBe(3);
    expect(new Set(received.map(({ headers }) => headers['x-shopify-event-id'])).size).toBe(1);
  });

  it('is tried again under the same id and with the same bytes until it is taken', async () => {
    answers = [500, 302, 503];
    state.events.emit('shop-redact');
    await webhooks.flush();
    expect(received).toHaveLength(4);
    expect(new Set(received.map(({ headers }) => headers['x-shopify-webhook-id'])).size).toBe(1);
    expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
    expect(state.deliveries[0]).toMatchObject({
      state: 'delivered',
      attempts: [{ status: 500 }, { status: 302 }, { status: 503 }, { status: 200 }],
    });
  });

  it('is given up after eight retries', async () => {
    answers = Array.from({ length: 20 }, () => 503);
    state.events.emit('shop-redact');
    await webhooks.flush();
    expect(received).toHaveLength(9);
    expect(state.deliveries[0]?.state).toBe('given_up');
  });

  it('outlasts an app that is away for a while', async () => {
    const port = Number(new URL(app.url).port);
    await app.stop();
    state.events.emit('shop-redact');
    const delivery = state.deliveries[0];
    while (delivery?.attempts.length === 0) await new Promise(setImmediate);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    await webhooks.flush();
    expect(delivery?.attempts[0]?.status).toBeNull();
    expect(delivery?.state).toBe('delivered');
  });
});

describe('on demand', () => {
  it('deliveries are held back, and come in the other order', async () => {
    webhooks.pause();
    const order = buy();
    state.cancelOrder(order);
    expect(received).toEqual([]);
    webhooks.resume({ reversed: true });
    await webhooks.flush();
    expect(topics()).toEqual([
      'orders/updated',
      'orders/cancelled',
      'refunds/create',
      'orders/updated',
      'orders/paid',
      'orders/create',
    ]);
  });

  it('a message is repeated byte for byte', async () => {
    const order = buy();
    await webhooks.flush();
    received = [];
    expect(await webhooks.redeliver(order.name, { times: 8, topic: 'orders/create' })).toEqual(
      Array(8).fill(200),
    );
    expect(new Set(received.map(({ headers }) => headers['x-shopify-webhook-id'])).size).toBe(1);
    expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
  });
});

describe('which topics', () => {
  it('are those of the app’s own configuration', () => {
    expect(readAppConfig().subscriptions.flatMap((subscription) => subscription.topics)).toEqual([
      'orders/create',
      'orders/updated',
      'orders/paid',
      'orders/edited',
      'orders/cancelled',
      'orders/delete',
      'refunds/create',
      'orders/fulfilled',
      'customers/create',
      'customer.tags_added',
      'customer.tags_removed',
      'checkouts/create',
      'checkouts/update',
      'app/uninstalled',
      'app/scopes_update',
      'customers_email_marketing_consent/update',
      'customers_marketing_consent/update',
      'customers_whats_app_marketing_consent/update',
      'customers/data_request',
      'customers/redact',
      'shop/redact',
    ]);
  });

  it('reach an app that was removed: only that it was, and the order to forget the shop', async () => {
    state.uninstallApp();
    buy();
    state.events.emit('shop-redact');
    await webhooks.flush();
    expect(topics().sort()).toEqual(['app/uninstalled', 'shop/redact']);
  });

  it('about privacy name the customer and the orders', async () => {
    const order = buy();
    const customer = state.customerByEmail('zoe.oneill@example.com');
    state.events.emit('customer-redact', customer);
    state.events.emit('customer-data-request', customer);
    await webhooks.flush();
    expect(bodyOf('customers/redact')).toMatchObject({
      shop_domain: 'tidewater-goods.myshopify.com',
      customer: { id: Number(customer.id), email: 'zoe.oneill@example.com' },
      orders_to_redact: [Number(order.id)],
    });
    expect(bodyOf('customers/data_request')).toMatchObject({ orders_requested: [Number(order.id)] });
  });
});

describe('an order’s body', () => {
  it('carries the session, the cart’s attributes and money as texts', async () => {
    state.recordVisit('v', {
      at: new Date(Date.now() - 1000),
      landingPage: 'https://shop.test/a?utm_source=x',
      referrer: null,
    });
    buy({
      visitor: 'v',
      noteAttributes: [{ name: 'st_click', value: 'abc' }],
      checkoutToken: 'check',
      cartToken: 'cart',
    });
    await webhooks.flush();
    expect(bodyOf('orders/create')).toMatchObject({
      name: '#1001',
      landing_site: '/a?utm_source=x',
      referring_site: null,
      note_attributes: [{ name: 'st_click', value: 'abc' }],
      checkout_token: 'check',
      cart_token: 'cart',
      currency: 'EUR',
      total_price: '171.00',
      current_total_price: '171.00',
      total_tax: '27.30',
      financial_status: 'paid',
      source_name: 'web',
      customer: { email: 'zoe.oneill@example.com' },
    });
    expect(String(bodyOf('orders/create').created_at)).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/,
    );
  });

  it('keeps what was ordered, and moves what it is worth now', async () => {
    const order = buy();
    const lineItemId = order.lineItems[0]?.id ?? 0n;
    state.refundOrder(order, { lines: [{ lineItemId, quantity: 1 }] });
    await webhooks.flush();
    expect(bodyOf('orders/updated')).toMatchObject({
      total_price: '171.00',
      current_total_price: '102.00',
      financial_status: 'partially_refunded',
    });
    expect(bodyOf('refunds/create')).toMatchObject({
      order_id: Number(order.id),
      refund_line_items: [{ quantity: 1, subtotal: 69, line_item_id: Number(lineItemId) }],
      transactions: [{ kind: 'refund', status: 'success', amount: '69.00' }],
      order_adjustments: [],
    });
  });
});
