import { LINK_CHANNEL, versionChannelLabel } from '~/channels/channel';
import { wilson } from '~/lib/intervals';
import {
  ENOUGH_TO_RANK,
  groupBy,
  mostSentence,
  type OrdersCondition,
  ordersPath,
  rowsNote,
  ruleAndBasis,
  type Sum,
  sumCells,
  sumColumns,
  totalOf,
} from '~/reports/earned';
import type { Earned, EarnedData } from '~/reports/earned.server';
import { messageName, messagePath } from '~/reports/message-name';
import { formatShare } from '~/reports/metric';
import {
  type Cell,
  type Column,
  eachCell,
  type ReportTable,
  shareCell,
  textCell,
  unknownCell,
} from '~/reports/table';

/** How many copies of a message version were handed over and did not fail, since it was sent. */
export interface Delivered {
  versionId: bigint;
  campaignId: bigint | null;
  automationId: bigint | null;
  count: number;
}

export interface TopPerformersData extends EarnedData {
  delivered: Delivered[];
}

export interface TopPerformersView {
  /** The one sentence that the report answers. */
  sentence: string;
  basis: string;
  /** Each with what it is about and its best rows. */
  tables: (ReportTable & { id: 'messages' | 'campaigns' | 'automations' | 'sources'; title: string })[];
  notes: string[];
  /** No message earned anything. */
  empty: boolean;
}

/** So many rows of each are told. */
const BEST = 5;

type Group = ReturnType<typeof groupBy>[number];

const groupsOf = (earned: readonly Earned[]) => ({
  messages: groupBy(earned, ({ versionId }) => String(versionId)),
  campaigns: groupBy(
    earned.filter(({ campaignId }) => campaignId !== null),
    ({ campaignId }) => String(campaignId),
  ),
  automations: groupBy(
    earned.filter(({ automationId }) => automationId !== null),
    ({ automationId }) => String(automationId),
  ),
  sources: groupBy(earned, ({ source }) => source),
});

/** Whose deliveries are to be counted. */
export function bestOf({ earned }: EarnedData): Record<'versions' | 'campaigns' | 'automations', bigint[]> {
  const { messages, campaigns, automations } = groupsOf(earned);
  const keys = (groups: readonly Group[]) => groups.slice(0, BEST).map(({ key }) => BigInt(key));
  return { versions: keys(messages), campaigns: keys(campaigns), automations: keys(automations) };
}

export function interpretTopPerformers(data: TopPerformersData): TopPerformersView {
  const { earned, delivered } = data;
  const groups = groupsOf(earned);
  const all = totalOf(earned);
  const best = groups.messages[0];
  const isEnough = all.ordersPpm >= BigInt(ENOUGH_TO_RANK) * 1_000_000n;
  const countOf = (is: (one: Delivered) => boolean) =>
    delivered.filter(is).reduce((sum, { count }) => sum + count, 0);
  const table = (
    id: TopPerformersView['tables'][number]['id'],
    title: string,
    row: (group: Group) => {
      name: Cell;
      path: string | null;
      orders: OrdersCondition;
      delivered: number | null;
    },
  ): TopPerformersView['tables'][number] => ({
    id,
    title,
    sentence: '',
    basis: ruleAndBasis(data),
    columns: [
      { title: title.replace(/s$/, ''), definition: null },
      ...sumColumns(data),
      ...(id === 'sources' ? [] : REACH),
    ],
    rows: groups[id].slice(0, BEST).map((group) => {
      const { name, path, orders, delivered: count } = row(group);
      return {
        id: group.key,
        path,
        orders: ordersPath(data, orders),
        cells: [
          name,
          ...sumCells(group.sum, data),
          ...(id === 'sources' ? [] : reachCells(group.sum, count, data)),
        ],
      };
    }),
    total: null,
    notes: [],
  });
  return {
    sentence: mostSentence(best && { name: nameOf(best), sum: best.sum }, all, data),
    basis: ruleAndBasis(data),
    tables: [
      table('messages', 'Messages', ({ key, first }) => ({
        name: textCell(nameOf({ first }), versionChannelLabel(first.channel)),
        path: messagePath(first),
        orders: { message: key },
        delivered:
          first.channel === LINK_CHANNEL ? null : countOf(({ versionId }) => String(versionId) === key),
      })),
      table('campaigns', 'Campaigns', ({ key, first }) => ({
        name: textCell(first.name ?? ''),
        path: `/app/campaigns/${key}`,
        orders: { ofCampaign: key },
        delivered: countOf(({ campaignId }) => String(campaignId) === key),
      })),
      table('automations', 'Automations', ({ key, first }) => ({
        name: textCell(first.name ?? ''),
        path: `/app/automations/${key}`,
        orders: { automation: key },
        delivered: countOf(({ automationId }) => String(automationId) === key),
      })),
      table('sources', 'Sources', ({ key }) => ({
        name: textCell(key),
        path: null,
        orders: { source: key },
        delivered: null,
      })),
    ],
    notes: [
      ...(isEnough || earned.length === 0
        ? []
        : [
            `With fewer than ${ENOUGH_TO_RANK} credited orders chance decides who comes first: the rows are in order of revenue and rank nothing.`,
          ]),
      ...rowsNote(data),
    ],
    empty: earned.length === 0,
  };
}

/** All tables under each other, for a file; where one tells less than another there is nothing. */
export function performersTable(tables: TopPerformersView['tables']): ReportTable {
  const [messages] = tables;
  if (!messages) throw new RangeError('no tables');
  const { columns } = messages;
  return {
    ...messages,
    columns: [{ title: 'Of', definition: null }, { title: 'Name', definition: null }, ...columns.slice(1)],
    rows: tables.flatMap(({ title, rows }) =>
      rows.map((row) => ({
        ...row,
        cells: [textCell(title), ...columns.map((_, place) => row.cells[place] ?? textCell(''))],
      })),
    ),
  };
}

const nameOf = ({ first }: Pick<Group, 'first'>): string => messageName(first);

const REACH: Column[] = [
  {
    title: 'Conversion',
    definition:
      'Credited orders of the period divided by the messages delivered since they were sent, with its 95 % interval.',
  },
  {
    title: 'Per recipient',
    definition: 'Revenue of the period divided by the messages delivered since they were sent.',
  },
];

/** @param delivered null of what is sent to nobody */
function reachCells(sum: Sum, delivered: number | null, { currency }: TopPerformersData): Cell[] {
  if (delivered === null) return [unknownCell('Sent to nobody'), unknownCell('Sent to nobody')];
  const why = 'None delivered';
  const orders = Number(sum.ordersPpm) / 1_000_000;
  const interval = delivered > 0 && orders <= delivered ? wilson(orders, delivered) : undefined;
  return [
    shareCell(
      { part: sum.ordersPpm, whole: BigInt(delivered) * 1_000_000n },
      why,
      interval && `${formatShare(interval.low)} – ${formatShare(interval.high)}`,
    ),
    eachCell({ minor: sum.minor, currency }, delivered, why),
  ];
}
