import { earnedBy, type VersionSum } from '~/reports/automation/version-sum';
import { countMetric, type Metric, moneyMetric, shareMetric } from '~/reports/metric';

/** What the messages of an automation earned. */
export interface EarnedView {
  /** Whether the sales of any message are tracked: without it, orders and revenue are unknown. */
  tracked: boolean;
  orders: Metric;
  revenue: Metric;
  conversionRate: Metric;
}

export function earnedMetrics(of: {
  /** Distinct orders with a credit of any message. */
  orders: number;
  sums: readonly VersionSum[];
  currency: string;
  /** The rule that decides orders, in words. */
  rule: string;
  entered: number;
}): EarnedView {
  const earned = earnedBy(of.sums);
  const unknown =
    of.sums.length === 0 ? 'It was not published yet.' : 'Sales of its messages are not tracked.';
  const orders = earned && of.orders;
  return {
    tracked: earned !== undefined,
    orders: countMetric(
      { name: 'Orders', definition: `Orders credited to its messages. ${of.rule}` },
      orders,
      undefined,
      unknown,
    ),
    revenue: moneyMetric(
      { name: 'Revenue', definition: `What the credited orders are worth to its messages. ${of.rule}` },
      earned && { minor: earned.revenueMinor, currency: of.currency },
      undefined,
      unknown,
    ),
    conversionRate: shareMetric(
      {
        name: 'Orders per entry',
        definition: `Credited orders, of the times that a contact entered. ${of.rule}`,
      },
      orders === undefined ? undefined : { part: orders, whole: of.entered },
      undefined,
      earned ? 'Nobody has entered yet.' : unknown,
    ),
  };
}
