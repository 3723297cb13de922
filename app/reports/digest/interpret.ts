import { formatMoney } from '~/lib/money';
import { formatMoment, formatPeriod, type Period } from '~/lib/period';
import { ENOUGH_TO_RANK } from '~/reports/earned';
import type { Cadence } from '~/reports/digest/schedule';
import { formatCount, type Metric } from '~/reports/metric';
import type { SalesOverviewView } from '~/reports/sales-overview/interpret';
import type { ReportTable } from '~/reports/table';

/** One sentence, and where the orders behind it are listed. */
export interface DigestSentence {
  text: string;
  /** Inside the app. */
  path: string;
}

export interface DigestView {
  subject: string;
  /** How the shop did. */
  sentences: DigestSentence[];
  /** What is to be looked at; empty where nothing is. */
  problems: DigestSentence[];
  /** The rule and the days, for the small print. */
  basis: string;
}

export interface DigestData {
  shopName: string;
  cadence: Exclude<Cadence, 'off'>;
  period: Period;
  overview: SalesOverviewView;
  /** How many orders the period had. */
  orders: number;
  /** Of them, those that a message earned. */
  earned: number;
  topMessages: ReportTable;
  currency: string;
  pixel: { connected: boolean; lastAt: Date | null };
  sweep: { differing: number; differenceMinor: bigint; failing: boolean } | null;
  /** Orders of the period that are not decided yet. */
  pending: number;
}

/** Below so many orders a change says little. */
const FEW = 30;
const SILENT_MS = 2 * 86_400_000;

export function interpretDigest(data: DigestData): DigestView {
  const { shopName, period, overview } = data;
  return {
    subject: `${shopName}: ${data.orders === 0 ? 'no orders' : ordersText(data.orders)}, ${formatPeriod(period)}`,
    sentences: sentencesOf(data),
    problems: problemsOf(data),
    basis: overview.basis,
  };
}

function sentencesOf({
  cadence,
  period,
  overview,
  orders,
  earned,
  topMessages,
}: DigestData): DigestSentence[] {
  const all = ordersPath(period);
  const credited = ordersPath(period, 'credited');
  const { totalSales, creditedRevenue, creditedShare } = overview;
  if (orders === 0) return [{ text: 'No orders were placed.', path: all }];
  const before = cadence === 'daily' ? 'the day before' : 'the seven days before';
  const share = creditedShare.value
    ? `, ${creditedShare.value} of all sales`
    : `. Which share of all sales that is, is not known: ${lowered(creditedShare.unknown ?? '')}`;
  return [
    { text: `${ordersText(orders)} came to ${told(totalSales)}${against(totalSales, before)}.`, path: all },
    earned === 0
      ? { text: 'None of them is credited to a message.', path: credited }
      : {
          text:
            sentence(`Your messages earned ${told(creditedRevenue)} in ${ordersText(earned)}${share}`) +
            comparedSentence(creditedRevenue, before),
          path: credited,
        },
    ...bestSentence(earned, topMessages, credited),
    ...(orders < FEW
      ? [
          {
            text: `${orders === 1 ? 'One order says' : 'So few orders say'} little: a change may well be chance.`,
            path: all,
          },
        ]
      : []),
  ];
}

/** Which message did best; where chance would decide it, that it cannot be said. */
function bestSentence(earned: number, { sentence, rows }: ReportTable, credited: string): DigestSentence[] {
  if (earned === 0) return [];
  return earned < ENOUGH_TO_RANK
    ? [{ text: `${ordersText(earned)} cannot say which message does best.`, path: credited }]
    : [{ text: sentence, path: rows[0]?.orders ?? credited }];
}

function problemsOf({ period, pixel, sweep, pending, currency, orders }: DigestData): DigestSentence[] {
  const unseen = ordersPath(period, 'consent_absent');
  const silentSince = pixel.lastAt && period.to.getTime() - pixel.lastAt.getTime() > SILENT_MS && orders > 0;
  return [
    ...(pixel.connected
      ? []
      : [
          {
            text: 'The pixel is not active, so fewer orders can be credited. Open the app to activate it.',
            path: unseen,
          },
        ]),
    ...(pixel.connected && silentSince && pixel.lastAt
      ? [
          {
            text: `The pixel has seen no checkout since ${formatMoment(pixel.lastAt, period.zone)}, although orders came.`,
            path: unseen,
          },
        ]
      : []),
    ...(sweep && sweep.differing > 0
      ? [
          {
            text: `When last compared with Shopify, ${sweep.differing === 1 ? '1 order' : `${formatCount(sweep.differing)} orders`} differed, by ${formatMoney({ minor: sweep.differenceMinor, currency })} in all.`,
            path: RECONCILIATION,
          },
        ]
      : []),
    ...(sweep?.failing
      ? [{ text: 'Orders cannot be compared with Shopify at the moment.', path: RECONCILIATION }]
      : []),
    ...(pending > 0
      ? [
          {
            text: `${ordersText(pending)} ${pending === 1 ? 'is' : 'are'} not decided yet.`,
            path: ordersPath(period, 'pending'),
          },
        ]
      : []),
  ];
}

const RECONCILIATION = '/app/reports/reconciliation';

function ordersPath({ days }: Period, bucket?: string): string {
  const search = new URLSearchParams({ from: days.at(0) ?? '', to: days.at(-1) ?? '' });
  if (bucket) search.set('bucket', bucket);
  return `/app/orders?${search}`;
}

const ordersText = (orders: number) => (orders === 1 ? '1 order' : `${formatCount(orders)} orders`);

/** A value, or that it is not known: never zero in its place. */
const told = ({ value }: Metric) => value ?? 'an amount that is not known';

const against = ({ change }: Metric, before: string) =>
  change ? `, ${change.text} against ${before} (${change.before})` : '';

const comparedSentence = ({ change }: Metric, before: string) =>
  change ? ` That is ${change.text} against ${before} (${change.before}).` : '';

const sentence = (text: string) => (text.endsWith('.') ? text : `${text}.`);

const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
