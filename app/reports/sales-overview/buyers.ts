import type { PeriodSums, ShownVersion } from '~/reports/kept-sums.server';
import { countMetric, formatCount, type Metric } from '~/reports/metric';
import type { CreditedOrders } from '~/reports/sums.server';

/** Of checkouts so many are counted, and of more only that they are more. */
export const MOST_COUNTED = 5_000;

/**
 * Customers whose first order a message earned.
 * @param rule under which credits are, and on which day they count
 */
export function firstTimeCustomers(
  now: PeriodSums,
  before: PeriodSums | null,
  { until }: ShownVersion,
  rule: string,
): Metric {
  return countMetric(
    {
      name: 'First-time customers',
      definition: `Credited orders that are the first of their customer among all orders that are here: those since the installation, and of the 60 days before. Orders without a customer are left out. ${rule}`,
    },
    firstOf(now.credited),
    before ? firstOf(before.credited) : undefined,
    until
      ? 'This was not kept of earlier versions of the settings.'
      : 'It is not known who placed the credited orders.',
  );
}

/** Unknown where there are credited orders, and of none it is known who placed it. */
const firstOf = ({ orders, firstOrders, ofUnknown }: CreditedOrders): number | undefined =>
  orders > 0 && ofUnknown >= orders ? undefined : firstOrders;

/** Checkouts that came to no order so far. */
export function abandonedMetric(
  { now, before }: { now: number | undefined; before: number | undefined },
  zone: string,
): Metric {
  const meaning = {
    name: 'Abandoned checkouts',
    definition: `Checkouts of known customers that came to no order so far, by the day they last changed (${zone}). One that somebody is at just now is among them.`,
  };
  if (now !== undefined && now > MOST_COUNTED)
    return { ...meaning, value: `More than ${formatCount(MOST_COUNTED)}`, unknown: null, change: null };
  const comparable = before !== undefined && before <= MOST_COUNTED ? before : undefined;
  return countMetric(meaning, now, comparable, 'Shopify told of no checkout of this period.');
}
