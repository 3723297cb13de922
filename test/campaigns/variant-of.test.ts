import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInHoldout } from '~/campaigns/holdout.server';
import { variantOf } from '~/campaigns/variant-of.server';
import { type Variant, VARIANTS } from '~/campaigns/variants';

const CONTACTS = Array.from({ length: 12_000 }, (_, id) => BigInt(id + 1));

/** Not met by chance in a million years of running this. */
const within = (count: number, of: number, share: number) => {
  const deviation = Math.sqrt(of * share * (1 - share));
  expect(Math.abs(count - of * share)).toBeLessThanOrEqual(7 * deviation);
};

const lettersOf = (count: number) => VARIANTS.slice(0, count) as unknown as [Variant, ...Variant[]];

describe('the variant of a contact', () => {
  it('is drawn in the shares that it should be, whatever campaign, share and number of variants', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        fc.integer({ min: 10, max: 100 }),
        fc.integer({ min: 2, max: 4 }),
        (campaign, percent, count) => {
          const of = variantOf(1, campaign, lettersOf(count), percent);
          const drawn = CONTACTS.map(of);
          within(drawn.filter((one) => one === 'rest').length, CONTACTS.length, 1 - percent / 100);
          for (const letter of lettersOf(count))
            within(drawn.filter((one) => one === letter).length, CONTACTS.length, percent / 100 / count);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is the same whenever it is asked, and the only one where there is one alone', () => {
    const draw = () => CONTACTS.slice(0, 500).map(variantOf(3, 7n, ['A', 'C'], 40));
    expect(draw()).toEqual(draw());
    expect(new Set(CONTACTS.slice(0, 500).map(variantOf(3, 7n, ['A'], 10)))).toEqual(new Set(['A']));
  });

  it('takes part in a larger test too, with the same variant', () => {
    const [small, large] = [20, 60].map((percent) => variantOf(1, 7n, ['A', 'B'], percent));
    for (const contact of CONTACTS.slice(0, 2_000))
      if (small?.(contact) !== 'rest') expect(large?.(contact)).toBe(small?.(contact));
  });

  it('is independent of the holdout, and of that of another campaign', () => {
    const of = variantOf(1, 7n, ['A', 'B'], 100);
    const other = variantOf(1, 8n, ['A', 'B'], 100);
    const a = CONTACTS.filter((contact) => of(contact) === 'A');
    within(a.filter(isInHoldout(1, 7n, 30)).length, a.length, 0.3);
    within(a.filter((contact) => other(contact) === 'A').length, a.length, 0.5);
  });
});
