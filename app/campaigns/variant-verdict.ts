import type { Variant, VariantFigures, WinnerMetric } from '~/campaigns/variants';
import { type Interval, meanInterval, newcombe, welch, wilson } from '~/lib/intervals';

/** With fewer people who did what the metric counts, in all variants together, no difference is called one. */
export const FEWEST_EVENTS = 20;
/** With fewer deliveries of a variant, it is compared with no other. */
const FEWEST_DELIVERED = 2;

/**
 * Two-sided normal quantiles for 95 % confidence in one, two and three comparisons together: each is made at 5 % divided
 * by their number (Bonferroni; Dunn 1961, JASA 56:52), or the best of four would look better than chance too often.
 */
const Z_TOGETHER = [1.959964, 2.241403, 2.39398] as const;

/** The people whom a metric counts; of revenue, those who brought it. */
export function eventsOf(metric: WinnerMetric, figures: VariantFigures): number {
  switch (metric) {
    case 'opens':
      return figures.opened;
    case 'clicks':
      return figures.clicked;
    case 'orders':
    case 'revenue':
      return figures.buyers;
  }
}

/** A variant's value: a share between 0 and 1, or minor units per recipient; 0 where nothing was delivered. */
export function valueOf(metric: WinnerMetric, figures: VariantFigures): number {
  const { delivered, revenueMinor } = figures;
  if (delivered === 0) return 0;
  return (metric === 'revenue' ? Number(revenueMinor) : eventsOf(metric, figures)) / delivered;
}

/** The 95 % interval of a variant's value; undefined where too little was delivered for one. */
export function intervalOf(metric: WinnerMetric, figures: VariantFigures): Interval | undefined {
  if (figures.delivered < FEWEST_DELIVERED) return undefined;
  if (metric === 'revenue') return meanInterval(sumsOf(figures));
  const { part, whole } = shareOf(metric, figures);
  return wilson(part, whole);
}

export interface Comparison extends Interval {
  /** Whom the leader is compared with. */
  with: Variant;
  /** The leader's value less this one's. */
  difference: number;
}

export interface Verdict {
  /** The best by the metric; of equal ones the first. */
  leader: Variant;
  /** The best of the others. */
  runnerUp: Comparison;
  /** too_few: too little happened to tell · unclear: the lead may be chance · clear: over every other variant it is not */
  state: 'too_few' | 'unclear' | 'clear';
}

/**
 * Which variant leads by the metric, and whether that is more than chance: the interval of its difference to each other
 * variant lies above zero, all of them together at 95 % confidence. Shares are compared by Newcombe's interval, revenue
 * per recipient by Welch's.
 * @param figures of two variants or more
 */
export function verdictOn(metric: WinnerMetric, figures: readonly VariantFigures[]): Verdict {
  const [leader, ...others] = figures.toSorted(
    (a, b) => valueOf(metric, b) - valueOf(metric, a) || a.variant.localeCompare(b.variant),
  );
  const [second] = others;
  if (!leader || !second) throw new Error('one variant alone is compared with nothing');
  const enough =
    figures.every(({ delivered }) => delivered >= FEWEST_DELIVERED) &&
    figures.reduce((sum, one) => sum + eventsOf(metric, one), 0) >= FEWEST_EVENTS;
  if (!enough) {
    const difference = valueOf(metric, leader) - valueOf(metric, second);
    const unknown = { difference, low: Number.NaN, high: Number.NaN };
    return { leader: leader.variant, runnerUp: { with: second.variant, ...unknown }, state: 'too_few' };
  }
  const z = Z_TOGETHER[others.length - 1] ?? Z_TOGETHER[2];
  const comparisons = others.map((other) => compare(metric, leader, other, z));
  const [runnerUp] = comparisons;
  if (!runnerUp) throw new Error('the leader is compared with nothing');
  return {
    leader: leader.variant,
    runnerUp,
    state: comparisons.every(({ low }) => low > 0) ? 'clear' : 'unclear',
  };
}

const compare = (
  metric: WinnerMetric,
  one: VariantFigures,
  other: VariantFigures,
  z: number,
): Comparison => ({
  with: other.variant,
  ...(metric === 'revenue'
    ? welch(sumsOf(one), sumsOf(other), z)
    : newcombe(shareOf(metric, one), shareOf(metric, other), z)),
});

/** Somebody may order through a message that was passed on: no share is above one for that. */
const shareOf = (metric: WinnerMetric, figures: VariantFigures) => ({
  part: Math.min(eventsOf(metric, figures), figures.delivered),
  whole: figures.delivered,
});

const sumsOf = ({ delivered, revenueMinor, revenueSquares }: VariantFigures) => ({
  count: delivered,
  sum: Number(revenueMinor),
  squares: revenueSquares,
});
