/** The standard normal quantile of a two-sided 95 %. */
export const Z_95 = 1.959964;

export interface Interval {
  low: number;
  high: number;
}

/**
 * The interval of a share: Wilson's score interval without continuity correction (Wilson 1927, JASA 22:209).
 * @param whole above 0
 * @param z the normal quantile of the confidence; 95 % where none is given
 */
export function wilson(part: number, whole: number, z = Z_95): Interval {
  const middle = 2 * part + z * z;
  const spread = z * Math.sqrt(z * z + 4 * part * (1 - part / whole));
  const scale = 2 * (whole + z * z);
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

export interface Share {
  part: number;
  /** Above 0. */
  whole: number;
}

/**
 * The interval of the difference of two shares, the first less the second: Newcombe's hybrid score interval, made of
 * Wilson's for each share (Newcombe 1998, Statistics in Medicine 17:873, method 10). Good for small groups and rare
 * events too.
 */
export function newcombe(first: Share, second: Share, z = Z_95): Interval & { difference: number } {
  const [one, two] = [first.part / first.whole, second.part / second.whole];
  const [w1, w2] = [wilson(first.part, first.whole, z), wilson(second.part, second.whole, z)];
  const difference = one - two;
  return {
    difference,
    low: difference - Math.hypot(one - w1.low, w2.high - two),
    high: difference + Math.hypot(w1.high - one, two - w2.low),
  };
}

/** What many values come to; `squares` is the sum of their squares. */
export interface Sums {
  /** Above 1. */
  count: number;
  sum: number;
  squares: number;
}

/**
 * The interval of the difference of two means, the first less the second, whose variances may differ: Welch's, with
 * Satterthwaite's degrees of freedom (Welch 1947, Biometrika 34:28). Student's quantile is expanded from the normal one
 * (Abramowitz & Stegun 1964, 26.7.5).
 */
export function welch(first: Sums, second: Sums, z = Z_95): Interval & { difference: number } {
  const difference = first.sum / first.count - second.sum / second.count;
  const [v1, v2] = [varianceOfMean(first), varianceOfMean(second)];
  const variance = v1 + v2;
  if (variance === 0) return { difference, low: difference, high: difference };
  const freedom = variance ** 2 / (v1 ** 2 / (first.count - 1) + v2 ** 2 / (second.count - 1));
  const spread = studentFrom(z, freedom) * Math.sqrt(variance);
  return { difference, low: difference - spread, high: difference + spread };
}

/** The interval of one mean by Student's t. */
export function meanInterval(of: Sums, z = Z_95): Interval {
  const mean = of.sum / of.count;
  const spread = studentFrom(z, of.count - 1) * Math.sqrt(varianceOfMean(of));
  return { low: mean - spread, high: mean + spread };
}

const varianceOfMean = ({ count, sum, squares }: Sums): number =>
  Math.max(0, (squares - (sum * sum) / count) / (count - 1)) / count;

const studentFrom = (z: number, freedom: number): number =>
  z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
