import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalOf, valueOf, verdictOn } from '~/campaigns/variant-verdict';
import { VARIANTS, WINNER_METRICS } from '~/campaigns/variants';
import { variantFigures as figures } from '#test/support/variant-factory';

describe('the verdict on variants', () => {
  it('is clear where the lead is more than chance, with its interval', () => {
    const verdict = verdictOn('clicks', [figures('A', { clicked: 40 }), figures('B', { clicked: 80 })]);
    expect(verdict).toMatchObject({ leader: 'B', state: 'clear', runnerUp: { with: 'A' } });
    expect(verdict.runnerUp.difference).toBeCloseTo(0.04, 10);
    expect(verdict.runnerUp.low).toBeGreaterThan(0);
  });

  it('is unclear where it may be chance, and names the leader all the same', () => {
    expect(verdictOn('clicks', [figures('A', { clicked: 50 }), figures('B', { clicked: 55 })])).toMatchObject(
      { leader: 'B', state: 'unclear' },
    );
  });

  it('is withheld with too few events, or a variant that nobody got', () => {
    expect(verdictOn('clicks', [figures('A', { clicked: 9 }), figures('B', { clicked: 1 })]).state).toBe(
      'too_few',
    );
    expect(
      verdictOn('clicks', [figures('A', { clicked: 90 }), figures('B', { delivered: 0 })]),
    ).toMatchObject({ leader: 'A', state: 'too_few' });
  });

  it('asks more of a lead over three others than of one over one', () => {
    const [a, b] = [figures('A', { clicked: 50 }), figures('B', { clicked: 72 })];
    expect(verdictOn('clicks', [a, b]).state).toBe('clear');
    const more = [figures('C', { clicked: 50 }), figures('D', { clicked: 50 })];
    expect(verdictOn('clicks', [a, b, ...more]).state).toBe('unclear');
  });

  it('takes the first of equal ones', () => {
    expect(verdictOn('opens', [figures('C'), figures('A'), figures('B')]).leader).toBe('A');
  });

  it('compares revenue by its spread: one large order proves nothing, many alike do', () => {
    const one = figures('B', { buyers: 11, revenueMinor: 110_000n, revenueSquares: 100_000 ** 2 });
    const none = figures('A', { buyers: 10, revenueMinor: 10_000n, revenueSquares: 10 * 1_000 ** 2 });
    expect(verdictOn('revenue', [none, one])).toMatchObject({ leader: 'B', state: 'unclear' });
    const many = figures('B', { buyers: 110, revenueMinor: 110_000n, revenueSquares: 110 * 1_000 ** 2 });
    expect(verdictOn('revenue', [none, many])).toMatchObject({ leader: 'B', state: 'clear' });
  });

  it('names as leader whoever has the best value, in whatever order they come', () => {
    const anyFigures = fc
      .array(
        fc.record({
          delivered: fc.integer({ min: 0, max: 5_000 }),
          clicked: fc.nat(5_000),
          opened: fc.nat(5_000),
          buyers: fc.nat(50),
          revenue: fc.nat(1_000_000),
        }),
        { minLength: 2, maxLength: 4 },
      )
      .map((rows) =>
        rows.map(({ delivered, clicked, opened, buyers, revenue }, at) =>
          figures(VARIANTS[at] ?? 'A', {
            delivered,
            clicked: Math.min(clicked, delivered),
            opened: Math.min(opened, delivered),
            buyers,
            revenueMinor: BigInt(revenue),
            revenueSquares: revenue ** 2,
          }),
        ),
      );
    fc.assert(
      fc.property(anyFigures, fc.constantFrom(...WINNER_METRICS), (all, metric) => {
        const verdict = verdictOn(metric, all);
        const best = Math.max(...all.map((one) => valueOf(metric, one)));
        const leader = all.find(({ variant }) => variant === verdict.leader);
        expect(leader && valueOf(metric, leader)).toBe(best);
        expect(verdictOn(metric, all.toReversed())).toEqual(verdict);
      }),
    );
  });
});

describe('the interval of a variant', () => {
  it('holds its value, and is none where next to nothing was delivered', () => {
    const value = figures('A', { clicked: 30, buyers: 30, revenueMinor: 30_000n, revenueSquares: 3e7 });
    for (const metric of ['clicks', 'orders', 'revenue'] as const) {
      const { low, high } = intervalOf(metric, value) ?? { low: 1, high: 0 };
      expect(low).toBeLessThan(valueOf(metric, value));
      expect(high).toBeGreaterThan(valueOf(metric, value));
    }
    expect(intervalOf('clicks', figures('A', { delivered: 1 }))).toBeUndefined();
  });
});
