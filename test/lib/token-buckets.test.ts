import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenBuckets } from '~/lib/token-buckets';

const times = (count: number, take: () => boolean) =>
  Array.from({ length: count }, take).filter(Boolean).length;

describe('a token bucket', () => {
  it('gives as many at once as it holds, and then as many as the time that passes brings', () => {
    const take = tokenBuckets({ burst: 3, perSecond: 2, keys: 10 });
    expect(times(5, () => take('a', 0))).toBe(3);
    expect(times(5, () => take('a', 499))).toBe(0);
    expect(times(5, () => take('a', 500))).toBe(1);
    expect(times(5, () => take('a', 60_000))).toBe(3);
  });

  it('of one key is not that of another', () => {
    const take = tokenBuckets({ burst: 1, perSecond: 1, keys: 10 });
    expect([take('a', 0), take('a', 0), take('b', 0)]).toEqual([true, false, true]);
  });

  it('never gives more than it holds and time brings, however the requests come and the clock runs', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: -2_000, max: 5_000 }), { maxLength: 200 }),
        (burst, perSecond, steps) => {
          const take = tokenBuckets({ burst, perSecond, keys: 4 });
          let now = 0;
          let latest = 0;
          let given = 0;
          for (const step of steps) {
            now = Math.max(0, now + step);
            latest = Math.max(latest, now);
            if (take('a', now)) given += 1;
          }
          expect(given).toBeLessThanOrEqual(burst + (latest / 1_000) * perSecond + 1e-6);
        },
      ),
    );
  });

  it('is forgotten only when as many other keys came since, and then begins anew', () => {
    const take = tokenBuckets({ burst: 1, perSecond: 0.001, keys: 100 });
    take('flood', 0);
    for (let index = 0; index < 99; index += 1) take(`v${index}`, 0);
    expect(take('flood', 0)).toBe(false);
    for (let index = 0; index < 500; index += 1) {
      take(`w${index}`, 0);
      if (index % 50 === 0) expect(take('flood', 0)).toBe(false);
    }
    for (let index = 0; index < 300; index += 1) take(`x${index}`, 0);
    expect(take('flood', 0)).toBe(true);
  });
});
