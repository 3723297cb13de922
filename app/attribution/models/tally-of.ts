import type { Model } from '~/attribution/facts';
import type { Tally } from '~/attribution/models/journeys';
import { MarkovTally } from '~/attribution/models/markov';
import { type Split, ruleTally } from '~/attribution/models/rule-tally';
import { ShapleyTally } from '~/attribution/models/shapley';

/** What a model is told. */
export interface ModelOptions {
  /** How a rule shares one value. */
  split: Split;
  /** Of time decay. */
  halfLifeDays?: number;
  /** Of Markov: how many touches are remembered, 1 to 4. */
  order: number;
}

/** A new, empty tally of any model. */
export function tallyOf(model: Model, { split, halfLifeDays, order }: ModelOptions): Tally {
  if (model === 'markov') return new MarkovTally(order);
  if (model === 'shapley') return new ShapleyTally();
  return ruleTally(model, split, halfLifeDays);
}
