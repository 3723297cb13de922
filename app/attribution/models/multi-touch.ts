import { sharing, type Weights } from '~/attribution/models/weights';

/** All touches take the same. */
export const linear = (times: readonly number[]): Weights => sharing(times.map(() => 1));

/**
 * 40 % to the first touch, 40 % to the last, 20 % evenly to those between. One touch takes all; two take half each, since
 * nothing lies between them.
 */
export function positionBased(times: readonly number[]): Weights {
  const between = times.length - 2;
  if (between <= 0) return linear(times);
  const end = 2 * between;
  return {
    shares: times.map((_, index) => (index === 0 || index === times.length - 1 ? end : 1)),
    whole: 5 * between,
  };
}

const DAY_MS = 86_400_000;
/** Of an age that counts in full: fine enough for any order's cents, and small enough to be counted exactly. */
const UNDECAYED = 1_000_000_000;

/**
 * A touch counts half as much for each half-life that lies between it and the order. Shares of one path compare with each
 * other alone, so ages are taken from its last touch: the time from there to the order shortens all alike.
 * @param times of the touches, in milliseconds, ascending
 */
export function timeDecay(times: readonly number[], halfLifeDays: number): Weights {
  const last = times.at(-1) ?? 0;
  return sharing(times.map((at) => Math.round(UNDECAYED * 2 ** ((at - last) / (halfLifeDays * DAY_MS)))));
}
