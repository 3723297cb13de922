import { ruleSentence } from '~/attribution/rule-text';
import { formatMoney } from '~/lib/money';
import { formatPeriod, type Period } from '~/lib/period';
import { groupBy, ordersPath, rowsNote, sumCells, sumColumns, totalOf } from '~/reports/earned';
import type { Earned, EarnedData } from '~/reports/earned.server';
import { messageCells, type MessageName, messageName, messagePath } from '~/reports/message-name';
import { countMetric, formatCount, type Metric, moneyMetric, shareMetric } from '~/reports/metric';
import { partsOf } from '~/reports/parts';
import { moneyCell, ordersCell, type ReportTable, shareCell, textCell } from '~/reports/table';
import { sumMinor } from '~/reports/totals';
import { type TrendDay, trendDay } from '~/reports/trend';

/** What was added to the orders of one day, and all orders of it; money in minor units of the shop's currency. */
export interface UpsellDay {
  /** yyyy-mm-dd in the shop's zone. */
  day: string;
  orders: number;
  minor: bigint;
  /** Of the orders: counted, and not in the amount. */
  otherCurrency: number;
  allOrders: number;
  allMinor: bigint;
}

/** What was added to the orders that one message earned. */
export interface AddedShare extends MessageName {
  ordersPpm: bigint;
  /** Amounts times shares, as decimal text. */
  minorPpm: string;
}

export interface UpsellsData extends EarnedData {
  before: Period | null;
  earnedBefore: EarnedData | null;
  days: UpsellDay[];
  shares: AddedShare[];
  /** Automations that begin with an order placed or fulfilled. */
  afterPurchase: bigint[];
}

export interface UpsellsView {
  /** The one sentence that the report answers. */
  sentence: string;
  period: { label: string; before: string | null };
  metrics: Metric[];
  trend: TrendDay[];
  added: ReportTable;
  automations: ReportTable;
  notes: string[];
  basis: string;
  empty: boolean;
}

const WHAT =
  'What was added to an order after its checkout: an upsell on the way to the thank-you page, or items that the shop added by hand. Shopify tells no difference. Exchanges, test orders, cancelled and deleted ones are left out.';

export function interpretUpsells(data: UpsellsData): UpsellsView {
  const { period, before, settings } = data;
  const now = totalIn(data.days, period);
  const then = before ? totalIn(data.days, before) : undefined;
  const basis = `Orders by the day they were placed (${period.zone}); Shopify tells no moment of an addition.`;
  const automations = automationsTable(data);
  return {
    sentence: sentenceOf(now, data),
    period: { label: formatPeriod(period), before: before && formatPeriod(before) },
    metrics: metricsOf(now, then, data, basis),
    trend: trendOf(data),
    added: addedTable(data, now),
    automations,
    notes: [...rowsNote(data), ...otherCurrencyNote(now, data)],
    basis: `${ruleSentence(settings)} ${basis}`,
    empty: now.orders === 0 && automations.rows.length === 0,
  };
}

type Total = Omit<UpsellDay, 'day'>;

function totalIn(days: readonly UpsellDay[], { days: own }: Period): Total {
  const some = days.filter(({ day }) => day >= (own.at(0) ?? '') && day <= (own.at(-1) ?? ''));
  const count = (of: (day: UpsellDay) => number) => some.reduce((sum, day) => sum + of(day), 0);
  return {
    orders: count(({ orders }) => orders),
    minor: sumMinor(some.map(({ minor }) => minor)),
    otherCurrency: count(({ otherCurrency }) => otherCurrency),
    allOrders: count(({ allOrders }) => allOrders),
    allMinor: sumMinor(some.map(({ allMinor }) => allMinor)),
  };
}

const ordersText = (orders: number) => (orders === 1 ? '1 order' : `${formatCount(orders)} orders`);

function sentenceOf({ orders, minor, allOrders }: Total, { currency }: UpsellsData): string {
  if (orders === 0) return 'Nothing was added to an order after its checkout in this period.';
  return `${formatMoney({ minor, currency })} was added to ${formatCount(orders)} of ${ordersText(allOrders)} after the checkout.`;
}

function metricsOf(now: Total, then: Total | undefined, data: UpsellsData, basis: string): Metric[] {
  const { currency, settings } = data;
  const money = (minor: bigint | undefined) => (minor === undefined ? undefined : { minor, currency });
  const earnedBy = ({ earned }: Pick<UpsellsData, 'earned'>) =>
    totalOf(afterPurchase({ ...data, earned })).minor;
  return [
    moneyMetric(
      { name: 'Upsell revenue', definition: `${WHAT} ${basis}` },
      money(now.minor),
      money(then?.minor),
    ),
    countMetric({ name: 'Orders with an upsell', definition: `${WHAT} ${basis}` }, now.orders, then?.orders),
    shareMetric(
      {
        name: 'Upsell rate',
        definition: `Orders with an upsell as a share of all orders but test orders. ${basis}`,
      },
      { part: now.orders, whole: now.allOrders },
      then && { part: then.orders, whole: then.allOrders },
      'No orders were placed in this period.',
    ),
    moneyMetric(
      { name: 'Average upsell', definition: `Upsell revenue divided by orders with an upsell. ${basis}` },
      money(averageOf(now)),
      money(then && averageOf(then)),
      'Nothing was added to an order.',
    ),
    shareMetric(
      { name: 'Upsell share', definition: `Upsell revenue as a share of total sales. ${basis}` },
      { part: now.minor, whole: now.allMinor },
      then && { part: then.minor, whole: then.allMinor },
      'Nothing was sold in this period.',
    ),
    moneyMetric(
      {
        name: 'After a purchase',
        definition: `What automations earned that begin with an order placed or fulfilled. ${ruleSentence(settings)} ${basis}`,
      },
      money(earnedBy(data)),
      money(data.earnedBefore ? earnedBy(data.earnedBefore) : undefined),
    ),
  ];
}

/** Rounded half up. */
function averageOf({ orders, otherCurrency, minor }: Total): bigint | undefined {
  const of = BigInt(orders - otherCurrency);
  return of > 0n ? (minor * 2n + of) / (of * 2n) : undefined;
}

function trendOf({ days, period, before, currency }: UpsellsData): TrendDay[] {
  const byDay = new Map(days.map((day) => [day.day, day]));
  const money = (day: string) => ({ minor: byDay.get(day)?.minor ?? 0n, currency });
  return period.days.map((day, place) => {
    const then = before?.days[place];
    return trendDay(
      day,
      byDay.get(day)?.orders ?? 0,
      money(day),
      then === undefined ? undefined : money(then),
    );
  });
}

function addedTable({ shares, period, currency, settings }: UpsellsData, now: Total): ReportTable {
  const parts = partsOf(
    shares.map(({ minorPpm }) => minorPpm),
    now.minor,
  );
  const rows = shares
    .map((share, place) => ({ share, minor: parts[place] ?? 0n }))
    .sort(
      (a, b) =>
        Number(b.minor - a.minor) ||
        Number(b.share.ordersPpm - a.share.ordersPpm) ||
        messageName(a.share).localeCompare(messageName(b.share), 'en') ||
        Number((a.share.versionId ?? 0n) - (b.share.versionId ?? 0n)),
    );
  return {
    sentence: '',
    basis: ruleSentence(settings),
    columns: [
      { title: 'Message', definition: null },
      { title: 'Channel', definition: null },
      {
        title: 'Orders',
        definition: `Orders with an upsell that the message earned; an order that several messages share counts for each with its share. ${ruleSentence(settings)}`,
      },
      { title: 'Upsell revenue', definition: WHAT, onPhone: true },
      { title: 'Share', definition: 'Of all upsell revenue of the period.' },
    ],
    rows: rows.map(({ share, minor }) => ({
      id: String(share.versionId ?? 'none'),
      path: share.versionId === null ? null : messagePath(share),
      orders: ordersPath(
        { period },
        share.versionId === null
          ? { added: 'yes', credited: 'no' }
          : { added: 'yes', message: String(share.versionId) },
      ),
      cells: [
        ...messageCells(share),
        ordersCell(share.ordersPpm),
        moneyCell({ minor, currency }),
        shareCell({ part: minor, whole: now.minor }, 'Nothing added'),
      ],
    })),
    total: null,
    notes: [],
  };
}

const afterPurchase = ({
  earned,
  afterPurchase: ids,
}: Pick<UpsellsData, 'earned' | 'afterPurchase'>): Earned[] =>
  earned.filter(({ automationId }) => automationId !== null && ids.includes(automationId));

/** What each automation after a purchase earned. */
function automationsTable(data: UpsellsData): ReportTable {
  const groups = groupBy(afterPurchase(data), ({ automationId }) => String(automationId));
  return {
    sentence: '',
    basis: ruleSentence(data.settings),
    columns: [{ title: 'Automation', definition: null }, ...sumColumns(data)],
    rows: groups.map(({ key, first, sum }) => ({
      id: key,
      path: `/app/automations/${key}`,
      orders: ordersPath(data, { automation: key }),
      cells: [textCell(first.name ?? ''), ...sumCells(sum, data)],
    })),
    total: null,
    notes: [],
  };
}

function otherCurrencyNote({ otherCurrency }: Total, { currency }: UpsellsData): string[] {
  if (otherCurrency === 0) return [];
  const orders = otherCurrency === 1 ? '1 order is' : `${formatCount(otherCurrency)} orders are`;
  return [`${orders} in another currency than ${currency}: counted, and not in the sums of money.`];
}
