import { setImmediate } from 'node:timers/promises';
import type { DataDrivenModel } from '~/attribution/facts';
import { bootstrapRounds, type ChannelIntervals } from '~/attribution/models/bootstrap';
import type { ChannelTotal, Journeys } from '~/attribution/models/journeys';
import { MarkovTally } from '~/attribution/models/markov';
import { ShapleyTally } from '~/attribution/models/shapley';
import { seededRandom } from '~/lib/seeded-random';

/** What a data-driven model gives each row, and between what this could have been by chance. */
export interface Weighed {
  totals: ChannelTotal[];
  intervals: ChannelIntervals[];
}

const NEW_TALLY = { markov: () => new MarkovTally(1), shapley: () => new ShapleyTally() };

/** The same journeys give the same intervals again. */
const SEED = 1;

/** Asks the data-driven models. Between two rounds of chance the process does what else it has to. */
export async function weigh(journeys: readonly Journeys[]): Promise<Record<DataDrivenModel, Weighed>> {
  return { markov: await weighBy('markov', journeys), shapley: await weighBy('shapley', journeys) };
}

async function weighBy(model: DataDrivenModel, journeys: readonly Journeys[]): Promise<Weighed> {
  const tally = NEW_TALLY[model]();
  for (const some of journeys) tally.add(some);
  const rounds = bootstrapRounds(journeys, NEW_TALLY[model], seededRandom(SEED));
  let next = rounds.next();
  while (!next.done) {
    await setImmediate();
    next = rounds.next();
  }
  return { totals: tally.totals(), intervals: next.value };
}
