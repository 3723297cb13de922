import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Journeys } from '~/attribution/models/journeys';
import { ShapleyTally } from '~/attribution/models/shapley';
import { byChannel, journeys, sumOf, tables, tallied } from '#test/support/journeys-factory.ts';

const shapley = (table: readonly Journeys[]) => byChannel(tallied(new ShapleyTally(), table).totals());
const near = (found: Record<string, number>, expected: Record<string, number>) => {
  for (const channel of new Set([...Object.keys(found), ...Object.keys(expected)])) {
    expect(found[channel] ?? 0).toBeCloseTo(expected[channel] ?? 0, 9);
  }
};

/** What journeys come to that touch none but these channels. */
const worthOf = (table: readonly Journeys[], members: ReadonlySet<string>) =>
  sumOf(
    table
      .filter(({ channels }) => channels.every((channel) => members.has(channel)))
      .map(({ conversions }) => conversions),
  );

/** The definition: what a channel adds to those before it, on average over all orders of all channels. */
function byDefinition(table: readonly Journeys[]): Record<string, number> {
  const orders = ordersOf([...new Set(table.flatMap(({ channels }) => channels))]);
  const values: Record<string, number> = {};
  for (const order of orders) {
    const before = new Set<string>();
    for (const channel of order) {
      const without = worthOf(table, before);
      before.add(channel);
      values[channel] = (values[channel] ?? 0) + (worthOf(table, before) - without) / orders.length;
    }
  }
  return values;
}

const ordersOf = (channels: readonly string[]): string[][] =>
  channels.length === 0
    ? [[]]
    : channels.flatMap((first) =>
        ordersOf(channels.filter((channel) => channel !== first)).map((rest) => [first, ...rest]),
      );

describe('Shapley values', () => {
  it('are the average of what a channel adds, over all orders of channels', () => {
    near(shapley([journeys('a', 3), journeys('aba', 6), journeys('abc', 9)]), { a: 9, b: 6, c: 3 });
    fc.assert(
      fc.property(tables, (table) => near(shapley(table), byDefinition(table))),
      { numRuns: 60 },
    );
  });

  it('add up to all conversions (efficiency)', () => {
    fc.assert(
      fc.property(tables, (table) => {
        expect(sumOf(Object.values(shapley(table)))).toBeCloseTo(
          sumOf(table.map(({ conversions }) => conversions)),
          9,
        );
      }),
    );
  });

  it('are equal for channels that can stand for each other (symmetry)', () => {
    const swap = (channel: string) => (channel === 'a' ? 'b' : channel === 'b' ? 'a' : channel);
    fc.assert(
      fc.property(tables, (table) => {
        const swapped = table.map((some) => ({ ...some, channels: some.channels.map(swap) }));
        const values = shapley([...table, ...swapped]);
        expect(values.a ?? 0).toBeCloseTo(values.b ?? 0, 9);
      }),
    );
  });

  it('are nothing for a channel that adds nothing (null player)', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const idle = table.map((some) => (some.channels.includes('a') ? { ...some, conversions: 0 } : some));
        expect(shapley(idle).a ?? 0).toBe(0);
      }),
    );
  });

  it('of two tables together are those of each, added (additivity)', () => {
    fc.assert(
      fc.property(tables, tables, (one, other) => {
        const sum = { ...shapley(one) };
        for (const [channel, value] of Object.entries(shapley(other)))
          sum[channel] = (sum[channel] ?? 0) + value;
        near(shapley([...one, ...other]), sum);
      }),
    );
  });

  it('share the value as they share the orders, and know any number of channels', () => {
    const channels = Array.from({ length: 40 }, (_, index) => `c${index}`);
    const totals = tallied(new ShapleyTally(), [{ channels, conversions: 4, value: 80, nulls: 9 }]).totals();
    expect(totals).toHaveLength(40);
    for (const { conversions, value } of totals) {
      expect(conversions).toBeCloseTo(0.1, 12);
      expect(value).toBeCloseTo(2, 12);
    }
  });
});
