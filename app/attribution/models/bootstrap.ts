import type { Journeys, Tally } from '~/attribution/models/journeys';

/** From the lower to the upper end. */
export type Interval = readonly [low: number, high: number];

/** What a channel's totals could have been as well, by chance. */
export interface ChannelIntervals {
  channel: string;
  conversions: Interval;
  value: Interval;
}

/** How often the model is asked again. */
export const ROUNDS = 200;
const LEVEL = 0.95;

/**
 * Intervals by the bootstrap: journeys are drawn anew, as many of each kind as chance gives (Poisson, with what was seen as
 * its mean), and the model is asked again, 200 times; the middle 95 % of its answers are the interval.
 * @param tally a new, empty one of the model
 * @param random from 0 to below 1; a seeded one gives the same intervals again
 */
export function bootstrapIntervals(
  journeys: readonly Journeys[],
  tally: () => Tally,
  random: () => number,
): ChannelIntervals[] {
  const rounds = bootstrapRounds(journeys, tally, random);
  for (;;) {
    const { done, value } = rounds.next();
    if (done) return value;
  }
}

/** The same round by round, for a process that has other things to do in between. */
export function* bootstrapRounds(
  journeys: readonly Journeys[],
  tally: () => Tally,
  random: () => number,
): Generator<undefined, ChannelIntervals[]> {
  const channels = [...new Set(journeys.flatMap((some) => some.channels))];
  const drawn = new Map(
    channels.map((channel) => [channel, { conversions: [] as number[], value: [] as number[] }]),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    const again = tally();
    for (const some of journeys) {
      const conversions = poisson(some.conversions, random);
      const value = some.conversions > 0 ? (some.value * conversions) / some.conversions : 0;
      again.add({ ...some, conversions, value, nulls: poisson(some.nulls, random) });
    }
    const totals = new Map(again.totals().map((total) => [total.channel, total]));
    for (const [channel, of] of drawn) {
      of.conversions.push(totals.get(channel)?.conversions ?? 0);
      of.value.push(totals.get(channel)?.value ?? 0);
    }
    yield;
  }
  return [...drawn].map(([channel, { conversions, value }]) => ({
    channel,
    conversions: middleOf(conversions),
    value: middleOf(value),
  }));
}

function middleOf(values: number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b);
  const beyond = Math.floor((sorted.length * (1 - LEVEL)) / 2);
  return [sorted[beyond] ?? 0, sorted[sorted.length - 1 - beyond] ?? 0];
}

/** Above this a Poisson number is all but normal, and counting to it takes too long. */
const MANY = 50;

function poisson(mean: number, random: () => number): number {
  if (mean > MANY) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const end = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > end; product *= random()) count += 1;
  return count;
}
