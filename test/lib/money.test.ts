import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exponentOf,
  formatMoney,
  isSplitExact,
  parseAmount,
  splitByWeights,
  splitUnits,
  toDecimal,
} from '~/lib/money';

describe('amounts', () => {
  it.each([
    ['12.30', 'EUR', 1230n],
    ['1750', 'JPY', 1750n],
    ['1.234', 'KWD', 1234n],
    ['-0.05', 'USD', -5n],
    ['.5', 'EUR', 50n],
    ['19.999', 'EUR', 2000n],
    ['9007199254740993.01', 'EUR', 900719925474099301n],
  ])('reads %s %s as %s minor units', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor);
  });

  it('reads numbers, also those that JavaScript prints with an exponent', () => {
    expect(parseAmount(75.1, 'EUR')).toBe(7510n);
    expect(parseAmount(1e-7, 'EUR')).toBe(0n);
  });

  it.each(['', '.', '1,50', 'abc', '1e3'])('refuses %j', (text) => {
    expect(() => parseAmount(text, 'EUR')).toThrow(RangeError);
  });

  it('prints what it read, for any amount and currency', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.constantFrom('EUR', 'JPY', 'KWD', 'XXX'),
        (minor, currency) => {
          expect(parseAmount(toDecimal({ minor, currency }), currency)).toBe(minor);
        },
      ),
    );
  });

  it('knows decimals by currency, and takes two for a code nobody knows', () => {
    expect(['EUR', 'JPY', 'KWD', 'nonsense'].map(exponentOf)).toEqual([2, 0, 3, 2]);
  });

  it('formats amounts too large for a JavaScript number without losing a cent', () => {
    expect(formatMoney({ minor: 900719925474099301n, currency: 'EUR' })).toBe('€9,007,199,254,740,993.01');
  });
});

describe('a split', () => {
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 1_000_000n }), { minLength: 1, maxLength: 12 })
    .filter((list) => list.some((w) => w > 0n));

  it('sums to the whole, whatever the amount and the weights', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), weights, (minor, list) => {
        expect(splitByWeights(minor, list).reduce((sum, part) => sum + part, 0n)).toBe(minor);
      }),
    );
  });

  it('keeps each part within one unit of its exact share', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), weights, (minor, list) => {
        const total = list.reduce((sum, weight) => sum + weight, 0n);
        splitByWeights(minor, list).forEach((part, index) => {
          const difference = part * total - minor * (list[index] ?? 0n);
          expect(difference > -total && difference < total).toBe(true);
        });
      }),
    );
  });

  it('comes to the same in numbers, where their products are exact', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(10 ** 9), max: 10 ** 9 }),
        fc.array(fc.integer({ min: 0, max: 10 ** 5 }), { minLength: 1, maxLength: 12 }),
        (units, list) => {
          fc.pre(list.some((weight) => weight > 0));
          expect(isSplitExact(units, 12 * 10 ** 5)).toBe(true);
          expect(splitUnits(units, list).map(BigInt)).toEqual(
            splitByWeights(BigInt(units), list.map(BigInt)),
          );
        },
      ),
      { numRuns: 1_000 },
    );
    expect(isSplitExact(10 ** 9, 10 ** 9)).toBe(false);
    expect(() => splitUnits(1, [0])).toThrow(RangeError);
    expect(() => splitUnits(1, [2, -1])).toThrow(RangeError);
  });

  it('gives the odd cent to the largest remainder, the earlier part first', () => {
    expect(splitByWeights(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(splitByWeights(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]);
    expect(splitByWeights(10n, [1n, 2n])).toEqual([3n, 7n]);
  });
});
