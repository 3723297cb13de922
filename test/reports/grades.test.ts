import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRADES } from '~/attribution/evidence';
import type { GradeSum } from '~/reports/grade-sums.server';
import { interpretGrades } from '~/reports/grades';

const sum = (grade: GradeSum['grade'], amountMinor: bigint, orders = 1): GradeSum => ({
  grade,
  orders,
  amountMinor,
});
const grades = (sums: GradeSum[] | null) => interpretGrades(sums, 'EUR');

describe('what credited revenue rests on', () => {
  it('is told in shares, by kinds of evidence, and line by line, the best first', () => {
    const view = grades([
      sum('discount_code', 700n),
      sum('journey_tags', 1_100n, 2),
      sum('click_id', 8_000n, 9),
      sum('cart_click_id', 200n),
    ]);
    expect(view.sentence).toBe(
      '82% of the credited revenue rests on signed clicks, 11% on tags of visits and 7% on discount codes.',
    );
    expect(view.parts.map(({ grade, orders, share, amount }) => [grade, orders, share, amount])).toEqual([
      ['click_id', '9', '80%', '€80.00'],
      ['cart_click_id', '1', '2%', '€2.00'],
      ['journey_tags', '2', '11%', '€11.00'],
      ['discount_code', '1', '7%', '€7.00'],
    ]);
    expect(view.total).toBe('€100.00');
    expect(grades([sum('contact_click', 5n)]).sentence).toBe(
      '100% of the credited revenue rests on clicks of known contacts.',
    );
    expect(grades([sum('click_id', 1n), sum('contact_click', 1n)]).sentence).toBe(
      '50% of the credited revenue rests on signed clicks and 50% on clicks of known contacts.',
    );
  });

  it('adds up to the whole, to the tenth of a percent, whatever the amounts', () => {
    const amounts = fc.uniqueArray(fc.tuple(fc.constantFrom(...GRADES), fc.bigInt(0n, 10n ** 15n)), {
      selector: ([grade]) => grade,
      minLength: 1,
    });
    fc.assert(
      fc.property(amounts, (of) => {
        fc.pre(of.some(([, amount]) => amount > 0n));
        const { parts, sentence } = grades(of.map(([grade, amount]) => sum(grade, amount)));
        const tenths = (texts: string[]) =>
          texts.reduce((total, text) => total + Math.round(Number.parseFloat(text) * 10), 0);
        expect(parts).toHaveLength(of.length);
        expect(tenths(parts.map(({ share }) => share ?? ''))).toBe(1_000);
        expect(tenths([...sentence.matchAll(/[\d.]+%/g)].map(([text]) => text))).toBe(1_000);
      }),
    );
  });

  it('has no shares where nothing is credited, where refunds took more back, or where nobody kept the evidence', () => {
    expect(grades([])).toEqual({
      sentence: 'Nothing is credited, so nothing rests on any evidence.',
      parts: [],
      total: '€0.00',
    });
    const below = grades([sum('click_id', 500n), sum('journey_tags', -200n)]);
    expect(below.parts.map(({ share, amount }) => [share, amount])).toEqual([
      [null, '€5.00'],
      [null, '-€2.00'],
    ]);
    expect(below.sentence).toBe('What refunds took back leaves no shares to tell.');
    expect(grades(null)).toMatchObject({
      sentence: 'On which evidence credits rest is known of the version in force alone.',
      parts: [],
    });
  });
});
