import type { Period } from '~/lib/period';
import { ordersPath } from '~/reports/earned';
import { formatCount } from '~/reports/metric';
import { LAPSE_RULE } from '~/reports/subscriptions/rhythm';
import { countCell, moneyCell, type ReportTable, textCell, unknownCell } from '~/reports/table';

/** Subscriptions that began with one product on one plan. */
export interface ProductSum {
  /** Null where Shopify did not tell the lines of the first order. */
  title: string | null;
  plan: string | null;
  begun: number;
  /** Units in the first orders of those begun. */
  units: number;
  active: number;
  lapsed: number;
  monthlyMinor: bigint;
  /** Of the active ones: in no sum. */
  untold: number;
}

interface ProductsData {
  currency: string;
  period: Period;
  rows: ProductSum[];
}

/** The product with the most active subscriptions first; those of which no product is known last. */
export function interpretProducts({ currency, period, rows }: ProductsData): ReportTable {
  const sorted = rows.toSorted(
    (a, b) =>
      Number(a.title === null) - Number(b.title === null) ||
      b.active - a.active ||
      b.begun - a.begun ||
      `${a.title} ${a.plan}`.localeCompare(`${b.title} ${b.plan}`, 'en'),
  );
  const told = sorted.filter(({ title }) => title !== null);
  return {
    sentence: sentenceOf(told, rows),
    basis: `By what was on a selling plan in the first order, at the period’s end (${period.zone}). ${LAPSE_RULE}`,
    columns: [
      { title: 'Product', definition: null },
      { title: 'Plan', definition: null },
      {
        title: 'New subscriptions',
        definition: 'Subscriptions that began in the period with this product on this plan.',
        leads: true,
      },
      { title: 'Units', definition: 'Units of it in the first orders of these.' },
      {
        title: 'Active',
        definition:
          'Subscriptions that began with it, whenever that was, and had not lapsed at the period’s end.',
        onPhone: true,
      },
      { title: 'Lapsed', definition: 'Subscriptions that began with it and lapsed in the period.' },
      {
        title: 'MRR',
        definition:
          'The monthly value of the active ones that have renewed: of the whole subscription, whatever else is in it.',
      },
    ],
    rows: sorted.map((row) => ({
      id: JSON.stringify([row.title, row.plan]),
      path: null,
      orders: ordersPath(
        { period },
        row.title === null
          ? { subscription: 'first', lines: 'no' }
          : { subscription: 'first', product: row.title, plan: row.plan ?? '' },
      ),
      cells: [
        textCell(row.title ?? 'Not told'),
        textCell(row.plan ?? ''),
        countCell(row.begun),
        row.title === null ? unknownCell('Not told') : countCell(row.units),
        countCell(row.active),
        countCell(row.lapsed),
        row.active > 0 && row.untold === row.active
          ? unknownCell('Not renewed yet')
          : moneyCell({ minor: row.monthlyMinor, currency }),
      ],
    })),
    total: null,
    notes: notesOf(rows),
  };
}

function sentenceOf(told: readonly ProductSum[], rows: readonly ProductSum[]): string {
  if (rows.length === 0) return 'No subscription ran in this period.';
  const products = new Set(told.map(({ title }) => title)).size;
  if (products === 0) return 'Which products began these subscriptions is not known.';
  return `Subscriptions of ${products === 1 ? '1 product' : `${formatCount(products)} products`} ran in this period.`;
}

function notesOf(rows: readonly ProductSum[]): string[] {
  return [
    'A subscription of several products counts for each of them.',
    ...(rows.some(({ title }) => title === null)
      ? [
          'Not told: Shopify tells the lines of a first order beside its journey, which is not asked of orders from before the installation.',
        ]
      : []),
  ];
}
