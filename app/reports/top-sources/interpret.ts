import { type Bucket, bucketLabel } from '~/attribution/bucket';
import { TRAFFIC_CHANNELS, trafficChannels } from '~/attribution/traffic-channel';
import { versionChannelLabel } from '~/channels/channel';
import { formatMoney } from '~/lib/money';
import { formatCount, formatShare, shareOf } from '~/reports/metric';
import { dateBasis } from '~/reports/basis';
import {
  add,
  groupBy,
  mostFirst,
  NOTHING,
  type OrdersCondition,
  ordersPath,
  rowsNote,
  ruleAndBasis,
  type Sum,
  totalOf,
} from '~/reports/earned';
import type { EarnedData } from '~/reports/earned.server';
import {
  type Cell,
  moneyCell,
  ordersCell,
  type ReportTable,
  type Row,
  shareCell,
  textCell,
} from '~/reports/table';

/** Orders that stand alike, and what else stood in the way of a credit. */
export interface StandingSum {
  bucket: Bucket;
  reason: string;
  source: string;
  medium: string;
  channel: string;
  orders: number;
  minor: bigint;
  takenMinor: bigint;
}

export interface TopSourcesData extends EarnedData {
  standings: StandingSum[];
}

interface Source {
  id: string;
  name: string;
  medium: string;
  channel: string;
  kind: string;
  orders: OrdersCondition;
  sum: Sum;
}

export function interpretTopSources(data: TopSourcesData): ReportTable {
  const sources = [...messageSources(data), ...otherSources(data), ...withoutSource(data)].sort(
    (a, b) => mostFirst(a.sum, b.sum) || a.name.localeCompare(b.name, 'en'),
  );
  const all = totalOf(data.standings.map(sumOf));
  const basis = dateBasis(data.period.zone, data.basis);
  const rule = ruleAndBasis(data);
  return {
    sentence: sentenceOf(data, all),
    basis: rule,
    columns: [
      { title: 'Source', definition: null },
      { title: 'Medium', definition: null },
      { title: 'Channel', definition: null },
      { title: 'Whose', definition: null },
      {
        title: 'Orders',
        definition: `All orders but test orders, by the day they were placed (${data.period.zone}). What several messages share counts for each with its share.`,
      },
      {
        title: 'Refunds and edits',
        definition: `What refunds, edits and cancellations took off these orders; in the sales already. ${basis}`,
      },
      {
        title: 'Sales',
        definition: `Goods, shipping and tax, less discounts, refunds and edits; of messages what is credited to them. ${basis}`,
        onPhone: true,
      },
      { title: 'Share', definition: 'Of all sales of the period.' },
    ],
    rows: sources.map((source) => rowOf(source, all, data)),
    total: [
      textCell('All orders'),
      textCell(''),
      textCell(''),
      textCell(''),
      ...cellsOf(all, data),
      textCell(''),
    ],
    notes: rowsNote(data),
  };
}

function rowOf(
  { id, name, medium, channel, kind, orders, sum }: Source,
  all: Sum,
  data: TopSourcesData,
): Row {
  return {
    id,
    path: null,
    orders: ordersPath(data, orders),
    cells: [
      textCell(name),
      textCell(medium),
      textCell(channel),
      textCell(kind),
      ...cellsOf(sum, data),
      shareCell({ part: sum.minor, whole: all.minor }, 'Nothing sold'),
    ],
  };
}

const cellsOf = (sum: Sum, { currency }: TopSourcesData): Cell[] => [
  ordersCell(sum.ordersPpm),
  moneyCell({ minor: sum.takenMinor, currency }),
  moneyCell({ minor: sum.minor, currency }),
];

const sumOf = ({ orders, minor, takenMinor }: StandingSum): Sum => ({
  ordersPpm: BigInt(orders) * 1_000_000n,
  minor,
  takenMinor,
});

function messageSources({ earned }: TopSourcesData): Source[] {
  return groupBy(earned, (version) => JSON.stringify([version.source, version.medium, version.channel])).map(
    ({ key, first: { source, medium, channel }, sum }) => ({
      id: `message ${key}`,
      name: source,
      medium,
      channel: versionChannelLabel(channel),
      kind: 'Your messages',
      orders: { source, medium, channel },
      sum,
    }),
  );
}

function otherSources({ standings }: TopSourcesData): Source[] {
  return standings
    .filter(({ bucket, source }) => bucket === 'no_touch' && source !== '')
    .map((standing) => ({
      ...standing,
      key: JSON.stringify([standing.source, standing.medium, standing.channel]),
    }))
    .reduce<Source[]>((sources, standing) => {
      const id = `other ${standing.key}`;
      const known = sources.find((source) => source.id === id);
      if (known) known.sum = add(known.sum, sumOf(standing));
      else
        sources.push({
          id,
          name: standing.source,
          medium: standing.medium,
          channel: channelLabel(standing.channel),
          kind: 'Other source',
          orders: { other: standing.source },
          sum: sumOf(standing),
        });
      return sources;
    }, []);
}

/** Orders of which no source is known or none can be, and what other sources have of orders that messages earned too. */
function withoutSource({ standings, earned }: TopSourcesData): Source[] {
  const rest = new Map<string, Source>();
  const count = (id: string, name: string, orders: OrdersCondition, sum: Sum) => {
    const known = rest.get(id)?.sum ?? NOTHING;
    rest.set(id, { id, name, medium: '', channel: '', kind: 'No source', orders, sum: add(known, sum) });
  };
  for (const standing of standings) {
    const { bucket, reason, source } = standing;
    if (bucket === 'credited' || (bucket === 'no_touch' && source !== '')) continue;
    const name = bucket === 'no_touch' ? (DIRECT[reason] ?? 'Direct') : bucketLabel[bucket];
    count(`${bucket} ${name}`, name, { bucket }, sumOf(standing));
  }
  const credited = totalOf(standings.filter(({ bucket }) => bucket === 'credited').map(sumOf));
  const messages = totalOf(earned);
  const shared = add(credited, {
    ordersPpm: -messages.ordersPpm,
    minor: -messages.minor,
    takenMinor: -messages.takenMinor,
  });
  if (shared.ordersPpm !== 0n || shared.minor !== 0n)
    count('shared', 'Not credited of credited orders', { bucket: 'credited' }, shared);
  return [...rest.values()];
}

const DIRECT: Record<string, string> = {
  outside_window: 'A message, too long before',
};

const channelLabel = (channel: string): string => {
  const known = trafficChannels.find((one) => one === channel);
  return known ? TRAFFIC_CHANNELS[known] : '';
};

function sentenceOf({ earned, currency }: TopSourcesData, all: Sum): string {
  if (all.ordersPpm === 0n && all.minor === 0n) return 'No orders were placed in this period.';
  const own = totalOf(earned);
  const share = shareOf({ part: own.minor, whole: all.minor });
  const orders = formatCount(Number(all.ordersPpm / 1_000_000n));
  return (
    `${formatMoney({ minor: own.minor, currency })} of ${formatMoney({ minor: all.minor, currency })}` +
    `${share === undefined ? '' : ` (${formatShare(share)})`} came by your messages, in a period of ${orders === '1' ? '1 order' : `${orders} orders`}.`
  );
}
