import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db, pool, type Shop } from '~/db.server';
import { fetchJourney } from '~/jobs/fetch-journey';
import { awaitJourney, findJourney } from '~/orders/journey-store.server';
import { waitingJobs } from '#test/support/intake-factory.ts';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let platform: LocalPlatform;
let shop: Shop;
const order = 700n;
const fetch = () => fetchJourney({ shopId: shop.id, orderId: order.toString() });
const job = () => ({ shopId: shop.id, orderId: order.toString() });
const summary = (some: object) => ({
  order: {
    customerJourneySummary: { ready: true, firstVisit: null, lastVisit: null, moments: null, ...some },
  },
});
const answers = (data: unknown) => platform.nextAnswers.push({ status: 200, body: { data } });

/** In how many seconds, about, the waiting job of this order runs. */
async function waitsFor(): Promise<number | undefined> {
  const { rows } = await pool.query<{ seconds: number }>(
    `SELECT extract(epoch FROM run_at - now())::float AS seconds FROM graphile_worker.jobs WHERE key = $1`,
    [`journey:${shop.id}:${order}`],
  );
  return rows[0]?.seconds;
}

beforeAll(async () => {
  platform = await startLocalPlatform();
});
beforeEach(async () => {
  await pool.query('DELETE FROM graphile_worker._private_jobs');
  await db.shop.deleteMany();
  platform.nextAnswers.length = 0;
  await platform.signIn();
  shop = await makeShop({ domain: platform.state.shop.domain });
  await awaitJourney(shop.id, order, db);
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
    await fetch();
    expect(await findJourney(shop.id, order)).toMatchObject({
      state: 'ready',
      polls: 1,
      visits: [{ at: '2026-11-20T08:10:00.000Z', landingPage: visit.landingPage, referrer: null, utm: null }],
    });
    expect(await waitingJobs('attribute-order')).toEqual([job()]);
    expect(await waitingJobs('fetch-journey')).toEqual([]);
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
    await fetch();
    expect(await findJourney(shop.id, order)).toMatchObject({
      state: 'ready',
      visits: [{ landingPage: 'https://shop.test/', utm: { source: 'ab', medium: null } }],
    });
  });

  it('of a shop that is gone is given up, and the order decided without', async () => {
    await db.shop.updateMany({ data: { uninstalledAt: new Date() } });
    await fetch();
    expect(await findJourney(shop.id, order)).toMatchObject({ state: 'expired' });
    expect(await waitingJobs('attribute-order')).toEqual([job()]);
    expect(await waitingJobs('fetch-journey')).toEqual([]);
  });

  it('is asked for again while it is not ready, ever later', async () => {
    answers(summary({ ready: false }));
    await fetch();
    expect(await findJourney(shop.id, order)).toMatchObject({ state: 'waiting', polls: 1 });
    expect(await waitsFor()).toBeLessThanOrEqual(10);
    await db.orderJourney.updateMany({ data: { polls: 10 } });
    answers(summary({ ready: false }));
    await fetch();
    expect(await waitsFor()).toBeGreaterThan(3_000);
    expect(await waitingJobs('attribute-order')).toEqual([]);
  });

  it('is given up after a day, and the order is decided without', async () => {
    await db.orderJourney.updateMany({ data: { polls: 28 } });
    answers(summary({ ready: false }));
    await fetch();
    expect(await findJourney(shop.id, order)).toMatchObject({ state: 'expired' });
    expect(await waitingJobs('attribute-order')).toEqual([job()]);
    expect(await waitingJobs('fetch-journey')).toEqual([]);
  });

  it('is absent where Shopify has none', async () => {
    answers({ order: { customerJourneySummary: null } });
    await fetch();
    expect(await findJourney(shop.id, order)).toMatchObject({ state: 'absent' });
    expect(await waitingJobs('attribute-order')).toEqual([job()]);
  });

  it('counts as not ready where Shopify refuses', async () => {
    const refusal = { message: 'no', extensions: { code: 'ACCESS_DENIED' } };
    platform.nextAnswers.push({ status: 200, body: { errors: [refusal] } });
    await fetch();
    expect(await findJourney(shop.id, order)).toMatchObject({ state: 'waiting', polls: 1 });
    expect(await waitingJobs('fetch-journey')).toEqual([job()]);
  });

  it('waits for the merchant where access is lost, without counting', async () => {
    await db.session.deleteMany();
    await fetch();
    expect(await findJourney(shop.id, order)).toMatchObject({ state: 'waiting', polls: 0 });
    expect(await waitsFor()).toBeGreaterThan(3_000);
  });

  it('is not asked for once it is final, or the shop was erased', async () => {
    answers(summary({}));
    await fetch();
    await fetch();
    await db.shop.deleteMany();
    await fetch();
    expect(await findJourney(shop.id, order)).toMatchObject({ state: 'absent', polls: 1 });
  });
});
