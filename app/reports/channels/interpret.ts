import { wilson } from '~/lib/intervals';
import { LINK_CHANNEL, versionChannelLabel } from '~/channels/channel';
import {
  groupBy,
  mostSentence,
  NOTHING,
  ordersPath,
  rowsNote,
  ruleAndBasis,
  type Sum,
  sumCells,
  sumColumns,
  totalOf,
} from '~/reports/earned';
import type { EarnedData } from '~/reports/earned.server';
import { formatShare } from '~/reports/metric';
import {
  type Cell,
  countCell,
  eachCell,
  type ReportTable,
  shareCell,
  textCell,
  unknownCell,
} from '~/reports/table';

export interface ChannelsData extends EarnedData {
  /** Messages with sales tracking that were handed over in the period and did not fail, by channel. */
  delivered: { channel: string; count: number }[];
}

/** What each channel earned; tracking links stand for theirs. */
export function interpretChannels(data: ChannelsData): ReportTable {
  const all = totalOf(data.earned);
  const groups = groupBy(data.earned, ({ channel }) => channel);
  const quiet = data.delivered
    .filter(({ channel }) => !groups.some(({ key }) => key === channel))
    .map(({ channel }) => ({ key: channel, sum: NOTHING }));
  const best = groups[0];
  return {
    sentence: mostSentence(best && { name: versionChannelLabel(best.key), sum: best.sum }, all, data),
    basis: ruleAndBasis(data),
    columns: [
      { title: 'Channel', definition: null },
      {
        title: 'Delivered',
        definition: 'Messages with sales tracking that were handed over in the period and did not fail.',
      },
      {
        title: 'Conversion',
        definition:
          'Orders of the period divided by messages delivered in it, with its 95 % interval; also of messages that were delivered before.',
      },
      {
        title: 'Per recipient',
        definition: 'Revenue per recipient: that of the period divided by messages delivered in it.',
      },
      ...sumColumns(data),
      { title: 'Share', definition: 'Of the revenue that all messages earned.' },
    ],
    rows: [...groups, ...quiet].map(({ key, sum }) => ({
      id: key,
      path: null,
      orders: ordersPath(data, { channel: key }),
      cells: [
        textCell(versionChannelLabel(key)),
        ...reachCells(key, sum, data),
        ...sumCells(sum, data),
        shareCell({ part: sum.minor, whole: all.minor }, 'Nothing earned'),
      ],
    })),
    total: [
      textCell('All channels'),
      countCell(data.delivered.reduce((total, { count }) => total + count, 0)),
      textCell(''),
      textCell(''),
      ...sumCells(all, data),
      textCell(''),
    ],
    notes: rowsNote(data),
  };
}

function reachCells(channel: string, sum: Sum, { delivered, currency }: ChannelsData): Cell[] {
  if (channel === LINK_CHANNEL) return Array<Cell>(3).fill(unknownCell('Sent to nobody'));
  const count = delivered.find((one) => one.channel === channel)?.count ?? 0;
  const why = 'None delivered';
  return [
    countCell(count),
    shareCell({ part: sum.ordersPpm, whole: BigInt(count) * 1_000_000n }, why, intervalOf(sum, count)),
    eachCell({ minor: sum.minor, currency }, count, why),
  ];
}

function intervalOf({ ordersPpm }: Sum, delivered: number): string | undefined {
  const orders = Number(ordersPpm) / 1_000_000;
  if (delivered === 0 || orders > delivered) return undefined;
  const { low, high } = wilson(orders, delivered);
  return `${formatShare(low)} – ${formatShare(high)}`;
}
