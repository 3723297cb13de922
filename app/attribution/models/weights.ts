import { isSplitExact, splitByWeights, splitUnits } from '~/lib/money';

/**
 * How the touches of a path share an order: each takes `shares[i] / whole` of it. Whole numbers, because thirds and
 * sevenths have no end in decimals. Shares add up to the whole, or to less where something is left to others; only where
 * each touch takes all do they add up to more.
 */
export interface Weights {
  shares: readonly number[];
  whole: number;
}

/** Shares of which the whole is their sum. */
export const sharing = (shares: readonly number[]): Weights => ({
  shares,
  whole: shares.reduce((sum, share) => sum + share, 0),
});

/**
 * What each share of an amount comes to, in whole units. Together they are the amount, to the unit (largest remainder;
 * equal remainders go to the earlier touch), or what is left of it where the shares leave something; and each of them is
 * the amount where each touch takes all.
 */
export function amountsOf(weights: Weights, minor: bigint): bigint[] {
  if (isSplitExact(Number(minor), weights.whole)) return unitsOf(weights, Number(minor)).map(BigInt);
  return partsOf(weights, minor, (shares) => splitByWeights(minor, shares.map(BigInt)));
}

/** The same for a smaller amount, in numbers: see `isSplitExact`. */
export function unitsOf(weights: Weights, units: number): number[] {
  return partsOf(weights, units, (shares) => splitUnits(units, shares));
}

function partsOf<Amount>(
  { shares, whole }: Weights,
  amount: Amount,
  split: (shares: readonly number[]) => Amount[],
): Amount[] {
  let left = whole;
  for (const share of shares) left -= share;
  if (left < 0) return shares.map(() => amount);
  return left === 0 ? split(shares) : split([...shares, left]).slice(0, shares.length);
}

/** Weights are stored and shown in millionths. */
export const WHOLE_PPM = 1_000_000;

/** The shares in millionths; they add up as the shares do. */
export const ppmOf = (weights: Weights): number[] => amountsOf(weights, BigInt(WHOLE_PPM)).map(Number);
