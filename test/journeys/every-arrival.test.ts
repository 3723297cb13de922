import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { linkToken } from '~/tracking/link-token.server';
import { workOffBacklogs } from '#test/support/backlog';
import {
  makeDelivery,
  postedEvent,
  signedWebhook,
  wireEvent,
  wireLanding,
} from '#test/support/intake-factory';
import { makeShop } from '#test/support/shop-factory';

const ORDER = '6100200300400500600';
const CHECKOUT = 'c0ffee00c0ffee00c0ffee00c0ffee00';

/** A customer clicked a tracked link a minute ago and has just bought: what Shopify and the pixel will say of it. */
async function purchase(shop: Shop) {
  const { deliveryId, versionId } = await makeDelivery(shop);
  const clicked = await intake.request(`/l/${linkToken(shop.id, deliveryId, versionId, 0)}`, {
    headers: {
      'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/147.0.0.0 Safari/537.36',
    },
  });
  const click = new URL(clicked.headers.get('Location') ?? '').searchParams.get('st_click');
  const now = new Date();
  const event = wireEvent(shop, new Date(now.getTime() + 2_000), {
    at: new Date(now.getTime() + 1_000).toISOString(),
    checkout: { token: CHECKOUT, order: ORDER },
    landings: [wireLanding(now, { at: now.toISOString(), click })],
  });
  const placed = new Date(now.getTime() + 1_000).toISOString();
  const order = JSON.stringify({
    id: 1,
    admin_graphql_api_id: `gid://shopify/Order/${ORDER}`,
    name: '#1001',
    created_at: placed,
    processed_at: placed,
    updated_at: placed,
    currency: 'EUR',
    total_price: '49.90',
    current_total_price: '49.90',
    subtotal_price: '49.90',
    total_line_items_price: '49.90',
    total_discounts: '0.00',
    total_tax: '0.00',
    checkout_token: CHECKOUT,
    source_name: 'web',
    financial_status: 'paid',
    test: false,
    line_items: [],
    refunds: [],
  }).replace('"id":1', `"id":${ORDER}`);
  return { event, order, versionId };
}

const deliverEightTimes = (shop: Shop, order: string) => {
  const webhook = signedWebhook(shop.domain, {
    topic: 'orders/create',
    body: order,
    webhookId: randomUUID(),
  });
  return Promise.all(Array.from({ length: 8 }, async () => intake.request('/webhooks', webhook)));
};

async function outcome(shop: Shop) {
  const orders = await db.order.findMany({ where: { shopId: shop.id } });
  const standings = await db.orderStanding.findMany({ where: { shopId: shop.id } });
  const credits = await db.credit.findMany({ where: { shopId: shop.id } });
  const touches = await db.touch.count({ where: { shopId: shop.id } });
  return {
    orders: orders.map(({ id, valueMinor }) => ({ id, valueMinor })),
    buckets: standings.map(({ orderId, bucket }) => ({ orderId, bucket })),
    credits: credits.map(({ orderId, grade, amountMinor, versionId }) => ({
      orderId,
      grade,
      amountMinor,
      versionId,
    })),
    touches,
  };
}

describe('an order whose webhook comes eight times', () => {
  const arrivals: [string, (shop: Shop, event: unknown, order: string) => Promise<void>][] = [
    [
      'with the pixel event before and after it',
      async (shop, event, order) => {
        await intake.request('/pixel', postedEvent(event));
        await workOffBacklogs();
        const answers = await deliverEightTimes(shop, order);
        expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
        await workOffBacklogs();
        await intake.request('/pixel', postedEvent(event));
      },
    ],
    [
      'with the pixel event long after it',
      async (shop, event, order) => {
        await deliverEightTimes(shop, order);
        await workOffBacklogs();
        await intake.request('/pixel', postedEvent(event));
      },
    ],
    [
      'all at once with the pixel event twice',
      async (shop, event, order) => {
        await Promise.all([
          Promise.resolve(intake.request('/pixel', postedEvent(event))),
          deliverEightTimes(shop, order),
          Promise.resolve(intake.request('/pixel', postedEvent(event))),
        ]);
      },
    ],
  ];

  it.each(arrivals)('%s, is one order with one credit', async (_, arrive) => {
    const shop = await makeShop();
    const { event, order, versionId } = await purchase(shop);
    await arrive(shop, event, order);
    await workOffBacklogs();
    expect(await outcome(shop)).toEqual({
      orders: [{ id: BigInt(ORDER), valueMinor: 4990n }],
      buckets: [{ orderId: BigInt(ORDER), bucket: 'credited' }],
      credits: [{ orderId: BigInt(ORDER), grade: 'click_id', amountMinor: 4990n, versionId }],
      touches: 1,
    });
  });
});
