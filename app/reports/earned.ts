import { ruleSentence } from '~/attribution/rule-text';
import { formatMoney } from '~/lib/money';
import { dateBasis } from '~/reports/basis';
import type { Earned, EarnedData } from '~/reports/earned.server';
import { type Cell, type Column, eachCell, moneyCell, ordersCell } from '~/reports/table';

/** What several versions earned together. */
export type Sum = Pick<Earned, 'ordersPpm' | 'minor' | 'takenMinor'>;

export const NOTHING: Sum = { ordersPpm: 0n, minor: 0n, takenMinor: 0n };

export const add = (a: Sum, b: Sum): Sum => ({
  ordersPpm: a.ordersPpm + b.ordersPpm,
  minor: a.minor + b.minor,
  takenMinor: a.takenMinor + b.takenMinor,
});

export const totalOf = (sums: readonly Sum[]): Sum => sums.reduce(add, NOTHING);

/** What versions earned together that are alike, the largest amount first. */
export function groupBy<Key extends string>(
  earned: readonly Earned[],
  keyOf: (version: Earned) => Key,
): { key: Key; first: Earned; sum: Sum }[] {
  const groups = new Map<Key, { key: Key; first: Earned; sum: Sum }>();
  for (const version of earned) {
    const key = keyOf(version);
    const group = groups.get(key);
    groups.set(key, {
      key,
      first: group?.first ?? version,
      sum: add(group?.sum ?? NOTHING, version),
    });
  }
  return [...groups.values()].sort((a, b) => mostFirst(a.sum, b.sum) || a.key.localeCompare(b.key, 'en'));
}

export const mostFirst = (a: Sum, b: Sum): number =>
  a.minor === b.minor ? Number(b.ordersPpm - a.ordersPpm) : a.minor > b.minor ? -1 : 1;

/** The rule that decides credits and the day that money is counted on. */
export const ruleAndBasis = ({ settings, period, basis }: EarnedData): string =>
  `${ruleSentence(settings)} ${dateBasis(period.zone, basis)}`;

/** The columns of what was earned; `sumCells` fills them. */
export function sumColumns(data: EarnedData): Column[] {
  const rule = ruleAndBasis(data);
  const value =
    data.settings.basis === 'net' ? 'without tax, duties and shipping' : 'goods, shipping and tax';
  return [
    {
      title: 'Orders',
      definition: `Credited orders, by the day they were placed. An order that several messages share counts for each with its share. ${ruleSentence(data.settings)}`,
    },
    {
      title: 'Refunds and edits',
      definition: `What refunds, edits and cancellations took off credited orders; in the revenue already. ${rule}`,
    },
    {
      title: 'Average order',
      definition: `Revenue divided by orders, where money is counted on the day of the order. ${rule}`,
    },
    {
      title: 'Revenue',
      definition: `What of the orders (${value}) is credited, after refunds and edits. ${rule}`,
      onPhone: true,
    },
  ];
}

/** Average orders are of the same orders as the revenue: not so where refunds of other orders are in it. */
export function sumCells({ ordersPpm, minor, takenMinor }: Sum, { currency, basis }: EarnedData): Cell[] {
  const why = basis === 'placed' ? 'No order' : 'By day of the order only';
  return [
    ordersCell(ordersPpm),
    moneyCell({ minor: takenMinor, currency }),
    eachCell({ minor, currency }, basis === 'placed' ? Number(ordersPpm) / 1_000_000 : 0, why),
    moneyCell({ minor, currency }),
  ];
}

/** Below so many orders nothing is said of who does best. */
export const ENOUGH_TO_RANK = 30;

/** "Email earned most: €660.00 of €1,160.00." where there is enough to say so. */
export function mostSentence(
  best: { name: string; sum: Sum } | undefined,
  all: Sum,
  { currency }: EarnedData,
): string {
  const money = (minor: bigint) => formatMoney({ minor, currency });
  if (!best) return 'No message earned anything in this period.';
  const orders = ordersCell(all.ordersPpm).text;
  const inAll = `Your messages earned ${money(all.minor)} in ${orders === '1' ? '1 order' : `${orders} orders`}`;
  if (best.sum.ordersPpm < BigInt(ENOUGH_TO_RANK) * 1_000_000n)
    return `${inAll}: too few to say what does best.`;
  return `${inAll}; ${best.name} earned most, ${money(best.sum.minor)}.`;
}

/** That rows add up to more than there is, where each click takes all. */
export const rowsNote = ({ settings }: EarnedData): string[] =>
  settings.model === 'any_click'
    ? ['Under any click each message has all of an order: the rows add up to more than was credited.']
    : [];

/** What the list of orders can be narrowed to. */
export interface OrdersCondition {
  bucket?: string;
  /** A message version. */
  message?: string;
  channel?: string;
  source?: string;
  medium?: string;
  campaign?: string;
  /** A campaign, by its id: `campaign` is the tag. */
  ofCampaign?: string;
  /** An automation. */
  automation?: string;
  other?: string;
  /** Those that began a subscription, or that renewed one. */
  subscription?: 'first' | 'renewal';
  /** Those with this product on this plan; or those of whose lines nothing is told. */
  product?: string;
  plan?: string;
  lines?: 'no';
  /** Those that no message earned. */
  credited?: 'no';
  /** Those to which something was added after the checkout. */
  added?: 'yes';
}

/** Where the orders of a period are listed that meet a condition. */
export function ordersPath(
  { period }: Pick<EarnedData, 'period'>,
  { channel, source, medium, campaign, ofCampaign, ...own }: OrdersCondition,
): string {
  const named = {
    ...own,
    campaign: ofCampaign,
    message_channel: channel,
    utm_source: source,
    utm_medium: medium,
    utm_campaign: campaign,
  };
  const search = new URLSearchParams({ from: period.days.at(0) ?? '', to: period.days.at(-1) ?? '' });
  for (const [name, value] of Object.entries(named)) if (value !== undefined) search.set(name, value);
  return `/app/orders?${search}`;
}
