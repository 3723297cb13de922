import { isSplitExact, splitByWeights, splitUnits } from '~/lib/money';

/**
 * How the touches of a path share an order: each takes `shares[i] / whole` of it. Whole numbers, because thirds and
 * sevenths have no end in decimals. Where the shares add up to more than the whole, every one of them stands alone.
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
 * equal remainders go to the earlier touch), or what is left of it where the shares leave something. Shares that add up to
 * more than the whole are rounded each by itself.
 */
export function amountsOf(weights: Weights, minor: bigint): bigint[] {
  if (isSplitExact(Number(minor), weights.whole)) return unitsOf(weights, Number(minor)).map(BigInt);
  return partsOf(weights, (some) => splitByWeights(minor, some.map(BigInt)));
}

/** The same for a smaller amount, in numbers: see `isSplitExact`. */
export function unitsOf(weights: Weights, units: number): number[] {
  return partsOf(weights, (some) => splitUnits(units, some));
}

function partsOf<Amount>(
  { shares, whole }: Weights,
  split: (shares: readonly number[]) => Amount[],
): Amount[] {
  const left = whole - shares.reduce((sum, share) => sum + share, 0);
  if (left < 0) return shares.flatMap((share) => split([share, whole - share]).slice(0, 1));
  return left === 0 ? split(shares) : split([...shares, left]).slice(0, shares.length);
}

/** Weights are stored and shown in millionths. */
export const WHOLE_PPM = 1_000_000;

/** The shares in millionths; they add up as the shares do. */
export const ppmOf = (weights: Weights): number[] => amountsOf(weights, BigInt(WHOLE_PPM)).map(Number);
