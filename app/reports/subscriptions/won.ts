import { ruleSentence } from '~/attribution/rule-text';
import type { Settings } from '~/attribution/facts';
import type { Period } from '~/lib/period';
import { ordersPath } from '~/reports/earned';
import { messageCells, type MessageName, messageName, messagePath } from '~/reports/message-name';
import type { Course } from '~/reports/subscriptions/flows';
import { type Column, countCell, moneyCell, ordersCell, type ReportTable } from '~/reports/table';
import { partsOf } from '~/reports/parts';

/** What one message version won of a period's subscriptions. */
export interface MessageShare extends MessageName {
  /** Shares of the subscriptions that began in the period, in millionths. */
  begunPpm: bigint;
  /** The same of those that run at its end. */
  activePpm: bigint;
  /** Monthly values of those begun times their shares, as decimal text. */
  monthlyPpm: string;
  /** Renewals placed in the period. */
  renewals: number;
  renewedMinor: bigint;
}

interface WonData {
  currency: string;
  period: Period;
  settings: Settings;
  shares: readonly MessageShare[];
}

/** Which message won how many subscriptions; what no message won has a row of its own, and the rows add up. */
export function wonTable(data: WonData, course: Course): ReportTable {
  const { currency, period, settings } = data;
  const shares = data.shares.toSorted(
    (a, b) =>
      Number(a.versionId === null) - Number(b.versionId === null) ||
      Number(b.begunPpm - a.begunPpm) ||
      Number(b.renewedMinor - a.renewedMinor) ||
      messageName(a).localeCompare(messageName(b), 'en') ||
      Number((a.versionId ?? 0n) - (b.versionId ?? 0n)),
  );
  const monthly = partsOf(
    shares.map(({ monthlyPpm }) => monthlyPpm),
    course.begunMinor,
  );
  const money = (minor: bigint) => moneyCell({ minor, currency });
  return {
    sentence: '',
    basis: ruleSentence(settings),
    columns: columnsOf(ruleSentence(settings)),
    rows: shares.map((share, place) => ({
      id: String(share.versionId ?? 'none'),
      path: share.versionId === null ? null : messagePath(share),
      orders: ordersPath(
        { period },
        share.versionId === null
          ? { subscription: 'first', credited: 'no' }
          : { subscription: 'first', message: String(share.versionId) },
      ),
      cells: [
        ...messageCells(share),
        ordersCell(share.begunPpm),
        money(monthly[place] ?? 0n),
        ordersCell(share.activePpm),
        countCell(share.renewals),
        money(share.renewedMinor),
      ],
    })),
    total: null,
    notes:
      settings.model === 'any_click'
        ? ['Under any click each message has all of a subscription: the rows add up to more than there are.']
        : [],
  };
}

function columnsOf(rule: string): Column[] {
  return [
    { title: 'Message', definition: null },
    { title: 'Channel', definition: null },
    {
      title: 'New subscriptions',
      definition: `Subscriptions that began in the period and whose first order the message earned; one that several messages share counts for each with its share. ${rule}`,
      onPhone: true,
      leads: true,
    },
    {
      title: 'New MRR',
      definition: 'Their monthly value, of those that have renewed at least once.',
    },
    {
      title: 'Active',
      definition: 'Of all subscriptions that the message won, those active at the period’s end.',
    },
    {
      title: 'Renewals',
      definition: 'Renewals placed in the period, of subscriptions that the message won.',
    },
    {
      title: 'Renewal revenue',
      definition:
        'What these renewals are worth now; outside credited revenue, unless the settings count it inside.',
    },
  ];
}
