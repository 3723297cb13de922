import { describe, expect, it } from 'vitest';
import { hasWebhookSchemas, mistakesOf } from '#test/support/webhook-schemas.ts';
import { ShopState } from './shop-state.ts';
import { webhookPayloads } from './webhook-payloads.ts';

const state = new ShopState();
const tell = webhookPayloads(state);
const variantId = state.products[0]?.variants[0]?.id ?? 0n;
const [first] = state.customers;
if (!first) throw new Error('the shop has no customer');
const customer = Object.assign(first, { phone: '+49301234567' });

const place = () =>
  state.createOrder({
    lines: [{ variantId, quantity: 2 }],
    email: customer.email,
    discountCode: 'TIDE10',
    noteAttributes: [{ name: 'st_click', value: 'abc' }],
  });
const lineOf = (order: ReturnType<typeof place>) => [
  { lineItemId: order.lineItems[0]?.id ?? 0n, quantity: 1 },
];

const plain = place();
const edited = place();
state.editOrder(edited, { remove: lineOf(edited), add: [{ variantId, quantity: 1 }] });
const refunded = place();
const refund = state.refundOrder(refunded, { lines: lineOf(refunded), shippingMinor: 100n, note: 'Chipped' });
const cancelled = place();
state.cancelOrder(cancelled);

const bodies: [topic: string, body: object][] = [
  ['orders/create', tell.order(plain)],
  ['orders/paid', tell.order(plain)],
  ['orders/updated', tell.order(edited)],
  ['orders/updated', tell.order(refunded)],
  ['orders/cancelled', tell.order(cancelled)],
  ['orders/edited', tell.edit(edited)],
  ['orders/delete', tell.deletion(plain)],
  ['refunds/create', tell.refund(refund, refunded)],
  ['app/uninstalled', tell.shop()],
  ['app/scopes_update', tell.scopes(['read_orders'], ['read_orders', 'read_customers'], new Date())],
  ['customers_email_marketing_consent/update', tell.emailConsent(customer)],
  ['customers_marketing_consent/update', tell.smsConsent(customer)],
  ['customers_whats_app_marketing_consent/update', tell.whatsAppConsent(customer)],
  ['customers/data_request', tell.dataRequest(customer)],
  ['customers/redact', tell.customerRedact(customer)],
  ['shop/redact', tell.shopRedact()],
];

describe('the bodies of the local Shopify’s webhooks', () => {
  it.for(hasWebhookSchemas ? bodies : [])('for %s are what the published schema says', ([topic, body]) => {
    expect(mistakesOf(topic, JSON.stringify(body))).toEqual([]);
  });

  it('are held to schemas that see a field of the wrong kind', () => {
    const wrong = JSON.stringify({ ...tell.order(plain), total_price: 12 });
    expect(hasWebhookSchemas ? mistakesOf('orders/create', wrong) : ['/total_price must be string']).toEqual([
      '/total_price must be string',
    ]);
  });
});
