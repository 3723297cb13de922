import type { Settings } from '~/attribution/facts';
import { formatMoney } from '~/lib/money';
import { formatPeriod, type Period } from '~/lib/period';
import { countMetric, formatCount, type Metric, moneyMetric, shareMetric } from '~/reports/metric';
import {
  type Course,
  courseOf,
  type DayFlow,
  type RevenueDay,
  standingsIn,
} from '~/reports/subscriptions/flows';
import { LAPSE_RULE, NO_CONTRACTS, RHYTHM_RULE } from '~/reports/subscriptions/rhythm';
import { type MessageShare, wonTable } from '~/reports/subscriptions/won';
import type { ReportTable } from '~/reports/table';
import { type TrendDay, trendDay } from '~/reports/trend';

export interface SubscriptionsView {
  /** The one sentence that the report answers. */
  sentence: string;
  period: { label: string; before: string | null };
  metrics: Metric[];
  /** MRR at the end of each day. */
  trend: TrendDay[];
  /** How the number of subscriptions came about: the lines add up. */
  balance: { label: string; count: string }[];
  won: ReportTable;
  /** What is to be said beside the numbers. */
  notes: string[];
  basis: string;
  /** No subscription is known up to the period's end. */
  empty: boolean;
}

export interface SubscriptionsData {
  currency: string;
  period: Period;
  before: Period | null;
  settings: Settings;
  flows: DayFlow[];
  revenue: RevenueDay[];
  shares: MessageShare[];
}

export function interpretSubscriptions(data: SubscriptionsData): SubscriptionsView {
  const { period, before, flows, revenue } = data;
  const now = courseOf(flows, revenue, period);
  const then = before ? courseOf(flows, revenue, before) : undefined;
  return {
    sentence: sentenceOf(now, data),
    period: { label: formatPeriod(period), before: before && formatPeriod(before) },
    metrics: metricsOf(now, then, data),
    trend: trendOf(data),
    balance: balanceOf(now),
    won: wonTable(data, now),
    notes: notesOf(now, data),
    basis: `${basisOf(data)} ${RHYTHM_RULE} ${LAPSE_RULE}`,
    empty: now.end.active === 0 && now.start.active === 0 && now.begun === 0 && now.lapsed === 0,
  };
}

const basisOf = ({ period }: SubscriptionsData) =>
  `Orders by the day they were placed (${period.zone}), at what they are worth now, after refunds and edits.`;

const subscriptionsText = (count: number) =>
  count === 1 ? '1 subscription' : `${formatCount(count)} subscriptions`;

function sentenceOf({ begun, lapsed, end }: Course, { currency }: SubscriptionsData): string {
  if (end.active === 0 && begun === 0 && lapsed === 0) return 'No subscription ran in this period.';
  const mrr = formatMoney({ minor: end.monthlyMinor, currency });
  return `${subscriptionsText(begun)} began and ${formatCount(lapsed)} lapsed; at the end ${formatCount(end.active)} are active, worth ${mrr} a month where that is known.`;
}

const MONTHLY =
  'The monthly value of a subscription is its last renewal by its rhythm: every two months the half, every week 52 twelfths.';
const UNRENEWED = 'Of subscriptions that have not renewed yet, or in another currency, it is not known.';
const ONE_EACH = 'Orders do not name their contract: all of a customer’s are one subscription.';

function metricsOf(now: Course, then: Course | undefined, data: SubscriptionsData): Metric[] {
  const basis = basisOf(data);
  const money = (minor: bigint | undefined) =>
    minor === undefined ? undefined : { minor, currency: data.currency };
  return [
    countMetric(
      {
        name: 'New subscriptions',
        definition: `Customers’ first orders on a selling plan, placed in the period. ${ONE_EACH} Test orders, cancelled and deleted ones are left out. ${basis}`,
      },
      now.begun,
      then?.begun,
    ),
    countMetric(
      {
        name: 'Active subscriptions',
        definition: `Subscriptions that had not lapsed at the period’s end. ${LAPSE_RULE} ${NO_CONTRACTS}`,
      },
      now.end.active,
      then?.end.active,
    ),
    moneyMetric(
      {
        name: 'MRR',
        definition: `Monthly recurring revenue: the monthly values of the active subscriptions. ${MONTHLY} ${UNRENEWED} ${RHYTHM_RULE}`,
      },
      known(now.end, money),
      then && known(then.end, money),
      unknownMonthly(now.end.active),
    ),
    moneyMetric(
      {
        name: 'New MRR',
        definition: `The monthly values of the subscriptions that began in the period. ${MONTHLY} ${UNRENEWED}`,
      },
      now.begunUntold < now.begun || now.begun === 0 ? money(now.begunMinor) : undefined,
      then && (then.begunUntold < then.begun || then.begun === 0) ? money(then.begunMinor) : undefined,
      unknownMonthly(now.begun),
    ),
    shareMetric(
      {
        name: 'Churn',
        definition: `Subscriptions that lapsed in the period, as a share of those active at its start. ${LAPSE_RULE} ${NO_CONTRACTS}`,
      },
      { part: now.lapsed, whole: now.start.active },
      then && { part: then.lapsed, whole: then.start.active },
      'No subscription was active at the start.',
    ),
    shareMetric(
      {
        name: 'MRR churn',
        definition: `The monthly values of the subscriptions that lapsed in the period, as a share of MRR at its start. ${LAPSE_RULE}`,
      },
      { part: now.lapsedMinor, whole: now.start.monthlyMinor },
      then && { part: then.lapsedMinor, whole: then.start.monthlyMinor },
      'There was no MRR at the start.',
    ),
    moneyMetric(
      {
        name: 'ARPU',
        definition:
          'Average revenue per subscription: MRR divided by the active subscriptions whose monthly value is known.',
      },
      money(perKnown(now)),
      money(then && perKnown(then)),
      unknownMonthly(now.end.active),
    ),
    moneyMetric(
      {
        name: 'Subscription revenue',
        definition: `First orders and renewals of subscriptions placed in the period. ${basis}`,
      },
      money(now.firstMinor + now.renewalMinor),
      money(then && then.firstMinor + then.renewalMinor),
    ),
  ];
}

const unknownMonthly = (count: number) =>
  count === 0 ? 'There are none.' : 'None of them has renewed yet: their rhythm is not known.';

const known = <Value>(
  { active, untold, monthlyMinor }: Course['end'],
  money: (minor: bigint) => Value,
): Value | undefined => (untold < active || active === 0 ? money(monthlyMinor) : undefined);

/** Rounded half up. */
function perKnown({ end }: Course): bigint | undefined {
  const of = BigInt(end.active - end.untold);
  return of > 0n ? (end.monthlyMinor * 2n + of) / (of * 2n) : undefined;
}

function trendOf({ flows, period, before, currency }: SubscriptionsData): TrendDay[] {
  const earlier = before ? standingsIn(flows, before).ends : [];
  const money = (minor: bigint) => ({ minor, currency });
  return standingsIn(flows, period).ends.map(({ day, standing }, place) => {
    const then = earlier[place];
    return trendDay(
      day,
      standing.active,
      money(standing.monthlyMinor),
      then && money(then.standing.monthlyMinor),
    );
  });
}

function balanceOf({ start, end, begun, returned, known: earlier, lapsed }: Course) {
  return [
    { label: 'Active at the start', count: formatCount(start.active) },
    { label: 'Begun', count: `+${formatCount(begun)}` },
    ...(earlier === 0
      ? []
      : [{ label: 'Begun before the orders that are known', count: `+${formatCount(earlier)}` }]),
    { label: 'Came back after they had lapsed', count: `+${formatCount(returned)}` },
    { label: 'Lapsed', count: `−${formatCount(lapsed)}` },
    { label: 'Active at the end', count: formatCount(end.active) },
  ];
}

function notesOf({ end, nameless, otherCurrency }: Course, { currency }: SubscriptionsData): string[] {
  return [
    ...(end.untold === 0
      ? []
      : [
          `${subscriptionsText(end.untold)} of the active ones have no monthly value that is known: not renewed yet, or in another currency. They are not in MRR.`,
        ]),
    ...(nameless === 0
      ? []
      : [
          `${nameless === 1 ? '1 renewal names' : `${formatCount(nameless)} renewals name`} no customer: in the revenue, and in no subscription.`,
        ]),
    ...(otherCurrency === 0
      ? []
      : [
          `${otherCurrency === 1 ? '1 order is' : `${formatCount(otherCurrency)} orders are`} in another currency than ${currency}: counted, and not in the sums of money.`,
        ]),
  ];
}
