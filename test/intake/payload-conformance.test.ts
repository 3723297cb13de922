import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { landingOf, wireEventOf } from '../../extensions/web-pixel/src/wire-event.ts';
import { BUCKETS } from '~/attribution/bucket';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { ledgerOf, valueOf } from '~/orders/ledger';
import { parseOrderPayload } from '~/shopify/order-payload';
import { isSubscribedTopic } from '~/shopify/topics';
import { workOff } from '#test/support/backlog.ts';
import { signedWebhook } from '#test/support/intake-factory.ts';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { workOffPixels } from '#test/support/pixel-fate.ts';
import {
  hasPublicPayloads,
  pixelPayloads,
  publicOrders,
  publicRefunds,
  webhookPayloads,
} from '#test/support/public-payloads.ts';
import { decideAll } from '#test/support/reconciliation-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';
import type { CompletedCheckout, PageView } from '../../extensions/web-pixel/src/wire-event.ts';

let platform: LocalPlatform;
let editedShop: Shop;
beforeAll(async () => {
  platform = await startLocalPlatform();
  await platform.signIn();
  // An edit is asked back for in Shopify; the others' shops are not looked up anywhere.
  editedShop = await makeShop({ domain: platform.state.shop.domain });
});
afterAll(() => platform.stop());

async function deliver(shop: Shop, topic: string, body: string): Promise<string | null> {
  const response = await intake.request('/webhooks', signedWebhook(shop.domain, { topic, body }));
  expect(response.status).toBe(200);
  return response.headers.get('X-Sales-Trail');
}

/** The order as it stands once everything that came is worked off, and Shopify has no journey for it. */
async function settled(shop: Shop) {
  await workOff();
  await db.orderJourney.updateMany({ where: { shopId: shop.id }, data: { state: 'absent' } });
  await decideAll(shop);
  const own = { where: { shopId: shop.id } };
  const [orders, standings, ledger, receipts] = await Promise.all([
    db.order.findMany(own),
    db.orderStanding.findMany(own),
    db.ledgerEntry.findMany(own),
    db.webhookReceipt.findMany(own),
  ]);
  return { orders, standings, ledger, receipts };
}

const isOrder = (payload: object) => publicOrders.some((one) => one === payload);
const isRefund = (payload: object) => publicRefunds.some((one) => one === payload);
const edits = webhookPayloads.filter(({ topic }) => topic === 'orders/edited');
/** With each fulfilment Shopify tells of an update too. */
const orders = publicOrders.map((one) => ({
  ...one,
  topic: isSubscribedTopic(one.topic) ? one.topic : 'orders/updated',
}));
const ignored = webhookPayloads.filter(({ topic }) => !isSubscribedTopic(topic));
const others = webhookPayloads.filter(
  (one) => isSubscribedTopic(one.topic) && !isOrder(one) && !isRefund(one) && !edits.includes(one),
);

describe('payloads that nobody here wrote, delivered to the door', () => {
  it.for(orders)(
    'the order of $file stands once, in one bucket, at its own total',
    async ({ topic, body }) => {
      const facts = parseOrderPayload(body);
      const shop = await makeShop({ currency: facts.currency });
      expect(await deliver(shop, topic, body)).toBe('stored');
      expect(await deliver(shop, topic, body)).toBe('stored');
      const { orders: saved, standings, ledger, receipts } = await settled(shop);
      expect(receipts.map(({ state, reason }) => [state, reason])).toEqual([
        ['done', null],
        ['done', null],
      ]);
      const valueMinor = valueOf(ledgerOf(facts, facts.refunds));
      expect(saved).toMatchObject([{ id: facts.id, totalMinor: facts.totalMinor, valueMinor }]);
      expect(ledger.reduce((sum, { totalMinor }) => sum + totalMinor, 0n)).toBe(valueMinor);
      expect(standings).toHaveLength(1);
      expect(BUCKETS).toContain(standings[0]?.bucket);
    },
  );

  it.for(publicRefunds)('the refund of $file waits for its order', async ({ topic, body }) => {
    const shop = await makeShop({ currency: 'USD' });
    expect(await deliver(shop, topic, body)).toBe('stored');
    const { receipts } = await settled(shop);
    expect(receipts).toMatchObject([{ state: 'done' }]);
    expect(await db.refund.count({ where: { shopId: shop.id } })).toBe(1);
  });

  it.for(edits)('the edit of $file has its order asked for, which Shopify does not have', async (payload) => {
    expect(await deliver(editedShop, payload.topic, payload.body)).toBe('stored');
    const { receipts } = await settled(editedShop);
    expect(receipts.at(-1)).toMatchObject({ state: 'ignored', reason: 'order_gone' });
  });

  it.for(others)('the $topic of $file is worked off', async ({ topic, body }) => {
    const shop = await makeShop();
    expect(await deliver(shop, topic, body)).toBe('stored');
    const strangers = topic.includes('marketing_consent');
    expect((await settled(shop)).receipts).toMatchObject([
      strangers ? { state: 'ignored', reason: 'not_a_contact' } : { state: 'done' },
    ]);
  });

  it.for(ignored)('the $topic of $file is stored and left alone for a named reason', async (payload) => {
    const shop = await makeShop();
    expect(await deliver(shop, payload.topic, payload.body)).toMatch(
      /^ignored:(?:topic_not_subscribed|unknown_topic)$/,
    );
    const own = { where: { shopId: shop.id } };
    expect(await db.webhookReceipt.findMany(own)).toMatchObject([{ state: 'ignored', body: payload.body }]);
    expect(await workOff()).toBe(0);
  });

  it('make one order for each id in one shop, whatever tells of it, each in one bucket', async () => {
    const shop = await makeShop({ currency: 'USD' });
    for (const { topic, body } of [...publicRefunds, ...orders]) await deliver(shop, topic, body);
    const { orders: saved, standings, ledger } = await settled(shop);
    const ids = new Set(orders.map(({ body }) => parseOrderPayload(body).id));
    expect(new Set(saved.map(({ id }) => id))).toEqual(ids);
    expect(new Set(standings.map(({ orderId }) => orderId))).toEqual(ids);
    expect(saved.length).toBe(ids.size);
    expect(standings.length).toBe(ids.size);
    const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
    expect(sum(ledger.map(({ totalMinor }) => totalMinor))).toBe(
      sum(saved.map(({ valueMinor }) => valueMinor)),
    );
  });
});

describe('pixel events that nobody here made, as our pixel would tell them', () => {
  const now = new Date().toISOString();
  const completed = pixelPayloads.filter(({ event }) => event.name === 'checkout_completed');

  it.for(pixelPayloads)('the page of $file is read as a landing or as none', ({ event }) => {
    const landing = landingOf(event as unknown as PageView);
    if (landing) expect(Object.keys(landing)).toEqual(expect.arrayContaining(['at', 'path']));
    expect(JSON.stringify(landing ?? '')).not.toContain('?');
  });

  it.for(completed)(
    'the checkout of $file comes in through the door, with the landings before',
    async (one) => {
      const shop = await makeShop();
      const event = one.event as unknown as CompletedCheckout & PageView;
      const seen = pixelPayloads.flatMap(({ event: page }) => landingOf(page as unknown as PageView) ?? []);
      // They are years old; the door takes what happened within the longest window.
      const landings = seen.map((landing) => ({ ...landing, at: now }));
      const told = wireEventOf(shop.pixelAccount, { ...event, timestamp: now }, landings);
      const response = await intake.request('/pixel', { method: 'POST', body: JSON.stringify(told) });
      expect(response.headers.get('X-Sales-Trail')).toBe('stored');
      await workOffPixels();
      const token = event.data.checkout.token ?? '';
      expect(await db.checkout.findMany({ where: { shopId: shop.id } })).toMatchObject([{ token }]);
      const { length } = await db.touch.findMany({ where: { shopId: shop.id } });
      expect(length).toBe(new Set(landings.map((landing) => JSON.stringify(landing))).size);
    },
  );

  it('and all payloads were found', () => {
    const kinds = new Map<string, number>();
    const resources = webhookPayloads.map(({ topic }) => topic.split('/')[0] ?? '');
    for (const resource of resources) kinds.set(resource, (kinds.get(resource) ?? 0) + 1);
    const told = [...kinds].sort().map(([resource, count]) => `${resource} ${count}`);
    console.log(
      `conformance: ${orders.length} orders, ${publicRefunds.length} refunds, ${edits.length} edits, ${others.length} other subscribed, ` +
        `${ignored.length} not subscribed, ${pixelPayloads.length} pixel events (${completed.length} checkouts); ${told.join(', ')}`,
    );
    expect(orders.length > 30 && completed.length > 2 && ignored.length > 60).toBe(hasPublicPayloads);
  });
});
