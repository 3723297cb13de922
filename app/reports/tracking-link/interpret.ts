import type { Settings } from '~/attribution/facts';
import { ruleSentence } from '~/attribution/rule-text';
import { formatMoney } from '~/lib/money';
import type { ClickCounts } from '~/reports/clicks.server';
import { countMetric, formatCount, type Metric, moneyMetric } from '~/reports/metric';
import { machineReasonInWords } from '~/tracking/machine-reason';

/** What tracking links earned, in minor units of the shop's currency. */
export interface LinkEarnings {
  orders: number;
  amountMinor: bigint;
}

export interface TrackingLinkReportView {
  uniqueClicks: Metric;
  totalClicks: Metric;
  machineClicks: Metric;
  /** Why clicks are machines', most first; sums to `machineClicks`. */
  machineReasons: { reason: string; count: string }[];
  /** Clicks by people that led to the fallback, because the link had expired; null where there are none. */
  lateClicks: string | null;
  orders: Metric;
  revenue: Metric;
  /** That clicks of its first days are no longer kept, where they are not. */
  notKept: string | null;
  basis: string;
}

export interface TrackingLinkReportData {
  currency: string;
  settings: Settings;
  clicks: ClickCounts;
  /** Of those, after it had expired. */
  lateClicks: number;
  machineReasons: { reason: string | null; count: number }[];
  earned: LinkEarnings;
  /** Since when clicks are kept, where some are not; as a merchant reads it. */
  clicksSince: string | null;
}

/** What is to be said beside clicks that are not all kept. */
export const notKeptSentence = (since: string): string =>
  `Clicks before ${since} are no longer kept, and counted nowhere.`;

export function interpretTrackingLink(data: TrackingLinkReportData): TrackingLinkReportView {
  const { currency, clicks, earned, lateClicks } = data;
  const rule = ruleSentence(data.settings);
  return {
    uniqueClicks: countMetric(
      {
        name: 'Unique clicks',
        definition:
          'People who clicked, as far as that can be told of a link that anybody may open: each browser counts once a day.',
      },
      clicks.unique,
    ),
    totalClicks: countMetric(
      { name: 'Total clicks', definition: 'All clicks by people; machines are left out.' },
      clicks.total,
    ),
    machineClicks: countMetric(
      {
        name: 'Machine clicks',
        definition:
          'Requests of the link by link previews, bots and other programs. They are in no other number and earn nothing.',
      },
      clicks.machine,
    ),
    machineReasons: data.machineReasons.map(({ reason, count }) => ({
      reason: machineReasonInWords(reason),
      count: formatCount(count),
    })),
    lateClicks: lateClicks > 0 ? formatCount(lateClicks) : null,
    orders: countMetric(
      { name: 'Credited orders', definition: `Orders that this link earned. ${rule}` },
      earned.orders,
    ),
    revenue: moneyMetric(
      {
        name: 'Credited revenue',
        definition: `Total sales of the orders that this link earned, after refunds and edits. ${rule}`,
      },
      { minor: earned.amountMinor, currency },
    ),
    notKept: data.clicksSince && notKeptSentence(data.clicksSince),
    basis: rule,
  };
}

/** What the list of links says of one. */
export interface LinkNumbers {
  /** Clicks by people. */
  clicks: string;
  orders: string;
  revenue: string;
}

export function interpretLinkNumbers(clicks: number, earned: LinkEarnings, currency: string): LinkNumbers {
  return {
    clicks: formatCount(clicks),
    orders: formatCount(earned.orders),
    revenue: formatMoney({ minor: earned.amountMinor, currency }),
  };
}
