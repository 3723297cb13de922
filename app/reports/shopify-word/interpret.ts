import type { Settings } from '~/attribution/facts';
import { formatMoney } from '~/lib/money';
import { formatMoment, type Period } from '~/lib/period';
import type { CampaignSale } from '~/orders/campaign-sale';
import { dateBasis } from '~/reports/basis';
import { groupBy, NOTHING, ordersPath, ruleAndBasis, type Sum } from '~/reports/earned';
import type { EarnedData } from '~/reports/earned.server';
import { formatCount } from '~/reports/metric';
import {
  differenceOf,
  type OwnTags,
  type Tags,
  tagsText,
  theirWord,
  type TwiceSeen,
} from '~/reports/shopify-word/differs';
import { type Cell, moneyCell, ordersCell, type ReportTable, type Row, textCell } from '~/reports/table';

export interface ShopifyWordData extends EarnedData {
  theirs: readonly CampaignSale[];
  ownTags: readonly Tags[];
  installedAt: Date;
}

const SHOPIFYS = 'by its own report of campaign sales: the last click that is not direct, within 30 days';
/** Before an app is installed, Shopify shows it the orders of so many days. */
const SEEN_DAYS = 60;

/** Each set of the shop's tags with what Shopify credits to it beside what is credited here. */
export function interpretShopifyWord(data: ShopifyWordData): ReportTable {
  const { period, currency } = data;
  const own = new Map(data.ownTags.map((tags) => [tagsText(tags), tags]));
  const ours = new Map(groupBy(data.earned, tagsText).map(({ key, sum }) => [key, sum]));
  const isOurs = (sale: CampaignSale) => own.has(keyOf(sale));
  const theirs = new Map(data.theirs.filter(isOurs).map((sale) => [keyOf(sale), sale]));
  const keys = [...own.keys()].filter((key) => ours.has(key) || theirs.has(key));
  const pairs = keys
    .map((key) => ({
      key,
      tags: own.get(key),
      ours: ours.get(key) ?? NOTHING,
      theirs: theirs.get(key) ?? { orders: 0, salesMinor: 0n },
    }))
    .sort((a, b) => Number(bothSales(b) - bothSales(a)) || a.key.localeCompare(b.key, 'en'));
  const total = pairs.reduce(
    (sum, { ours: us, theirs: them }) => ({
      ours: { ...NOTHING, ordersPpm: sum.ours.ordersPpm + us.ordersPpm, minor: sum.ours.minor + us.minor },
      theirs: {
        orders: sum.theirs.orders + them.orders,
        salesMinor: sum.theirs.salesMinor + them.salesMinor,
      },
    }),
    { ours: NOTHING, theirs: { orders: 0, salesMinor: 0n } },
  );
  const basis = dateBasis(period.zone);
  return {
    sentence: sentenceOf(total, currency),
    basis: `Ours: ${ruleAndBasis(data)} Shopify’s: ${SHOPIFYS}.`,
    columns: [
      { title: 'Tags', definition: null },
      { title: 'Orders, Shopify', definition: `Orders that Shopify credits to these tags, ${SHOPIFYS}.` },
      { title: 'Orders, ours', definition: `Orders that are credited to messages with these tags. ${basis}` },
      { title: 'Difference in orders', definition: 'Ours less Shopify’s.' },
      { title: 'Sales, Shopify', definition: `What these orders come to, ${SHOPIFYS}.`, onPhone: true },
      {
        title: 'Sales, ours',
        definition: `Goods, shipping and tax, less discounts, refunds and edits. ${ruleAndBasis(data)}`,
        onPhone: true,
      },
      { title: 'Difference in sales', definition: 'Ours less Shopify’s.' },
    ],
    rows: pairs.map(({ key, tags, ...sums }): Row => ({
      id: key,
      path: null,
      orders: ordersPath(data, { ...(tags ?? {}) }),
      cells: [textCell(key), ...cellsOf(sums, currency)],
    })),
    total: pairs.length > 1 ? [textCell('All your tags'), ...cellsOf(total, currency)] : null,
    notes: notesOf(data, isOurs),
  };
}

const keyOf = ({ source, medium, campaign }: CampaignSale) =>
  tagsText({ source: source ?? '', medium: medium ?? '', campaign: campaign ?? '' });

interface Sums {
  ours: Sum;
  theirs: Pick<CampaignSale, 'orders' | 'salesMinor'>;
}

const bothSales = ({ ours, theirs }: Sums): bigint => ours.minor + theirs.salesMinor;

function cellsOf({ ours, theirs }: Sums, currency: string): Cell[] {
  const theirPpm = BigInt(Math.round(theirs.orders * 1_000_000));
  return [
    ordersCell(theirPpm),
    ordersCell(ours.ordersPpm),
    ordersCell(ours.ordersPpm - theirPpm),
    moneyCell({ minor: theirs.salesMinor, currency }),
    moneyCell({ minor: ours.minor, currency }),
    moneyCell({ minor: ours.minor - theirs.salesMinor, currency }),
  ];
}

function sentenceOf({ ours, theirs }: Sums, currency: string): string {
  if (ours.ordersPpm === 0n && theirs.orders === 0)
    return 'Neither side credits your messages with an order.';
  const said = `Shopify credits your tags with ${formatMoney({ minor: theirs.salesMinor, currency })}`;
  const difference = ours.minor - theirs.salesMinor;
  if (difference === 0n) return `${said}, as we do.`;
  const amount = formatMoney({ minor: difference < 0n ? -difference : difference, currency });
  return `${said}; we credit ${amount} ${difference > 0n ? 'more' : 'less'}.`;
}

function notesOf({ theirs, period, installedAt }: ShopifyWordData, isOurs: (sale: CampaignSale) => boolean) {
  const others = theirs.filter((sale) => !isOurs(sale)).reduce((sum, { orders }) => sum + orders, 0);
  const firstSeen = new Date(installedAt.getTime() - SEEN_DAYS * 86_400_000);
  return [
    ...(others > 0
      ? [
          `Shopify also credits ${formatCount(others)} ${others === 1 ? 'order' : 'orders'} to tags that none of your tracked messages carry, or to visits without tags: they are not in this table.`,
        ]
      : []),
    ...(period.from < firstSeen
      ? [
          `Orders of before ${formatMoment(firstSeen, period.zone)} are in Shopify’s numbers alone: an app is shown those of the ${SEEN_DAYS} days before it is installed.`,
        ]
      : []),
  ];
}

export interface ComparedOrder extends Omit<TwiceSeen, 'model'> {
  id: bigint;
  name: string;
  placedAt: Date;
  valueMinor: bigint;
  currency: string;
}

export interface DifferingOrdersData {
  /** Of the period, those that either side credits to the shop's tags, the newest first. */
  orders: readonly ComparedOrder[];
  /** Whether there are more than these. */
  more: boolean;
  ownTags: readonly OwnTags[];
  ownHosts: readonly string[];
  settings: Settings;
  period: Period;
}

/** The orders that the two sides credit to different tags, each with the reason. */
export function interpretDifferingOrders(data: DifferingOrdersData): ReportTable {
  const own = new Map(data.ownTags.map((tags) => [tagsText(tags), tags]));
  const { model } = data.settings;
  const rows = data.orders.flatMap((order): Row[] => {
    const theirs = theirWord(order.visits, data.ownHosts);
    const difference = differenceOf({ ...order, model }, theirs, own);
    if (!difference) return [];
    const { id, name, placedAt, valueMinor, currency, ours } = order;
    const path = `/app/orders/${id}`;
    return [
      {
        id: id.toString(),
        path,
        orders: path,
        cells: [
          textCell(name),
          textCell(formatMoment(placedAt, data.period.zone)),
          textCell(
            [...new Set(ours.map(({ tags }) => tagsText(tags)))].join(', ') || 'None of your messages',
          ),
          textCell(theirs?.name ?? (order.visits.length > 0 ? 'Nothing but direct visits' : 'No visit')),
          textCell(difference.label, difference.why),
          moneyCell({ minor: valueMinor, currency }),
        ],
      },
    ];
  });
  const count = formatCount(rows.length);
  return {
    sentence:
      rows.length === 0
        ? 'No order is credited to different tags.'
        : `${count} ${rows.length === 1 ? 'order is' : 'orders are'} credited to different tags.`,
    basis: 'Of each order, Shopify’s side is the last of the visits it tells that is not direct.',
    columns: [
      { title: 'Order', definition: null },
      { title: 'Placed', definition: null },
      { title: 'Ours', definition: null },
      { title: 'Shopify', definition: null },
      { title: 'Why', definition: null },
      {
        title: 'Worth',
        definition: `What the order is worth now. ${dateBasis(data.period.zone)}`,
        onPhone: true,
      },
    ],
    rows,
    total: null,
    notes: data.more
      ? [
          `Only the ${formatCount(data.orders.length)} newest orders were compared: choose fewer days for the others.`,
        ]
      : [],
  };
}
