import { DateTime } from 'luxon';
import { ruleSentence } from '~/attribution/rule-text';
import type { Settings } from '~/attribution/facts';
import { wilson } from '~/lib/intervals';
import type { Period } from '~/lib/period';
import { formatCount, formatShare } from '~/reports/metric';
import { LAPSE_RULE, NO_CONTRACTS, RHYTHM_RULE, rhythmText } from '~/reports/subscriptions/rhythm';
import {
  type Cell,
  type Column,
  countCell,
  moneyCell,
  type ReportTable,
  textCell,
  unknownCell,
} from '~/reports/table';
import { readableSubject } from '~/tagging/readable-subject';

/** A customer's subscription as it stands now; days are yyyy-mm-dd in the shop's zone. */
export interface Subscription {
  /** Of the first order that is known. */
  orderId: bigint;
  name: string;
  began: string;
  /** Whether that order began it; otherwise it is a renewal of one that began earlier. */
  isBeginningKnown: boolean;
  renewals: number;
  /** Null where an order is in another currency than the shop's. */
  minor: bigint | null;
  /** Null where it has not renewed yet. */
  rhythm: number | null;
  monthlyMinor: bigint | null;
  hasLapsed: boolean;
  /** What earned its first order; null where no message did. */
  message: string | null;
  /** Of the lines of its first order; null where Shopify told none. */
  plan: string | null;
}

/** A subscription whose next order did not come. */
export interface LapsedSubscription extends Pick<
  Subscription,
  'orderId' | 'name' | 'began' | 'rhythm' | 'monthlyMinor' | 'message'
> {
  /** Until it lapsed. */
  orders: number;
  lastOrder: string;
  lapsed: string;
  /** The day of the order that came after all; null where none has. */
  cameBack: string | null;
}

interface ListData<Row> {
  currency: string;
  period: Period;
  settings: Settings;
  rows: Row[];
}

const RHYTHM: Column = { title: 'Rhythm', definition: RHYTHM_RULE };
const SUBSCRIPTION: Column = { title: 'Subscription', definition: null };

export function interpretList({ currency, period, settings, rows }: ListData<Subscription>): ReportTable {
  const lapsed = rows.filter(({ hasLapsed }) => hasLapsed).length;
  return {
    sentence:
      rows.length === 0
        ? 'No subscription ran in this period.'
        : `${subscriptionsText(rows.length)} ran in this period; ${formatCount(rows.length - lapsed)} of them still do.`,
    basis: `${ruleSentence(settings)} Days are the shop’s own (${period.zone}); status, orders and revenue as of now. ${LAPSE_RULE} ${NO_CONTRACTS}`,
    columns: [
      SUBSCRIPTION,
      { title: 'Message', definition: null },
      { title: 'Status', definition: null },
      { title: 'Began', definition: 'The day of its first order.' },
      { title: 'Renewals', definition: 'Renewals so far, to the last one that is known.', leads: true },
      {
        title: 'Revenue',
        definition: 'What the first order and the renewals are worth now, after refunds and edits.',
        onPhone: true,
      },
      { title: 'MRR', definition: 'The last renewal by the rhythm, for a month.' },
      RHYTHM,
      { title: 'Plan', definition: null },
    ],
    rows: rows.map((row) => ({
      id: String(row.orderId),
      path: `/app/orders/${row.orderId}`,
      orders: ordersOf(row.orderId),
      cells: [
        textCell(row.name),
        textCell(messageOf(row)),
        textCell(statusOf(row)),
        beganCell(row),
        countCell(row.renewals),
        amountCell(row.minor, currency, 'In another currency'),
        row.hasLapsed ? unknownCell('Lapsed') : amountCell(row.monthlyMinor, currency, whyUntold(row)),
        rhythmCell(row.rhythm),
        row.plan === null ? unknownCell('Not told') : textCell(row.plan),
      ],
    })),
    total: null,
    notes: [],
  };
}

export function interpretLapsed({
  currency,
  period,
  settings,
  rows,
  activeAtStart,
}: ListData<LapsedSubscription> & { activeAtStart: number }): ReportTable {
  return {
    sentence: lapsedSentence(rows.length, activeAtStart),
    basis: `${LAPSE_RULE} ${NO_CONTRACTS} ${ruleSentence(settings)} Days are the shop’s own (${period.zone}).`,
    columns: [
      SUBSCRIPTION,
      { title: 'Message', definition: null },
      { title: 'Began', definition: null },
      { title: 'Last order', definition: null },
      { title: 'Lapsed', definition: null },
      { title: 'Came back', definition: null },
      RHYTHM,
      { title: 'Orders', definition: 'First order and renewals until it lapsed.', leads: true },
      { title: 'MRR lost', definition: 'The last renewal by the rhythm, for a month.', onPhone: true },
    ],
    rows: rows.map((row) => ({
      id: `${row.orderId} ${row.lapsed}`,
      path: `/app/orders/${row.orderId}`,
      orders: ordersOf(row.orderId),
      cells: [
        textCell(row.name),
        textCell(messageOf(row)),
        dayCell(row.began),
        dayCell(row.lastOrder),
        dayCell(row.lapsed),
        row.cameBack === null ? textCell('') : dayCell(row.cameBack),
        rhythmCell(row.rhythm),
        countCell(row.orders),
        amountCell(row.monthlyMinor, currency, whyUntold(row)),
      ],
    })),
    total: null,
    notes: [`${NO_CONTRACTS} ${LAPSE_RULE}`],
  };
}

/** "3 subscriptions lapsed: 12.5% (4.3% – 31%) of the 24 that were active at the start." */
function lapsedSentence(lapsed: number, active: number): string {
  if (lapsed === 0) return 'No subscription lapsed in this period.';
  if (active === 0 || lapsed > active) return `${subscriptionsText(lapsed)} lapsed in this period.`;
  const { low, high } = wilson(lapsed, active);
  return `${subscriptionsText(lapsed)} lapsed: ${formatShare(lapsed / active)} (95 % interval ${formatShare(low)} – ${formatShare(high)}) of the ${formatCount(active)} that were active at the start.`;
}

const subscriptionsText = (count: number) =>
  count === 1 ? '1 subscription' : `${formatCount(count)} subscriptions`;

const ordersOf = (orderId: bigint) => `/app/orders?subscription_of=${orderId}`;

function statusOf({ hasLapsed, rhythm, renewals }: Subscription): string {
  if (hasLapsed) return 'Lapsed';
  return rhythm === null && renewals === 0 ? 'Not renewed yet' : 'Active';
}

const messageOf = ({ message }: Pick<Subscription, 'message'>) =>
  message === null ? 'No message' : readableSubject(message);

const dayCell = (day: string): Cell => ({
  text: DateTime.fromISO(day, { locale: 'en' }).toFormat('d LLL yyyy'),
  raw: day,
});

const beganCell = ({ began, isBeginningKnown }: Subscription): Cell =>
  isBeginningKnown ? dayCell(began) : unknownCell('Before known orders');

const rhythmCell = (days: number | null): Cell =>
  days === null ? unknownCell('One order known') : { text: rhythmText(days), raw: String(days) };

const amountCell = (minor: bigint | null, currency: string, why: string): Cell =>
  minor === null ? unknownCell(why) : moneyCell({ minor, currency });

const whyUntold = ({ rhythm }: Pick<Subscription, 'rhythm'>) =>
  rhythm === null ? 'One order known' : 'In another currency';
