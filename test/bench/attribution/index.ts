import type { Bench } from '../bench.ts';
import { modelResults } from './models.ts';
import { recomputationResults } from './recomputation.ts';

/** The models over a million orders. */
export const attributionModels: Bench = (progress) => Promise.resolve(modelResults(progress));

/** A change of the settings over a million stored orders. */
export const attributionRecomputation: Bench = recomputationResults;

export const attribution: Bench = async (progress) => [
  ...(await attributionModels(progress)),
  ...(await attributionRecomputation(progress)),
];
