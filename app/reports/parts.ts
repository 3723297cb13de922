import { splitByWeights } from '~/lib/money';
import { sumMinor } from '~/reports/totals';

/**
 * What messages have of an amount by their shares of its parts: they sum to it, unless messages have all of each part.
 * @param shares each a sum of amounts times their shares in millionths, as decimal text
 */
export function partsOf(shares: readonly string[], minor: bigint): bigint[] {
  const weights = shares.map(BigInt);
  const all = sumMinor(weights);
  return all > 0n && all === minor * 1_000_000n
    ? splitByWeights(minor, weights)
    : weights.map((weight) => (weight + 500_000n) / 1_000_000n);
}
