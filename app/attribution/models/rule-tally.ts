import { isSplitExact } from '~/lib/money';
import { DEFAULT_HALF_LIFE_DAYS, weightsOf } from '~/attribution/credit';
import type { RuleModel } from '~/attribution/facts';
import type { ChannelTotal, Journeys, Tally } from '~/attribution/models/journeys';
import { amountsOf, unitsOf, type Weights } from '~/attribution/models/weights';

/** Parts of a value by weights. */
export type Split = (weights: Weights, value: number) => readonly number[];

/** Of an order's whole minor units, as its credits are: to the unit. */
export const inWholeUnits: Split = (weights, value) =>
  isSplitExact(value, weights.whole)
    ? unitsOf(weights, value)
    : amountsOf(weights, BigInt(value)).map(Number);

/** Of the value of many orders together, which no unit divides. */
export const inProportion: Split = ({ shares, whole }, value) =>
  shares.map((share) => (value * share) / whole);

/** Channel totals under several rules in one pass; memory grows with the number of channels alone. */
export class RuleTallies {
  /** Of each channel, conversions and value under each model in turn. */
  readonly #channels = new Map<string, Float64Array>();
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
    const at = times ?? channels.map(() => 0);
    this.#models.forEach((model, position) => {
      const weights = weightsOf[model](at, this.#halfLifeDays);
      const values = this.#split(weights, value);
      const perShare = conversions / weights.whole;
      sums.forEach((sum, touch) => {
        const share = weights.shares[touch];
        // Where each click takes all, a channel that was clicked twice takes it once.
        if (!share || (model === 'any_click' && sums.indexOf(sum) !== touch)) return;
        sum[2 * position] = (sum[2 * position] ?? 0) + share * perShare;
        sum[2 * position + 1] = (sum[2 * position + 1] ?? 0) + (values[touch] ?? 0);
      });
    });
  }

  totals(model: RuleModel): ChannelTotal[] {
    const position = this.#models.indexOf(model);
    return [...this.#channels].map(([channel, sum]) => ({
      channel,
      conversions: sum[2 * position] ?? 0,
      value: sum[2 * position + 1] ?? 0,
    }));
  }

  #sumsOf(channel: string): Float64Array {
    const known = this.#channels.get(channel);
    if (known) return known;
    const sums = new Float64Array(2 * this.#models.length);
    this.#channels.set(channel, sums);
    return sums;
  }
}

/** Channel totals under one rule. */
export function ruleTally(model: RuleModel, split: Split, halfLifeDays?: number): Tally {
  const tallies = new RuleTallies([model], split, halfLifeDays);
  return { add: (journeys) => tallies.add(journeys), totals: () => tallies.totals(model) };
}
