import { isSplitExact } from '~/lib/money';
import { DEFAULT_HALF_LIFE_DAYS, weightsOf } from '~/attribution/credit';
import type { RuleModel } from '~/attribution/facts';
import type { ChannelTotal, Journeys, Tally } from '~/attribution/models/journeys';
import { amountsOf, unitsOf, type Weights } from '~/attribution/models/weights';

/** Parts of a value by weights. */
type Split = (weights: Weights, value: number) => readonly number[];

/** Of an order's whole minor units, as its credits are: to the unit. */
export const inWholeUnits: Split = (weights, value) =>
  isSplitExact(value, weights.whole)
    ? unitsOf(weights, value)
    : amountsOf(weights, BigInt(value)).map(Number);

/** Of the value of many orders together, which no unit divides. */
export const inProportion: Split = ({ shares, whole }, value) =>
  shares.map((share) => (value * share) / whole);

interface Sums {
  conversions: number;
  value: number;
}

/** Channel totals under several rules in one pass; memory grows with the number of channels alone. */
export class RuleTallies {
  readonly #channels = new Map<string, Sums[]>();
  readonly #models: readonly RuleModel[];
  readonly #split: Split;
  readonly #halfLifeDays: number;

  constructor(models: readonly RuleModel[], split: Split, halfLifeDays = DEFAULT_HALF_LIFE_DAYS) {
    this.#models = models;
    this.#split = split;
    this.#halfLifeDays = halfLifeDays;
  }

  add({ channels, times, conversions, value }: Journeys): void {
    const sums = channels.map((channel) => this.#sumsOf(channel));
    if (sums.length === 0) return;
    this.#models.forEach((model, at) => {
      const weights = weightsOf[model](times ?? channels.map(() => 0), this.#halfLifeDays);
      const values = this.#split(weights, value);
      sums.forEach((ofChannel, index) => {
        const sum = ofChannel[at];
        if (!sum) return;
        sum.conversions += (conversions * (weights.shares[index] ?? 0)) / weights.whole;
        sum.value += values[index] ?? 0;
      });
    });
  }

  totals(model: RuleModel): ChannelTotal[] {
    const at = this.#models.indexOf(model);
    return [...this.#channels].map(([channel, sums]) => ({ channel, ...(sums[at] ?? none()) }));
  }

  #sumsOf(channel: string): Sums[] {
    const known = this.#channels.get(channel);
    if (known) return known;
    const sums = this.#models.map(none);
    this.#channels.set(channel, sums);
    return sums;
  }
}

const none = (): Sums => ({ conversions: 0, value: 0 });

/** Channel totals under one rule. */
export function ruleTally(model: RuleModel, split: Split, halfLifeDays?: number): Tally {
  const tallies = new RuleTallies([model], split, halfLifeDays);
  return { add: (journeys) => tallies.add(journeys), totals: () => tallies.totals(model) };
}
