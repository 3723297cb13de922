import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { db, pool, type Shop } from '~/db.server';
import { fetchJourneys } from '~/jobs/fetch-journeys';
import { awaitJourneys } from '~/orders/journey-store.server';
import type { OrderFacts } from '~/orders/order';
import { saveTellings } from '~/orders/order-store.server';
import { marksOf } from '#test/support/backlog.ts';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { orderFacts } from '#test/support/order-facts-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let platform: LocalPlatform;
let shop: Shop;
const order = 700n;
const journey = async () => (await db.orderJourney.findMany({ where: { orderId: order } }))[0];
const summary = (some: object) => ({
  order: {
    customerJourneySummary: { ready: true, firstVisit: null, lastVisit: null, moments: null, ...some },
  },
});
const answers = (data: unknown) => platform.nextAnswers.push({ status: 200, body: { data } });

/** In how many seconds, about, Shopify is asked again. */
const waitsFor = async () => (((await journey())?.dueAt?.getTime() ?? Number.NaN) - Date.now()) / 1_000;

beforeAll(async () => {
  platform = await startLocalPlatform();
});
beforeEach(async () => {
  await db.orderJourney.deleteMany();
  await db.shop.deleteMany();
  platform.nextAnswers.length = 0;
  await platform.signIn();
  shop = await makeShop({ domain: platform.state.shop.domain });
  await awaitJourneys(shop.id, [order], new Date(), db);
});
afterAll(() => platform.stop());

describe('the journey of an order', () => {
  it('is saved once Shopify has it, and the order is decided anew', async () => {
    const visit = {
      id: 'gid://shopify/CustomerVisit/1',
      occurredAt: '2026-11-20T08:10:00Z',
      landingPage: 'https://shop.test/?utm_source=news',
      referrerUrl: null,
      utmParameters: null,
    };
    answers(summary({ lastVisit: visit }));
    await fetchJourneys();
    expect(await journey()).toMatchObject({
      state: 'ready',
      polls: 1,
      visits: [{ at: '2026-11-20T08:10:00.000Z', landingPage: visit.landingPage, referrer: null, utm: null }],
    });
    expect(await marksOf(shop.id)).toEqual([order]);
    expect(await fetchJourneys()).toBe(0);
  });

  it('comes with what was bought on a selling plan, which a later webhook does not take away', async () => {
    const facts = orderFacts({ id: order });
    const tell = (some: OrderFacts) =>
      db.$transaction((tx) => saveTellings(shop.id, [{ kind: 'order', facts: some }], tx));
    await tell(facts);
    const tea = { title: 'Tea', quantity: 1, sellingPlan: { name: 'Every month' } };
    const lineItems = {
      nodes: [{ title: 'Pot', quantity: 1, sellingPlan: null }, tea, { ...tea, quantity: 2 }],
    };
    answers({ order: { customerJourneySummary: null, lineItems } });
    await fetchJourneys();
    await tell({ ...facts, updatedAt: new Date(facts.updatedAt.getTime() + 1_000) });
    expect(await db.order.findMany({ select: { sellingPlan: true } })).toEqual([{ sellingPlan: true }]);
    expect(await db.planLine.findMany({ where: { shopId: shop.id } })).toEqual([
      { shopId: shop.id, orderId: order, title: 'Tea', plan: 'Every month', quantity: 3 },
    ]);
  });

  it('is stored whatever characters a visitor put into the address', async () => {
    const visit = {
      id: 'gid://shopify/CustomerVisit/1',
      occurredAt: '2026-11-24T11:00:00Z',
      landingPage: 'https://shop.test/\ud800',
      referrerUrl: null,
      utmParameters: { source: 'a\u0000b', medium: '\udfff', campaign: null },
    };
    answers(summary({ firstVisit: visit, lastVisit: visit }));
    await fetchJourneys();
    expect(await journey()).toMatchObject({
      state: 'ready',
      visits: [{ landingPage: 'https://shop.test/', utm: { source: 'ab', medium: null } }],
    });
  });

  it('of a shop that is gone is given up, and the order decided without', async () => {
    await db.shop.updateMany({ data: { uninstalledAt: new Date() } });
    await fetchJourneys();
    expect(await journey()).toMatchObject({ state: 'expired' });
    expect(await marksOf(shop.id)).toEqual([order]);
    expect(await fetchJourneys()).toBe(0);
  });

  it('is asked for again while it is not ready, ever later', async () => {
    answers(summary({ ready: false }));
    await fetchJourneys();
    expect(await journey()).toMatchObject({ state: 'waiting', polls: 1 });
    expect(await waitsFor()).toBeLessThanOrEqual(10);
    await db.orderJourney.updateMany({ data: { polls: 10, dueAt: new Date() } });
    answers(summary({ ready: false }));
    await fetchJourneys();
    expect(await waitsFor()).toBeGreaterThan(3_000);
    expect(await marksOf(shop.id)).toEqual([]);
  });

  it('is given up after a day, and the order is decided without', async () => {
    await db.orderJourney.updateMany({ data: { polls: 28 } });
    answers(summary({ ready: false }));
    await fetchJourneys();
    expect(await journey()).toMatchObject({ state: 'expired' });
    expect(await marksOf(shop.id)).toEqual([order]);
    expect(await fetchJourneys()).toBe(0);
  });

  it('is absent where Shopify has none', async () => {
    answers({ order: { customerJourneySummary: null } });
    await fetchJourneys();
    expect(await journey()).toMatchObject({ state: 'absent' });
    expect(await marksOf(shop.id)).toEqual([order]);
  });

  it('counts as not ready where Shopify refuses', async () => {
    const refusal = { message: 'no', extensions: { code: 'ACCESS_DENIED' } };
    platform.nextAnswers.push({ status: 200, body: { errors: [refusal] } });
    await fetchJourneys();
    expect(await journey()).toMatchObject({ state: 'waiting', polls: 1 });
    expect(await waitsFor()).toBeGreaterThan(5);
  });

  it('waits for the merchant where access is lost, without counting', async () => {
    const more = Array.from({ length: 9 }, (_, index) => BigInt(index + 1));
    await awaitJourneys(shop.id, more, new Date(), db);
    await db.session.deleteMany();
    await fetchJourneys();
    expect(await fetchJourneys()).toBe(0); // none of the shop's others is tried either
    expect(await journey()).toMatchObject({ state: 'waiting', polls: 0 });
    expect(await waitsFor()).toBeGreaterThan(3_000);
  });

  it('that was put off is not written again where others come while access is lost', async () => {
    await db.session.deleteMany();
    await fetchJourneys();
    const before = await journey();
    await awaitJourneys(shop.id, [1n], new Date(), db);
    expect(await fetchJourneys()).toBe(1);
    expect((await journey())?.dueAt).toEqual(before?.dueAt);
    expect(await fetchJourneys()).toBe(0);
  });

  it('is saved although that of another order cannot be, which is asked for again later', async () => {
    const refused = 666n;
    await pool.query(`ALTER TABLE order_journey ADD CONSTRAINT refusal CHECK (order_id <> 666 OR polls = 0)`);
    onTestFinished(() =>
      pool.query('ALTER TABLE order_journey DROP CONSTRAINT refusal').then(() => undefined),
    );
    await awaitJourneys(shop.id, [refused], new Date(), db); // due last, so asked for first
    answers({ order: { customerJourneySummary: null } });
    answers({ order: { customerJourneySummary: null } });
    await expect(fetchJourneys()).rejects.toThrow();
    expect(await journey()).toMatchObject({ state: 'absent' });
    expect(await db.orderJourney.findFirst({ where: { orderId: refused } })).toMatchObject({
      state: 'waiting',
      polls: 0,
    });
    expect(await fetchJourneys()).toBe(0);
  });

  it('is not asked for once it is final', async () => {
    answers(summary({}));
    await fetchJourneys();
    expect(await fetchJourneys()).toBe(0);
    expect(await journey()).toMatchObject({ state: 'absent', polls: 1 });
  });

  it('is forgotten where the shop was erased meanwhile', async () => {
    await db.shop.deleteMany();
    expect(await fetchJourneys()).toBe(1);
    expect(await journey()).toBeUndefined();
  });
});
