import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { nextPollAfterMs } from '~/orders/journey';
import { awaitJourney, findJourney, saveJourney } from '~/orders/journey-store.server';
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
    expect(await awaitJourney(shop, 5n, db)).toBe(true);
    expect(await awaitJourney(shop, 5n, db)).toBe(false);
    const visits = [{ at: now.toISOString(), landingPage: '/a', referrer: null, utm: null }];
    await saveJourney(shop, 5n, { state: 'waiting', visits: [] }, now);
    await saveJourney(shop, 5n, { state: 'ready', visits }, now);
    await saveJourney(shop, 5n, { state: 'expired', visits: [] }, now);
    expect(await findJourney(shop, 5n)).toMatchObject({ state: 'ready', visits, polls: 2, fetchedAt: now });
  });
});
