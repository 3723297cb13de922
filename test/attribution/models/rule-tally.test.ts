import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditsOf } from '~/attribution/credit';
import { RULE_MODELS } from '~/attribution/facts';
import { inProportion, inWholeUnits, RuleTallies, ruleTally } from '~/attribution/models/rule-tally';
import { before } from '#test/support/attribution-factory';
import { byChannel, journeys, tallied } from '#test/support/journeys-factory.ts';

const orders = fc.array(
  fc.record({
    touches: fc.array(fc.record({ message: fc.bigInt(1n, 5n), hours: fc.integer({ min: 0, max: 2_000 }) }), {
      minLength: 1,
      maxLength: 12,
    }),
    value: fc.integer({ min: -1_000, max: 10 ** 12 }),
  }),
  { minLength: 1, maxLength: 10 },
);

describe('channel totals under a rule', () => {
  it.each(RULE_MODELS)('%s: are the sums of the credits of each order, to the minor unit', (model) => {
    fc.assert(
      fc.property(orders, (some) => {
        const tally = ruleTally(model, inWholeUnits);
        const expected: Record<string, number> = {};
        for (const { touches, value } of some) {
          const path = touches
            .toSorted((a, b) => b.hours - a.hours)
            .map(({ message, hours }) => ({
              at: before({ hours }),
              timed: true,
              origin: { kind: 'message' as const, versionId: message },
              grade: 'pixel_tags' as const,
              sightings: [],
            }));
          tally.add({
            channels: path.map(({ origin }) => String(origin.versionId)),
            times: path.map(({ at }) => at.getTime()),
            conversions: 1,
            value,
            nulls: 0,
          });
          const taken = new Set<string>();
          for (const credit of creditsOf(model, path, BigInt(value))) {
            const channel = String(credit.versionId);
            if (model === 'any_click' && taken.has(channel)) continue;
            taken.add(channel);
            expected[channel] = (expected[channel] ?? 0) + Number(credit.amountMinor);
          }
        }
        for (const { channel, value } of tally.totals()) expect(value).toBe(expected[channel] ?? 0);
      }),
    );
  });

  it('come to the same in one pass as one by one', () => {
    const table = [journeys('aab', 2, 9), journeys('cb', 1, 5), journeys('a', 4, 7)];
    const together = new RuleTallies(RULE_MODELS, inProportion);
    for (const some of table) together.add(some);
    for (const model of RULE_MODELS) {
      expect(together.totals(model)).toEqual(tallied(ruleTally(model, inProportion), table).totals());
    }
  });

  it('count a channel as often as it was touched, and once where each click takes all', () => {
    const totals = (model: (typeof RULE_MODELS)[number]) =>
      byChannel(tallied(ruleTally(model, inProportion), [journeys('aabc', 4)]).totals());
    expect(totals('linear')).toEqual({ a: 2, b: 1, c: 1 });
    expect(totals('position_based')).toEqual({ a: 2, b: 0.4, c: 1.6 });
    expect(totals('last_click')).toEqual({ a: 0, b: 0, c: 4 });
    expect(totals('any_click')).toEqual({ a: 4, b: 4, c: 4 });
  });
});
