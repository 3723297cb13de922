import type { CampaignReportView } from '~/reports/campaign/interpret';
import { type Earned, NOTHING_EARNED } from '~/reports/campaign/sales-metrics';
import { formatCount } from '~/reports/metric';
import {
  type Cell,
  countCell,
  moneyCell,
  ordersCell,
  type ReportTable,
  type Row,
  shareCell,
  textCell,
  unknownCell,
} from '~/reports/table';

/** What one link of a version earned. */
export interface LinkSales extends Earned {
  versionId: bigint;
  /** Null of orders whose link is not known. */
  position: number | null;
}

/** Times from the credited touch to the order, in seconds; null where no moment is known. */
export interface TimeToOrder {
  /** Credits in all, and those whose moment is known. */
  credits: number;
  known: number;
  quarterSeconds: number | null;
  medianSeconds: number | null;
  threeQuartersSeconds: number | null;
  withinHour: number;
  withinDay: number;
  withinThreeDays: number;
  later: number;
}

export interface TimeView {
  /** "Half of the orders came within 2 hours of the click; the middle half between 20 minutes and 1 day." */
  sentence: string;
  rows: { within: string; orders: string; share: string }[];
  /** Of how many the moment is not known; null of none. */
  unknown: string | null;
}

/** How long recipients took to order. */
export function interpretTime(time: TimeToOrder): TimeView {
  const { known, credits, medianSeconds, quarterSeconds, threeQuartersSeconds } = time;
  const row = (within: string, count: number) => ({
    within,
    orders: formatCount(count),
    share: known > 0 ? `${Math.round((count / known) * 100)}%` : '–',
  });
  const missing = credits - known;
  return {
    sentence:
      medianSeconds === null || quarterSeconds === null || threeQuartersSeconds === null
        ? 'No order is known with the moment of its click.'
        : known < FEWEST_FOR_MIDDLE
          ? `${formatCount(known)} ${known === 1 ? 'order' : 'orders'}: too few for a middle.`
          : `Half of the orders came within ${durationText(medianSeconds)} of the click; ${middleText(durationText(quarterSeconds), durationText(threeQuartersSeconds))}.`,
    rows: [
      row('Within an hour', time.withinHour),
      row('1 to 24 hours', time.withinDay),
      row('1 to 3 days', time.withinThreeDays),
      row('Later', time.later),
    ],
    unknown:
      missing > 0
        ? `Of ${formatCount(missing)} more the moment of the click is not known: they were recognised by a code, or by tags without a time.`
        : null,
  };
}

const middleText = (from: string, to: string) =>
  from === to ? `for the middle half it was ${from}` : `the middle half between ${from} and ${to}`;

const FEWEST_FOR_MIDDLE = 5;

/** In the largest unit that it is at least two of: "90 minutes", "3 hours", "2 days". */
export function durationText(seconds: number): string {
  const units: [string, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ];
  const [name, size] = units.find(([, length]) => seconds >= 2 * length) ?? (['second', 1] as const);
  const count = Math.round(seconds / size);
  return `${formatCount(count)} ${name}${count === 1 ? '' : 's'}`;
}

interface LinkTableData {
  links: CampaignReportView['links'];
  sales: readonly LinkSales[];
  all: Earned;
  currency: string;
  rule: string;
  /** Said where clicks are not known. */
  noClicks: string;
}

/** What each link of a campaign earned. Orders whose link is not known have a row of their own, so that all add up. */
export function interpretLinkSales(data: LinkTableData): ReportTable {
  const { links, sales, all, currency, rule, noClicks } = data;
  const cells = (name: Cell, clickers: Cell, earned: Earned): Cell[] => [
    name,
    clickers,
    ordersCell(earned.ordersPpm),
    moneyCell({ minor: earned.amountMinor - earned.soldMinor, currency }),
    moneyCell({ minor: earned.amountMinor, currency }),
    shareCell({ part: earned.amountMinor, whole: all.amountMinor }, 'Nothing earned'),
  ];
  const rows = links.map((link): Row => {
    const { versionId, position, url, variant, clickers } = link;
    const own = sales.find((one) => String(one.versionId) === versionId && one.position === position);
    return {
      id: `${versionId}-${position}`,
      path: null,
      orders: `/app/orders?message=${versionId}&link=${position}`,
      cells: cells(
        textCell(variant === null ? url : `${variant}: ${url}`),
        clickers === null ? unknownCell(noClicks) : countCell(clickers),
        own ?? NOTHING_EARNED,
      ),
    };
  });
  const lost = sales.filter(({ position }) => position === null);
  const unknown = lost.map((one): Row => ({
    id: `${one.versionId}-unknown`,
    path: null,
    orders: `/app/orders?message=${one.versionId}&link=unknown`,
    cells: cells(textCell('Link not known', WHY_NOT_KNOWN), unknownCell('Not known'), one),
  }));
  return {
    sentence: '',
    basis: rule,
    columns: [
      { title: 'Link', definition: null },
      { title: 'People', definition: 'People who clicked this link: each recipient once.' },
      {
        title: 'Orders',
        definition: `Credited orders whose click was on this link. An order that several messages share counts with its share. ${rule}`,
        onPhone: true,
      },
      {
        title: 'Refunds and edits',
        definition: 'What refunds, edits and cancellations took off these orders; in the revenue already.',
      },
      {
        title: 'Revenue',
        definition: `What of these orders is credited, after refunds and edits. ${rule}`,
        onPhone: true,
      },
      { title: 'Share', definition: 'Of the revenue that the campaign earned.' },
    ],
    rows: [...rows, ...unknown],
    total: cells(textCell('All links'), textCell(''), all),
    notes: [],
  };
}

const WHY_NOT_KNOWN = 'Recognised by its tags or a code, not by a click';
