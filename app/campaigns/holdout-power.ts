/** Standard normal quantiles: two-sided 95 % confidence, and 80 % power. */
const Z_CONFIDENCE = 1.959964;
const Z_POWER = 0.841621;

/** The shares of an audience that can be held out, in percent. */
export const HOLDOUT_LIMITS = { least: 1, most: 50 } as const;

/**
 * The smallest rise in the share of contacts who order that a holdout detects at 95 % confidence with 80 % power.
 * The normal approximation for two proportions of unequal groups, solved for the difference: Fleiss, Levin & Paik,
 * Statistical Methods for Rates and Proportions, 3rd ed. (2003), section 4.3, without continuity correction.
 * @param treated contacts who receive the message
 * @param heldOut contacts who do not
 * @param baseRate share of contacts who order without the message, between 0 and 1
 * @returns as a difference of shares; undefined where even everybody ordering could not be told from chance
 */
export function smallestDetectableRise(
  treated: number,
  heldOut: number,
  baseRate: number,
): number | undefined {
  if (treated < 1 || heldOut < 1 || baseRate <= 0 || baseRate >= 1) return undefined;
  const isDetected = (rate: number) => {
    const pooled = (treated * rate + heldOut * baseRate) / (treated + heldOut);
    const alike = Math.sqrt(pooled * (1 - pooled) * (1 / treated + 1 / heldOut));
    const apart = Math.sqrt((rate * (1 - rate)) / treated + (baseRate * (1 - baseRate)) / heldOut);
    return rate - baseRate >= Z_CONFIDENCE * alike + Z_POWER * apart;
  };
  if (!isDetected(1)) return undefined;
  let [below, above] = [baseRate, 1];
  for (let step = 0; step < 50; step += 1) {
    const middle = (below + above) / 2;
    if (isDetected(middle)) above = middle;
    else below = middle;
  }
  return above - baseRate;
}

/**
 * The share of contacts who order within a window, from that of a longer period, as if orders came evenly.
 * @param share of contacts who ordered within `periodDays`
 */
export const shareWithin = (share: number, periodDays: number, windowDays: number): number =>
  share * Math.min(windowDays / periodDays, 1);
