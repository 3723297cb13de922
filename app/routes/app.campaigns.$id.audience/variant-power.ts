import { smallestDetectableRise } from '~/campaigns/holdout-power';
import { metricLabel, type WinnerMetric } from '~/campaigns/variants';
import { type AudienceCount, heldOutOf, peopleIn } from '~/ui/use-audience-count';

interface Test {
  variants: number;
  /** Of the audience, the share that takes part. */
  percent: number;
  metric: WinnerMetric;
  count: AudienceCount;
  holdoutPercent: number;
  /** What the shop's campaigns of the last `rateDays` came to, as shares. */
  rates: Partial<Record<WinnerMetric, number>>;
  rateDays: number;
}

/**
 * What a test of variants can and cannot detect: the smallest rise of one variant over another, reckoned as for a holdout.
 * Of more than two the leader must beat each of the others, which asks for somewhat more.
 */
export function variantPowerSentence(test: Test): string {
  const { variants, percent, metric, count, holdoutPercent, rates, rateDays } = test;
  if (count.state !== 'counted' || !count.ok)
    return 'What it can detect is reckoned once the audience is counted.';
  const people = peopleIn(count);
  const each = Math.floor((((people - heldOutOf(people, holdoutPercent)) * percent) / 100 || 0) / variants);
  const about = `About ${each.toLocaleString('en')} contacts get each of the ${variants} variants.`;
  if (metric === 'revenue')
    return `${about} Revenue differs so much from order to order that what it can detect cannot be reckoned beforehand: it takes many more contacts than clicks do.`;
  const rate = rates[metric];
  if (rate === undefined)
    return `${about} None of your campaigns of the last ${rateDays} days tells the usual ${metricLabel[metric]}, so what it can detect cannot be reckoned.`;
  const usual = `${about} The ${metricLabel[metric]} of your campaigns was ${share(rate)} in the last ${rateDays} days.`;
  const rise = smallestDetectableRise(each, each, rate);
  if (rise === undefined) return `${usual} With so few contacts it cannot detect any difference.`;
  return `${usual} It can tell that from ${share(rate + rise)} or more (at 95 % confidence, four times in five). A smaller difference will most likely look like none; the best is chosen all the same.`;
}

const share = (part: number) =>
  new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 2 }).format(part);
