import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Shop } from '~/db.server';
import { orderBulkState, readOrderBulk, startOrderBulk } from '~/shopify/bulk-orders.server';
import { fetchOrders, orderPage, ordersPlaced } from '~/shopify/fetch-orders.server';
import { parseOrderPayload } from '~/shopify/order-payload';
import { ledgerOf, valueOf } from '~/orders/ledger';
import { orderPayloads } from '#test/shopify/order-payloads.ts';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { placeOrders } from '#test/support/reconciliation-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let platform: LocalPlatform;
let shop: Shop;
beforeAll(async () => {
  platform = await startLocalPlatform({ plan: 'enterprise' });
  shop = await makeShop({ domain: platform.state.shop.domain });
  await platform.signIn();
});
beforeEach(() => {
  platform.state.orders.length = 0;
});
afterAll(() => platform.stop());

const second = (ago: number) => new Date(Math.floor((Date.now() - ago) / 1_000) * 1_000);

describe('an order by the Admin API', () => {
  it('tells the same facts as its webhook, whatever was refunded, edited or cancelled', async () => {
    const { state } = platform;
    const changes = fc.record({
      quantity: fc.integer({ min: 1, max: 3 }),
      code: fc.constantFrom(null, 'TIDE10'),
      kind: fc.constantFrom('none', 'refund', 'shipping', 'money', 'remove', 'add', 'cancel'),
      source: fc.constantFrom('web', 'pos', 'shopify_draft_order'),
      test: fc.boolean(),
      giftCard: fc.boolean(),
      gateways: fc.constantFrom<string[][]>(['bogus'], ['bogus', 'gift_card']),
      plan: fc.constantFrom(null, 7n),
      dispute: fc.constantFrom(null, 'WON', 'LOST'),
    });
    await fc.assert(
      fc.asyncProperty(
        changes,
        async ({ quantity, code, kind, source, test, giftCard, gateways, plan, dispute }) => {
          const variantId = state.products[0]?.variants[0]?.id ?? 0n;
          const order = state.createOrder({
            lines: [{ variantId, quantity }],
            email: 'ada@customer.test',
            noteAttributes: [{ name: 'st_click', value: 'abc' }],
            discountCode: code,
            sourceName: source,
            checkoutToken: 'c1',
            test,
            at: second(60_000),
          });
          const [line] = order.lineItems;
          if (line) Object.assign(line, { giftCard, sellingPlanId: plan });
          order.paymentGateways = gateways;
          if (dispute) order.disputes = ['NEEDS_RESPONSE', dispute];
          const lineItemId = line?.id ?? 0n;
          const at = second(30_000);
          if (kind === 'refund') state.refundOrder(order, { lines: [{ lineItemId, quantity: 1 }] }, at);
          if (kind === 'shipping') state.refundOrder(order, { shippingMinor: order.shippingMinor }, at);
          if (kind === 'money') state.refundOrder(order, { amountMinor: 150n }, at);
          if (kind === 'remove') state.editOrder(order, { remove: [{ lineItemId, quantity: 1 }] }, at);
          if (kind === 'add') state.editOrder(order, { add: [{ variantId, quantity: 1 }] }, at);
          if (kind === 'cancel') state.cancelOrder(order, 'customer', at);
          const told = parseOrderPayload(JSON.stringify(orderPayloads(state).order(order)));
          const [facts] = await fetchOrders(shop, [order.id]);
          // The webhook tells of neither plan nor dispute.
          expect(facts).toEqual({
            ...told,
            sellingPlan: plan !== null,
            dispute: dispute?.toLowerCase() ?? null,
          });
          const { orders } = await orderPage(shop, { placed: { from: second(70_000), to: new Date() } });
          expect(orders.find(({ id }) => id === order.id)?.worthMinor).toBe(
            valueOf(ledgerOf(told, told.refunds)),
          );
          state.orders.length = 0;
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is left out where Shopify does not have it', async () => {
    expect(await fetchOrders(shop, [1n])).toEqual([]);
  });
});

describe('orders placed in a period', () => {
  it('are paged through, 250 and more, each once', async () => {
    const placed = placeOrders(platform.state, 260);
    const period = { from: new Date(Date.now() - 60 * 24 * 3_600_000), to: new Date() };
    const found = await ordersPlaced(shop, period, 1_000);
    expect(found.ok && found.value.map(({ id }) => id).sort()).toEqual(placed.map(({ id }) => id).sort());
    expect(await ordersPlaced(shop, period, 259)).toEqual({ ok: false, reason: 'too_many_orders' });
  });
});

describe('a bulk operation', () => {
  it('goes through its states, and its file holds every order', async () => {
    const placed = placeOrders(platform.state, 255);
    const refunded = placed[7];
    if (refunded) platform.state.refundOrder(refunded, { amountMinor: 100n });
    const started = await startOrderBulk(shop);
    const id = started.ok ? started.value : '';
    expect(await orderBulkState(shop, id)).toEqual({ state: 'running' });
    const ready = await orderBulkState(shop, id);
    const url = ready.state === 'ready' ? (ready.url ?? '') : '';
    expect(new URL(url).hostname).toBe(shop.domain);
    const found = [];
    for await (const order of readOrderBulk(url)) found.push(order);
    expect(found.map(({ facts }) => facts.id)).toEqual(placed.map(({ id: orderId }) => orderId));
    expect(found.filter(({ hasRefunds }) => hasRefunds).map(({ facts }) => facts.id)).toEqual([refunded?.id]);
    expect(found[0]?.facts).toEqual((await fetchOrders(shop, [placed[0]?.id ?? 0n]))[0]);
  });

  it('that finds nothing has no file, and one that is unknown is lost', async () => {
    const started = await startOrderBulk(shop);
    const id = started.ok ? started.value : '';
    await orderBulkState(shop, id);
    expect(await orderBulkState(shop, id)).toEqual({ state: 'ready', url: null });
    expect(await orderBulkState(shop, 'gid://shopify/BulkOperation/1')).toMatchObject({ state: 'lost' });
  });
});
