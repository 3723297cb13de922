import { describe, expect, it } from 'vitest';
import { seededRandom } from '~/lib/seeded-random';
import { bootstrapIntervals } from '~/attribution/models/bootstrap';
import { MarkovTally } from '~/attribution/models/markov';
import { ShapleyTally } from '~/attribution/models/shapley';
import { journeys, tallied } from '#test/support/journeys-factory.ts';

const table = [journeys('ab', 40, 400, 60), journeys('a', 100, 1_000, 300), journeys('cb', 20, 900, 10)];
const TALLIES = { shapley: () => new ShapleyTally(), markov: () => new MarkovTally(1) };

describe.each(Object.entries(TALLIES))('bootstrap intervals of %s', (_, tally) => {
  it('hold the estimate between their ends', () => {
    const intervals = bootstrapIntervals(table, tally, seededRandom(1));
    const estimates = tallied(tally(), table).totals();
    expect(intervals).toHaveLength(estimates.length);
    for (const { channel, conversions, value } of estimates) {
      const found = intervals.find((interval) => interval.channel === channel);
      expect(found?.conversions[0]).toBeLessThan(conversions);
      expect(found?.conversions[1]).toBeGreaterThan(conversions);
      expect(found?.value[0]).toBeLessThan(value);
      expect(found?.value[1]).toBeGreaterThan(value);
    }
  });

  it('are the same again by the same chance', () => {
    expect(bootstrapIntervals(table, tally, seededRandom(7))).toEqual(
      bootstrapIntervals(table, tally, seededRandom(7)),
    );
  });

  it('are narrower, beside what they measure, the more there is', () => {
    const width = (times: number) => {
      const more = table.map((some) => ({
        ...some,
        conversions: some.conversions * times,
        value: some.value * times,
        nulls: some.nulls * times,
      }));
      const [first] = bootstrapIntervals(more, tally, seededRandom(3));
      return ((first?.conversions[1] ?? 0) - (first?.conversions[0] ?? 0)) / times;
    };
    // A hundred times the data make it a tenth as wide, about.
    expect(width(1) / width(100)).toBeGreaterThan(6);
    expect(width(1) / width(100)).toBeLessThan(16);
  });
});

describe('the chance of an interval', () => {
  it('is that of counts: of 100 orders by one channel, from about 80 to 120', () => {
    const [only] = bootstrapIntervals([journeys('a', 100)], TALLIES.shapley, seededRandom(5));
    expect(only?.conversions[0]).toBeGreaterThan(72);
    expect(only?.conversions[0]).toBeLessThan(88);
    expect(only?.conversions[1]).toBeGreaterThan(112);
    expect(only?.conversions[1]).toBeLessThan(128);
  });
});
