import { describe, expect, it } from 'vitest';
import { retryWaitMs, throttleWaitMs } from '~/shopify/throttle';

const cost = (requestedQueryCost: number, currentlyAvailable: number, restoreRate: number) => ({
  requestedQueryCost,
  throttleStatus: { maximumAvailable: 2_000, currentlyAvailable, restoreRate },
});

describe('waiting for Shopify', () => {
  it.each([
    ['until the bucket holds what the request costs', cost(300, 50, 100), 2_500],
    ['a moment, where it holds enough by now', cost(10, 900, 100), 50],
    ['never longer than ten seconds', cost(1_000, 0, 1), 10_000],
    ['a second, where the answer does not say', undefined, 1_000],
    ['a second, where the answer makes no sense', cost(300, 50, 0), 1_000],
  ])('when throttled lasts %s', (_case, said, ms) => {
    expect(throttleWaitMs(said)).toBe(ms);
  });

  it('after a failure lasts as long as Shopify says, or ever longer', () => {
    expect(retryWaitMs('2.0', 0)).toBe(2_000);
    expect(retryWaitMs('3600', 0)).toBe(10_000);
    expect([0, 1, 2, 3].map((attempt) => retryWaitMs(null, attempt))).toEqual([250, 500, 1_000, 2_000]);
    expect(retryWaitMs('Wed, 21 Oct 2026 07:28:00 GMT', 1)).toBe(500);
  });
});
