import fc from 'fast-check';
import type { ChannelTotal, Journeys, Tally } from '~/attribution/models/journeys';

/** Journeys by channels that are single letters: `journeys('aab', 2)`. */
export const journeys = (channels: string, conversions: number, value = 0, nulls = 0): Journeys => ({
  channels: [...channels],
  conversions,
  value,
  nulls,
});

/** Some tables of journeys over at most six channels. */
export const tables: fc.Arbitrary<Journeys[]> = fc.array(
  fc.record({
    channels: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 7 }),
    conversions: fc.nat({ max: 20 }),
    value: fc.nat({ max: 1_000 }),
    nulls: fc.nat({ max: 20 }),
  }),
  { minLength: 1, maxLength: 20 },
);

export function tallied<Some extends Tally>(tally: Some, table: readonly Journeys[]): Some {
  for (const some of table) tally.add(some);
  return tally;
}

/** Totals by channel. */
export const byChannel = (totals: readonly ChannelTotal[]): Record<string, number> =>
  Object.fromEntries(totals.map(({ channel, conversions }) => [channel, conversions]));

export const sumOf = (numbers: Iterable<number>): number => [...numbers].reduce((sum, each) => sum + each, 0);
