import type { Bench } from '../bench.ts';
import { modelResults } from './models.ts';

/** The models over a million orders. */
export const attribution: Bench = (progress) => Promise.resolve(modelResults(progress));
