import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Journeys } from '~/attribution/models/journeys';
import { MarkovTally } from '~/attribution/models/markov';
import { byChannel, journeys, sumOf, tables, tallied } from '#test/support/journeys-factory.ts';

const markov = (table: readonly Journeys[], order = 1) => tallied(new MarkovTally(order), table);
const effects = (table: readonly Journeys[], order = 1) =>
  Object.fromEntries(
    markov(table, order)
      .removalEffects()
      .map(({ channel, conversions, value }) => [channel, { conversions, value }]),
  );

describe('Markov removal effects', () => {
  it('are what a hand reckons', () => {
    // a → b → end of 1 in 2, b alone 1 of 2: without a, half of the starts are lost; without b, all.
    const table = [journeys('ab', 1, 10, 1), journeys('b', 1, 10, 1)];
    expect(effects(table)).toEqual({
      a: { conversions: 0.5, value: 0.5 },
      b: { conversions: 1, value: 1 },
    });
    expect(byChannel(markov(table).totals())).toEqual({ a: 2 / 3, b: 4 / 3 });
  });

  it('follow the value, not only the number, of what is lost', () => {
    const table = [journeys('a', 1, 90), journeys('b', 1, 10)];
    const { a, b } = effects(table);
    expect(a).toEqual({ conversions: 0.5, value: 0.9 });
    expect(b?.value).toBeCloseTo(0.1, 12);
  });

  it('count a touch that repeats its channel as a step', () => {
    const once = effects([journeys('ab', 1, 0, 0), journeys('b', 0, 0, 1)]);
    const twice = effects([journeys('abb', 1, 0, 0), journeys('b', 0, 0, 1)]);
    expect(once.a?.conversions).toBeCloseTo(0.5, 12);
    expect(twice.a?.conversions).toBeCloseTo(0.5, 12);
    expect(effects([journeys('aab', 1), journeys('b', 1)]).a?.conversions).toBeCloseTo(0.5, 12);
  });

  it('remember as many touches as the order says', () => {
    // After a, only what came by b before converts: one touch of memory cannot know.
    const table = [journeys('ba', 10, 0, 0), journeys('ca', 0, 0, 10)];
    expect(effects(table, 1).c?.conversions).toBeCloseTo(0.5, 12);
    expect(effects(table, 2).c?.conversions).toBeCloseTo(0, 12);
    expect(effects(table, 2).b?.conversions).toBeCloseTo(1, 12);
  });

  it.each([1, 2, 3, 4])('order %i: lie between 0 and 1, and are 0 only where nothing is lost', (order) => {
    fc.assert(
      fc.property(tables, (table) => {
        for (const [channel, { conversions, value }] of Object.entries(effects(table, order))) {
          expect(conversions).toBeGreaterThanOrEqual(0);
          expect(conversions).toBeLessThanOrEqual(1);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          const earned = table.some((some) => some.conversions > 0 && some.channels.includes(channel));
          if (earned) expect(conversions).toBeGreaterThan(0);
        }
      }),
    );
  });

  it.each([1, 2, 3, 4])('order %i: agree with all ways of the chain summed up one by one', (order) => {
    fc.assert(
      fc.property(tables, (table) => {
        const found = effects(table, order);
        for (const channel of Object.keys(found)) {
          expect(found[channel]?.conversions).toBeCloseTo(lostBySteps(table, order, channel), 9);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('do not change with the names of channels or the order of journeys', () => {
    const renamed = (channel: string) => `${'zyxwvu'[[...'abcdef'].indexOf(channel)]}!`;
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 4 }), (table, order) => {
        const found = effects(table, order);
        const other = effects(
          table.map((some) => ({ ...some, channels: some.channels.map(renamed) })).toReversed(),
          order,
        );
        for (const [channel, effect] of Object.entries(found)) {
          expect(other[renamed(channel)]?.conversions).toBeCloseTo(effect.conversions, 12);
          expect(other[renamed(channel)]?.value).toBeCloseTo(effect.value, 12);
        }
      }),
    );
  });

  it('share all conversions and all value, and no more', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 4 }), (table, order) => {
        const counted = table.filter(({ conversions }) => conversions > 0);
        const totals = markov(counted, order).totals();
        expect(sumOf(totals.map(({ conversions }) => conversions))).toBeCloseTo(
          sumOf(counted.map(({ conversions }) => conversions)),
          9,
        );
        expect(sumOf(totals.map(({ value }) => value))).toBeCloseTo(
          sumOf(counted.map(({ value }) => value)),
          8,
        );
      }),
    );
  });

  it('solve a chain that hardly ever ends', () => {
    const table = [journeys('ab'.repeat(2_000), 1), journeys('c', 0, 0, 1)];
    const { a, b, c } = effects(table);
    expect(a?.conversions).toBeCloseTo(1, 9);
    expect(b?.conversions).toBeCloseTo(1, 9);
    expect(c?.conversions).toBeCloseTo(0, 9);
  });
});

/** Share of conversions lost without a channel: walks of the chain, spread step by step until hardly any are under way. */
function lostBySteps(table: readonly Journeys[], order: number, removed: string): number {
  const out = new Map<string, { total: number; converted: number; to: Map<string, number> }>();
  const at = (state: string) => {
    const known = out.get(state) ?? { total: 0, converted: 0, to: new Map<string, number>() };
    out.set(state, known);
    return known;
  };
  for (const { channels, conversions, nulls } of table) {
    let memory = '';
    for (const channel of channels) {
      const next = (memory + channel).slice(-order);
      const from = at(memory);
      from.total += conversions + nulls;
      from.to.set(next, (from.to.get(next) ?? 0) + conversions + nulls);
      memory = next;
    }
    at(memory).total += conversions + nulls;
    at(memory).converted += conversions;
  }
  const converted = (without: string) => {
    let under = new Map([['', 1]]);
    let sum = 0;
    for (let step = 0; step < 5_000 && under.size > 0; step += 1) {
      const next = new Map<string, number>();
      for (const [state, share] of under) {
        const { total, converted: ends, to } = at(state);
        if (total === 0 || share < 1e-15) continue;
        sum += (share * ends) / total;
        for (const [target, count] of to) {
          if (target.at(-1) !== without) next.set(target, (next.get(target) ?? 0) + (share * count) / total);
        }
      }
      under = next;
    }
    return sum;
  };
  const full = converted('');
  return full > 0 ? 1 - converted(removed) / full : 0;
}
