import { describe, expect, it } from 'vitest';
import { shareWithin, smallestDetectableRise } from '~/campaigns/holdout-power';
import { isInHoldout } from '~/campaigns/holdout.server';

const CONTACTS = Array.from({ length: 20_000 }, (_, id) => BigInt(id + 1));
const heldOut = (campaign: bigint, percent: number | null, shop = 1) =>
  CONTACTS.filter(isInHoldout(shop, campaign, percent));

describe('a holdout', () => {
  it('is the same whenever it is asked, and about the share that it should be', () => {
    for (const percent of [1, 10, 50]) {
      const once = heldOut(7n, percent);
      expect(heldOut(7n, percent)).toEqual(once);
      const expected = (CONTACTS.length * percent) / 100;
      const deviation = Math.sqrt(expected * (1 - percent / 100));
      expect(Math.abs(once.length - expected)).toBeLessThan(5 * deviation);
    }
    expect(heldOut(7n, null)).toEqual([]);
  });

  it('is independent of that of another campaign and another shop', () => {
    const one = new Set(heldOut(7n, 10));
    for (const other of [heldOut(8n, 10), heldOut(7n, 10, 2)]) {
      const both = other.filter((id) => one.has(id)).length;
      expect(Math.abs(both - CONTACTS.length / 100)).toBeLessThan(5 * Math.sqrt(CONTACTS.length / 100));
    }
  });

  it('takes more than it did where its share grows, and nobody out', () => {
    const more = new Set(heldOut(7n, 20));
    expect(heldOut(7n, 10).every((id) => more.has(id))).toBe(true);
  });
});

describe('the smallest rise that a holdout detects', () => {
  it('is the one that the textbook’s sample size is made for: 686 a group tell 10 % from 15 %', () => {
    expect(smallestDetectableRise(686, 686, 0.1)).toBeCloseTo(0.05, 3);
    // n = (1.95996 √(2 · 0.06 · 0.94) + 0.84162 √(0.05 · 0.95 + 0.07 · 0.93))² / 0.02² = 2213
    expect(smallestDetectableRise(2_213, 2_213, 0.05)).toBeCloseTo(0.02, 4);
  });

  it('is the smaller the more contacts there are, and the more evenly they are split', () => {
    const rise = (treated: number, without: number) => smallestDetectableRise(treated, without, 0.02) ?? 1;
    expect(rise(90_000, 10_000)).toBeLessThan(rise(9_000, 1_000));
    expect(rise(5_000, 5_000)).toBeLessThan(rise(9_000, 1_000));
  });

  it('is none with too few contacts, or without a rate to begin with', () => {
    expect(smallestDetectableRise(2, 1, 0.5)).toBeUndefined();
    expect(smallestDetectableRise(900, 100, 0)).toBeUndefined();
    expect(smallestDetectableRise(900, 0, 0.1)).toBeUndefined();
  });

  it('takes the rate of the window from that of thirty days', () => {
    expect(shareWithin(0.06, 30, 5)).toBeCloseTo(0.01, 10);
    expect(shareWithin(0.06, 30, 90)).toBe(0.06);
  });
});
