import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval, newcombe, type Sums, welch, wilson } from '~/lib/intervals';

describe('the interval of a share', () => {
  it('is Wilson’s, as worked out in Newcombe 1998, part 1, table I', () => {
    const { low, high } = wilson(81, 263);
    expect([low, high].map((share) => share.toFixed(4))).toEqual(['0.2553', '0.3662']);
    expect(wilson(0, 20).low).toBe(0);
    expect(wilson(0, 20).high).toBeCloseTo(0.1611, 4);
  });
});

const sumsOf = (values: number[]): Sums => ({
  count: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value * value, 0),
});

describe('the interval of a difference of shares', () => {
  it('is Newcombe’s method 10, as worked out in Newcombe 1998, part 2, table II', () => {
    const { difference, low, high } = newcombe({ part: 56, whole: 70 }, { part: 48, whole: 80 });
    expect(difference).toBeCloseTo(0.2, 10);
    expect(low).toBeCloseTo(0.0524, 3);
    expect(high).toBeCloseTo(0.3339, 3);
  });

  it('mirrors itself where the groups change places, and holds the difference', () => {
    const share = fc
      .integer({ min: 1, max: 5_000 })
      .chain((whole) => fc.record({ part: fc.integer({ min: 0, max: whole }), whole: fc.constant(whole) }));
    fc.assert(
      fc.property(share, share, (one, other) => {
        const [there, back] = [newcombe(one, other), newcombe(other, one)];
        expect(there.low).toBeCloseTo(-back.high, 10);
        expect(there.low).toBeLessThanOrEqual(there.difference + 1e-12);
        expect(there.high).toBeGreaterThanOrEqual(there.difference - 1e-12);
      }),
    );
  });
});

describe('the interval of a difference of means', () => {
  it('is Welch’s: two textbook samples of unequal variance', () => {
    // Sample variances 2.5 and 10 of five each: t(0.975, 5.8824) = 2.4589, standard error √2.5.
    const { difference, low, high } = welch(sumsOf([1, 2, 3, 4, 5]), sumsOf([2, 4, 6, 8, 10]));
    expect(difference).toBeCloseTo(-3, 10);
    expect(low).toBeCloseTo(-3 - 2.4589 * Math.sqrt(2.5), 1);
    expect(high).toBeCloseTo(-3 + 2.4589 * Math.sqrt(2.5), 1);
  });

  it('is nothing but the difference where nothing varies', () => {
    expect(welch(sumsOf([2, 2]), sumsOf([1, 1]))).toEqual({ difference: 1, low: 1, high: 1 });
  });

  it('of one mean has Student’s quantile: 2.0930 with 19 degrees of freedom', () => {
    const values = Array.from({ length: 20 }, (_, n) => n);
    // The variance of 0…19 is 35.
    const { low, high } = meanInterval(sumsOf(values));
    expect(low).toBeCloseTo(9.5 - 2.093 * Math.sqrt(35 / 20), 2);
    expect(high).toBeCloseTo(9.5 + 2.093 * Math.sqrt(35 / 20), 2);
  });
});
