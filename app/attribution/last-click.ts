import type { Touch } from '~/attribution/path';

/** Weights are in millionths. */
export const WHOLE = 1_000_000;

/** The last touch takes all. */
export function lastClick(path: readonly Touch[]): number[] {
  return path.map((_, index) => (index === path.length - 1 ? WHOLE : 0));
}
