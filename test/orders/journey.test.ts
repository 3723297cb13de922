import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { nextPollAfterMs } from '~/orders/journey';
import { awaitJourneys, saveJourney, unscopedTakeDueJourneys } from '~/orders/journey-store.server';
import { makeShop } from '#test/support/shop-factory.ts';

const now = new Date('2026-11-20T09:00:00Z');

describe('asking for a journey', () => {
  it('is quick at first, then hourly, and ends after about a day', () => {
    const delays: number[] = [];
    for (let delay = nextPollAfterMs(0); delay !== undefined; delay = nextPollAfterMs(delays.length)) {
      delays.push(delay);
    }
    const hours = delays.reduce((sum, delay) => sum + delay, 0) / 3_600_000;
    expect(delays.slice(0, 3)).toEqual([2_000, 10_000, 60_000]);
    expect(hours).toBeGreaterThan(24);
    expect(hours).toBeLessThan(25);
  });
});

describe('a journey', () => {
  it('is awaited once, counts its polls, and stays as it is once it is final', async () => {
    const { id: shop } = await makeShop();
    await awaitJourneys(shop, [5n], now, db);
    await awaitJourneys(shop, [5n, 6n], new Date(0), db);
    const visits = [{ at: now.toISOString(), landingPage: '/a', referrer: null, utm: null }];
    await saveJourney(shop, 5n, { state: 'waiting', visits: [], dueAt: now }, now);
    await saveJourney(shop, 5n, { state: 'ready', visits, dueAt: null }, now);
    await saveJourney(shop, 5n, { state: 'expired', visits: [], dueAt: null }, now);
    const [found] = await db.orderJourney.findMany({ where: { shopId: shop, orderId: 5n } });
    expect(found).toMatchObject({ state: 'ready', visits, polls: 2, fetchedAt: now, dueAt: null });
  });

  it('that is due is taken by one alone, the latest due first, and is due again should nobody answer', async () => {
    const { id: shop } = await makeShop();
    const [sooner, later] = [new Date(now.getTime() - 2_000), new Date(now.getTime() - 1_000)];
    await db.orderJourney.updateMany({ data: { dueAt: null } });
    await awaitJourneys(shop, [1n, 2n], sooner, db);
    await awaitJourneys(shop, [3n], later, db);
    await awaitJourneys(shop, [4n], new Date(now.getTime() + 1), db);
    const inHand = new Date(now.getTime() + 60_000);
    const take = async (most: number, at = now) =>
      (await unscopedTakeDueJourneys(most, at, inHand))?.journeys.map(({ orderId }) => orderId);
    expect(await take(1)).toEqual([3n]);
    expect((await Promise.all([take(1), take(1)])).flat().sort()).toEqual([1n, 2n]);
    expect(await take(9)).toBeUndefined();
    expect((await take(9, inHand))?.length).toBe(4);
  });
});
