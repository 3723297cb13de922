import type { Weights } from '~/attribution/models/weights';

/** The last touch takes all. Direct visits are no touches, so it is the last non-direct click. */
export const lastClick = (times: readonly number[]): Weights => ({
  shares: times.map((_, index) => (index === times.length - 1 ? 1 : 0)),
  whole: 1,
});

/** The first touch takes all. */
export const firstClick = (times: readonly number[]): Weights => ({
  shares: times.map((_, index) => (index === 0 ? 1 : 0)),
  whole: 1,
});

/** Every touch takes all: sums over touches are above the total, by design. */
export const anyClick = (times: readonly number[]): Weights => ({ shares: times.map(() => 1), whole: 1 });
