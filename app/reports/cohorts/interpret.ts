import { DateTime } from 'luxon';
import { ruleSentence } from '~/attribution/rule-text';
import type { Settings } from '~/attribution/facts';
import { wilson } from '~/lib/intervals';
import { formatMoney } from '~/lib/money';
import { formatMoment } from '~/lib/period';
import { AGES } from '~/reports/cohorts/ages';
import { messageCells, type MessageName, messageName, messagePath } from '~/reports/message-name';
import { formatCount, formatShare } from '~/reports/metric';
import {
  type Cell,
  type Column,
  countCell,
  eachCell,
  type ReportTable,
  type Row,
  shareCell,
  textCell,
} from '~/reports/table';
import { sumMinor } from '~/reports/totals';

/** What customers of one month and first message ordered at one age, as `cohort_sum` has it. */
export interface CohortSum extends MessageName {
  /** The first day of the month. */
  month: string;
  age: number;
  customers: number;
  returned: number;
  orders: number;
  minor: bigint;
}

export const COHORT_BY = ['month', 'message'] as const;
export const COHORT_RANGES = ['12', '24', 'all'] as const;

export interface CohortQuery {
  by: (typeof COHORT_BY)[number];
  /** Whose first order was placed in the last so many months. */
  range: (typeof COHORT_RANGES)[number];
}

export interface CohortsData {
  currency: string;
  zone: string;
  query: CohortQuery;
  settings: Settings;
  rows: CohortSum[];
  /** When the sums were made; null where they never were. */
  madeAt: Date | null;
  now: Date;
}

export interface CohortsView {
  table: ReportTable;
  /** How strongly each cell of a row stands out among those of its column, from 0 to 1; null where it does not. */
  heat: (number | null)[][];
  /** "24 Nov 2026, 14:05"; null where they never were made. */
  madeAt: string | null;
}

/** Below so many customers a cohort is marked as small. */
const SMALL = 30;

/** The first and the last month of a range, as their first days; the first is undefined of all. */
export function cohortMonths(
  range: CohortQuery['range'],
  now: Date,
  zone: string,
): [string | undefined, string] {
  const month = DateTime.fromJSDate(now, { zone }).startOf('month');
  const last = month.toISODate() ?? '';
  return [range === 'all' ? undefined : (month.minus({ months: Number(range) - 1 }).toISODate() ?? ''), last];
}

export function interpretCohorts(data: CohortsData): CohortsView {
  const { query, rows, settings, zone, madeAt, currency } = data;
  const groups = groupsOf(data);
  const all = figuresOf(rows, data);
  const repeat = all.customers === 0 ? undefined : all.returned / all.customers;
  return {
    table: {
      sentence:
        all.customers === 0
          ? 'No customer has a first order in this range.'
          : `${customersText(all.customers)} ordered for the first time; ${formatShare(repeat ?? 0)} came back, and one has brought ${formatMoney({ minor: all.perCustomer, currency })} so far.`,
      basis: `${query.by === 'message' ? `${ruleSentence(settings)} ` : ''}Months and days are the shop’s own (${zone}); orders at what they are worth now, after refunds and edits.`,
      columns: columnsOf(query, settings),
      rows: groups.map(({ row, figures }) => ({ ...row, cells: [...row.cells, ...cellsOf(figures, data)] })),
      total: [
        textCell('All customers'),
        ...(query.by === 'message' ? [textCell('')] : []),
        ...cellsOf(all, data),
      ],
      notes: notesOf(groups.map(({ figures }) => figures)),
    },
    heat: heatOf(
      groups.map(({ figures }) => figures),
      query,
    ),
    madeAt: madeAt && formatMoment(madeAt, zone),
  };
}

interface Figures {
  customers: number;
  returned: number;
  minor: bigint;
  /** Rounded half up. */
  perCustomer: bigint;
  /** By the ages of `AGES`: what the customers brought whose time has come, and how many these are. */
  after: { minor: bigint; customers: number }[];
}

function figuresOf(rows: readonly CohortSum[], { madeAt, now, zone }: CohortsData): Figures {
  const count = (some: readonly CohortSum[], of: (row: CohortSum) => number) =>
    some.reduce((sum, row) => sum + of(row), 0);
  const customers = count(rows, (row) => row.customers);
  const minor = sumMinor(rows.map((row) => row.minor));
  const known = DateTime.fromJSDate(madeAt ?? now, { zone });
  return {
    customers,
    returned: count(rows, ({ returned }) => returned),
    minor,
    perCustomer: customers === 0 ? 0n : divided(minor, BigInt(customers)),
    after: AGES.map((age) => {
      const own = age === 0 ? rows : rows.filter(({ month }) => isOver(month, age, known, zone));
      return {
        minor: sumMinor(own.filter((row) => row.age <= age).map((row) => row.minor)),
        customers: count(own, (row) => row.customers),
      };
    }),
  };
}

/** Whether all customers of a month have had so many months since their first order. */
const isOver = (month: string, age: number, known: DateTime, zone: string): boolean =>
  DateTime.fromISO(month, { zone }).plus({ months: 1 + age }) <= known;

const divided = (minor: bigint, of: bigint): bigint => BigInt(Math.round(Number(minor) / Number(of)));

interface Group {
  row: Row;
  figures: Figures;
}

function groupsOf(data: CohortsData): Group[] {
  const { rows, query, now, zone } = data;
  const keyOf = (row: CohortSum) => (query.by === 'month' ? row.month : String(row.versionId ?? 'none'));
  const groups = new Map<string, CohortSum[]>();
  for (const row of rows) {
    const known = groups.get(keyOf(row));
    if (known) known.push(row);
    else groups.set(keyOf(row), [row]);
  }
  const [first, last] = cohortMonths(query.range, now, zone);
  return [...groups]
    .map(([key, own]) => {
      const figures = figuresOf(own, data);
      const small = figures.customers < SMALL ? 'Small cohort' : undefined;
      const row = query.by === 'month' ? monthRow(key, small) : messageRow(key, own[0], small, [first, last]);
      return { key, own, figures, row };
    })
    .sort((a, b) =>
      query.by === 'month'
        ? b.key.localeCompare(a.key)
        : b.figures.customers - a.figures.customers ||
          nameOf(a.own).localeCompare(nameOf(b.own), 'en') ||
          a.key.localeCompare(b.key),
    );
}

const nameOf = ([first]: readonly CohortSum[]): string => (first ? messageName(first) : '');

function monthRow(month: string, small: string | undefined): Row {
  const first = DateTime.fromISO(month, { locale: 'en' });
  const search = new URLSearchParams({
    from: month,
    to: first.endOf('month').toISODate() ?? '',
    first: 'yes',
  });
  return {
    id: month,
    path: null,
    orders: `/app/orders?${search}`,
    cells: [{ ...textCell(first.toFormat('LLLL yyyy'), small), raw: month.slice(0, 7) }],
  };
}

function messageRow(
  key: string,
  message: CohortSum | undefined,
  small: string | undefined,
  [from, last]: [string | undefined, string],
): Row {
  const to = DateTime.fromISO(last).endOf('month').toISODate() ?? '';
  const search = new URLSearchParams({
    ...(from === undefined ? {} : { from, to }),
    first: 'yes',
    ...(key === 'none' ? { credited: 'no' } : { message: key }),
  });
  const [name, channel] = message ? messageCells(message) : [textCell(''), textCell('')];
  return {
    id: key,
    path: key === 'none' || !message ? null : messagePath(message),
    orders: `/app/orders?${search}`,
    cells: [{ ...name, ...(small && { note: [name.note, small].filter(Boolean).join('. ') }) }, channel],
  };
}

/** The page says what a dash means: the time has not come yet. */
const NOT_YET: Cell = { text: '–', raw: '' };

function cellsOf({ customers, returned, minor, after }: Figures, { currency }: CohortsData): Cell[] {
  return [
    countCell(customers),
    shareCell({ part: returned, whole: customers }, 'No customer', intervalOf(returned, customers)),
    ...after.map((sum) =>
      sum.customers === 0 ? NOT_YET : eachCell({ minor: sum.minor, currency }, sum.customers, ''),
    ),
    eachCell({ minor, currency }, customers, 'No customer'),
  ];
}

function intervalOf(part: number, whole: number): string | undefined {
  if (whole === 0 || whole >= SMALL) return undefined;
  const { low, high } = wilson(part, whole);
  return `${formatShare(low)} – ${formatShare(high)}`;
}

function columnsOf({ by }: CohortQuery, settings: Settings): Column[] {
  const names: Column[] =
    by === 'month'
      ? [{ title: 'First order', definition: null }]
      : [
          { title: 'First message', definition: null },
          { title: 'Channel', definition: null },
        ];
  return [
    ...names,
    {
      title: 'Customers',
      definition: `Customers whose first order ${by === 'month' ? 'was placed in the month' : `the message earned; of several, the one with the largest share. ${ruleSentence(settings)}`} Test orders, cancelled and deleted ones are left out, and orders that name no customer.`,
      leads: true,
      onPhone: true,
    },
    {
      title: 'Repeat rate',
      definition: `Those who have ordered at least once more, as a share; with its 95 % interval where they are fewer than ${SMALL}.`,
    },
    ...AGES.map((age) => ({
      title: age === 0 ? 'First orders' : `${age} ${age === 1 ? 'month' : 'months'}`,
      definition:
        age === 0
          ? 'What the first orders are worth, by customer.'
          : `Revenue per customer within ${age === 1 ? 'a month' : `${age} months`} of the first order, that included: of months all of whose customers have had the time.`,
    })),
    { title: 'So far', definition: 'Revenue per customer up to now, however long that is.' },
  ];
}

const customersText = (count: number) => (count === 1 ? '1 customer' : `${formatCount(count)} customers`);

function notesOf(figures: readonly Figures[]): string[] {
  const small = figures.filter(({ customers }) => customers < SMALL).length;
  return small === 0
    ? []
    : [
        `Cohorts of fewer than ${SMALL} customers are marked as small: a few orders change their figures much.`,
      ];
}

/** Each amount by where it lies between nothing and the largest of all, so that one colour means one amount. */
function heatOf(figures: readonly Figures[], { by }: CohortQuery): (number | null)[][] {
  const each = figures.map(({ after }) =>
    after.map(({ minor, customers }) => (customers === 0 ? null : Number(minor) / customers)),
  );
  const most = Math.max(0, ...each.flat().map((amount) => amount ?? 0));
  const before = Array<null>(by === 'month' ? 3 : 4).fill(null);
  return each.map((amounts) => [
    ...before,
    ...amounts.map((amount) => (amount === null || most <= 0 ? null : Math.max(0, amount) / most)),
    null,
  ]);
}
