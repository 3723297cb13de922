import { bucketLabel, bucketMeaning, BUCKETS, type Bucket } from '~/attribution/bucket';
import type { RecomputationProgress } from '~/attribution/recomputation-store.server';
import { ruleSentence } from '~/attribution/rule-text';
import { versionChannelLabel } from '~/channels/channel';
import { formatMoney } from '~/lib/money';
import { formatMoment, formatPeriod, type Period } from '~/lib/period';
import { type DateBasis, dateBasis } from '~/reports/basis';
import {
  countMetric,
  formatCount,
  formatShare,
  type Metric,
  moneyMetric,
  shareMetric,
  shareOf,
} from '~/reports/metric';
import { type GradesView, interpretGrades } from '~/reports/grades';
import type { GradeSum } from '~/reports/grade-sums.server';
import type { PeriodSums, RenewalSums, ShownVersion } from '~/reports/kept-sums.server';
import { type Filter, filterSentence } from '~/reports/sales-overview/filter';
import type { CreditSum, OrderSum, VersionReach } from '~/reports/sums.server';
import { abandonedMetric, firstTimeCustomers } from '~/reports/sales-overview/buyers';
import { type DayView, daysOf } from '~/reports/sales-overview/days';
import { byRevenue, countOrders, sumMinor, totalsOf } from '~/reports/totals';

export interface SalesOverviewView {
  /** The one sentence that the report answers. */
  sentence: string;
  /** "1 Nov 2026 – 30 Nov 2026" and the period that it is compared with. */
  period: { label: string; before: string | null };
  /** The one that the numbers are by, whichever was asked for. */
  dateBasis: DateBasis;
  /** "Last click within 5 days before the order, over all sources. Orders by the day they were placed, Europe/Berlin." */
  basis: string;
  /** Which credits are counted; null where all are. */
  filter: string | null;
  /** Which version of the settings this is by, where that is not the one in force or is being changed. */
  version: { shown: number; text: string; progress: RecomputationProgress | null } | null;
  /** What renewals of subscriptions brought messages, outside all other numbers; null where there were none. */
  renewals: string | null;
  creditedRevenue: Metric;
  creditedOrders: Metric;
  creditedShare: Metric;
  firstTimeCustomers: Metric;
  abandonedCheckouts: Metric;
  totalSales: Metric;
  allOrders: Metric;
  averageOrder: Metric;
  taken: Metric;
  days: DayView[];
  messages: MessageRow[];
  /** On which evidence the credited revenue rests; null where a filter tells that. */
  grades: GradesView | null;
  buckets: BucketRow[];
  /** Sum of `buckets`. */
  bucketTotal: { orders: string; value: string };
  /** No order in the period. */
  empty: boolean;
  /** Orders in a currency that is not the shop's, counted but not summed; null where there are none. */
  note: string | null;
}

export interface MessageRow {
  versionId: string;
  campaignId: string | null;
  campaign: string | null;
  trackingLinkId: string | null;
  automationId: string | null;
  subject: string;
  channel: string;
  channelLabel: string;
  utm: { source: string; medium: string; campaign: string };
  /** Credited in the period. */
  orders: string;
  revenue: string;
  /** What renewals brought it, outside its revenue; null where they brought it nothing. */
  renewals: string | null;
  /** Of the message since it was sent: distinct persons with a human click; a dash where those clicks are not kept. */
  uniqueClicks: string;
  /** Null of a tracking link, which is sent to nobody. */
  delivered: string | null;
}

export interface BucketRow {
  bucket: Bucket;
  label: string;
  meaning: string;
  orders: string;
  value: string;
  /** Of all orders: "12.5%"; null where there are none. */
  share: string | null;
}

/** Of all messages so many are shown. */
export const MESSAGES_SHOWN = 10;

export interface SalesOverviewData {
  currency: string;
  period: Period;
  before: (PeriodSums & { period: Period }) | null;
  shown: ShownVersion;
  basis: DateBasis;
  now: PeriodSums;
  /** What message versions earned. */
  earned: CreditSum[];
  /** The first of them, with what they reached. */
  versions: VersionReach[];
  renewals: RenewalSums;
  /** Null of a version of the settings that is no longer in force. */
  grades: GradeSum[] | null;
  /** Checkouts that came to no order; undefined where that is not known, or nothing is compared. */
  abandoned: { now: number | undefined; before: number | undefined };
  /** What credits have to meet to be counted. */
  filter: Filter;
  /** Of campaigns, automations and messages that it names, by field and id. */
  filterNames: ReadonlyMap<string, string>;
}

export function interpretSalesOverview(data: SalesOverviewData): SalesOverviewView {
  const { currency, period, before, shown, renewals } = data;
  const { credited } = data.now;
  const orders = data.now.orders.byBucket;
  const filter = data.filter.length === 0 ? null : filterSentence(data.filter, data.filterNames);
  const only = filter === null ? '' : ` Only credits that meet the filter are counted. ${filter}.`;
  const money = (minor: bigint) => ({ minor, currency });
  const known = (minor: bigint | undefined) => (minor === undefined ? undefined : money(minor));
  const now = { ...totalsOf(orders, []), creditedMinor: credited.amountMinor };
  const then = before
    ? { ...totalsOf(before.orders.byBucket, []), creditedMinor: before.credited.amountMinor }
    : undefined;
  const rule = ruleSentence(shown.settings);
  const value = shown.settings.basis === 'net' ? NET : TOTAL;
  const basis = dateBasis(period.zone, data.basis);
  const noOrders = 'No orders were placed in this period.';
  const share = shareOf({ part: now.creditedMinor, whole: now.salesMinor });
  const sentence =
    now.orders === 0
      ? noOrders
      : `${filter === null ? 'Your messages' : 'What meets the filter'} earned ${formatMoney(money(now.creditedMinor))} of ${formatMoney(money(now.salesMinor))}` +
        `${share === undefined ? '' : ` (${formatShare(share)})`}, in ${formatCount(credited.orders)} of ${ordersText(now.orders)}.`;

  return {
    sentence,
    period: { label: formatPeriod(period), before: before && formatPeriod(before.period) },
    dateBasis: data.basis,
    basis: `${rule} ${basis}${only}`,
    filter,
    version: versionOf(shown, period.zone),
    renewals:
      renewals.orders === 0
        ? null
        : `Beside that, ${formatMoney(money(renewals.minor))} of subscription renewals (${ordersText(renewals.orders)}) go to the messages that won their first orders.`,
    creditedRevenue: moneyMetric(
      {
        name: 'Credited revenue',
        definition: `What your messages earned: ${value} of credited orders. ${rule} ${basis}${only}`,
      },
      money(now.creditedMinor),
      known(then?.creditedMinor),
    ),
    creditedOrders: countMetric(
      {
        name: 'Credited orders',
        definition: `Orders that one of your messages earned. ${rule} Orders by the day they were placed (${period.zone}).${only}${filter === null ? '' : ' An order that several messages share counts with the shares that meet it.'}`,
      },
      credited.orders,
      before?.credited.orders,
    ),
    creditedShare: shareMetric(
      {
        name: 'Credited share',
        definition: `Credited revenue as a share of total sales. ${rule} ${basis}${only}`,
      },
      { part: now.creditedMinor, whole: now.salesMinor },
      then && { part: then.creditedMinor, whole: then.salesMinor },
      now.orders === 0 ? noOrders : 'The orders of this period are worth nothing.',
    ),
    firstTimeCustomers: firstTimeCustomers(
      data.now,
      before,
      shown,
      `${rule} Orders by the day they were placed (${period.zone}).${only}`,
    ),
    abandonedCheckouts: abandonedMetric(data.abandoned, period.zone),
    totalSales: moneyMetric(
      {
        name: 'Total sales',
        definition: `Goods, shipping and tax, less discounts, refunds and edits, of all orders but test orders. ${basis}`,
      },
      money(now.salesMinor),
      known(then?.salesMinor),
    ),
    allOrders: countMetric(
      {
        name: 'Orders',
        definition: `All orders but test orders, by the day they were placed (${period.zone}).`,
      },
      now.orders,
      then?.orders,
    ),
    averageOrder: moneyMetric(
      {
        name: 'Average order value',
        definition: `What an order placed in the period is worth now, after refunds and edits, on average; test orders and orders in another currency are left out. By the day orders were placed (${period.zone}), whichever date basis is chosen.`,
      },
      known(now.averageMinor),
      known(then?.averageMinor),
      noOrders,
    ),
    taken: moneyMetric(
      {
        name: 'Refunds and edits',
        definition: `What refunds, edits and cancellations took off orders, or edits added to them; in total sales already. ${basis}`,
      },
      known(now.takenMinor),
      known(then?.takenMinor),
      'This was not kept of earlier versions of the settings.',
    ),
    days: daysOf(data),
    messages: messagesOf(data),
    grades: filter === null ? interpretGrades(data.grades, currency) : null,
    ...bucketsOf(orders, currency),
    empty: orders.length === 0,
    note: noteOf(orders, currency),
  };
}

const TOTAL = 'total sales (goods, shipping and tax, less discounts, refunds and edits)';
const NET = 'the value without tax, duties and shipping';

function versionOf({ settings, until, progress }: ShownVersion, zone: string): SalesOverviewView['version'] {
  if (!until) return null;
  const text = `By settings version ${settings.version}, as it stood on ${formatMoment(until, zone)}, when version ${settings.version + 1} took its place.`;
  return { shown: settings.version, text, progress };
}

const ordersText = (orders: number) => (orders === 1 ? '1 order' : `${formatCount(orders)} orders`);

/** By revenue, then by name. */
function messagesOf({ versions, earned, renewals, currency }: SalesOverviewData): MessageRow[] {
  const renewed = new Map(renewals.byVersion.map(({ versionId, minor }) => [versionId, minor]));
  const renewalsOf = (minor: bigint | undefined) =>
    minor === undefined ? null : formatMoney({ minor, currency });
  return byRevenue(versions, earned).map(({ version, orders, minor }) => ({
    versionId: String(version.versionId),
    campaignId: version.campaignId === null ? null : String(version.campaignId),
    campaign: version.campaign,
    trackingLinkId: version.trackingLinkId === null ? null : String(version.trackingLinkId),
    automationId: version.automationId === null ? null : String(version.automationId),
    subject: version.subject,
    channel: version.channel,
    channelLabel: versionChannelLabel(version.channel),
    utm: { source: version.source, medium: version.medium, campaign: version.campaignTag },
    orders: formatCount(orders),
    revenue: formatMoney({ minor, currency }),
    renewals: renewalsOf(renewed.get(version.versionId)),
    uniqueClicks: version.uniqueClicks === null ? '–' : formatCount(version.uniqueClicks),
    delivered: version.trackingLinkId === null ? formatCount(version.delivered) : null,
  }));
}

function bucketsOf(orders: OrderSum[], currency: string): Pick<SalesOverviewView, 'buckets' | 'bucketTotal'> {
  const all = countOrders(orders);
  const valueOf = (sums: OrderSum[]) =>
    formatMoney({ minor: sumMinor(sums.map(({ valueMinor }) => valueMinor)), currency });
  return {
    buckets: BUCKETS.map((bucket) => {
      const own = orders.filter((sums) => sums.bucket === bucket);
      const share = shareOf({ part: countOrders(own), whole: all });
      return {
        bucket,
        label: bucketLabel[bucket],
        meaning: bucketMeaning[bucket],
        orders: formatCount(countOrders(own)),
        value: valueOf(own),
        share: share === undefined ? null : formatShare(share),
      };
    }),
    bucketTotal: { orders: formatCount(all), value: valueOf(orders) },
  };
}

function noteOf(orders: OrderSum[], currency: string): string | null {
  const others = orders.reduce((total, { otherCurrency }) => total + otherCurrency, 0);
  return others === 0
    ? null
    : `${ordersText(others)} in another currency than ${currency}: counted, and not in the sums of money.`;
}
