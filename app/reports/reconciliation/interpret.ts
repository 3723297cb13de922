import { DateTime } from 'luxon';
import { type Bucket, bucketLabel, BUCKETS } from '~/attribution/bucket';
import { formatMoney, toDecimal } from '~/lib/money';
import { formatMoment, type Period } from '~/lib/period';
import { compareOrder, type ShopifyOrder } from '~/orders/order-difference';
import { formatCount } from '~/reports/metric';

/** An order of the period as it stands here; `bucket` is null until it is decided. */
export interface LedgerOrder {
  id: bigint;
  name: string;
  placedAt: Date;
  updatedAt: Date;
  currency: string;
  valueMinor: bigint;
  bucket: Bucket | null;
}

export const DIFFERENCES = ['missing_here', 'missing_at_shopify', 'value_differs', 'not_decided'] as const;
export type Difference = (typeof DIFFERENCES)[number];

export const differenceLabel: Record<Difference, string> = {
  missing_here: 'Missing here',
  missing_at_shopify: 'Missing at Shopify',
  value_differs: 'Value differs',
  not_decided: 'Not yet decided',
};

/** Orders and their worth; money in minor units of the shop's currency, orders in other currencies only counted. */
export interface Sum {
  orders: number;
  minor: bigint;
}

export interface DifferingOrder {
  id: bigint;
  name: string;
  placedAt: Date;
  reason: Difference;
  currency: string;
  shopifyMinor: bigint | null;
  oursMinor: bigint | null;
}

export interface Reconciliation {
  period: Period;
  currency: string;
  shopify: Sum;
  ours: Sum;
  /** Shopify's less ours. */
  difference: Sum;
  /** Sum to `ours`. */
  buckets: (Sum & { bucket: Bucket })[];
  days: { day: string; shopify: Sum; ours: Sum; difference: Sum }[];
  orders: DifferingOrder[];
  /** Whether an order is missing on either side or differs in worth. One that is not decided yet does not. */
  differs: boolean;
}

/** Sets Shopify's orders of a period beside ours, order by order. */
export function reconcile(data: {
  period: Period;
  currency: string;
  theirs: readonly ShopifyOrder[];
  ours: readonly LedgerOrder[];
}): Reconciliation {
  const { period, currency } = data;
  const dayOf = ({ placedAt }: { placedAt: Date }) =>
    DateTime.fromJSDate(placedAt, { zone: period.zone }).toISODate() ?? '';
  const sumOf = (orders: readonly { currency: string; minor: bigint }[]): Sum => ({
    orders: orders.length,
    minor: orders
      .filter((order) => order.currency === currency)
      .reduce((total, { minor }) => total + minor, 0n),
  });
  const theirs = data.theirs.map((order) => ({ ...order, minor: order.worthMinor, day: dayOf(order) }));
  const ours = data.ours.map((order) => ({ ...order, minor: order.valueMinor, day: dayOf(order) }));
  const shopifySum = sumOf(theirs);
  const oursSum = sumOf(ours);
  const orders = differencesOf(data.theirs, data.ours);
  return {
    period,
    currency,
    shopify: shopifySum,
    ours: oursSum,
    difference: less(shopifySum, oursSum),
    buckets: BUCKETS.map((bucket) => ({
      bucket,
      ...sumOf(ours.filter((order) => (order.bucket ?? 'pending') === bucket)),
    })),
    days: period.days.map((day) => {
      const shopify = sumOf(theirs.filter((order) => order.day === day));
      const own = sumOf(ours.filter((order) => order.day === day));
      return { day, shopify, ours: own, difference: less(shopify, own) };
    }),
    orders,
    differs: orders.some(({ reason }) => reason !== 'not_decided'),
  };
}

const less = (a: Sum, b: Sum): Sum => ({ orders: a.orders - b.orders, minor: a.minor - b.minor });

function differencesOf(theirs: readonly ShopifyOrder[], ours: readonly LedgerOrder[]): DifferingOrder[] {
  const own = new Map(ours.map((order) => [order.id, order]));
  const there = new Set(theirs.map(({ id }) => id));
  const here = theirs.flatMap((order): DifferingOrder[] => {
    const mine = own.get(order.id);
    const comparison = compareOrder(mine, order);
    const undecided = mine?.bucket === null ? 'not_decided' : undefined;
    const reason = comparison === 'missing_here' || comparison === 'value_differs' ? comparison : undecided;
    const { id, name, placedAt, currency, worthMinor: shopifyMinor } = order;
    return reason
      ? [{ id, name, placedAt, currency, reason, shopifyMinor, oursMinor: mine?.valueMinor ?? null }]
      : [];
  });
  const gone = ours
    .filter(({ id }) => !there.has(id))
    .map(({ id, name, placedAt, currency, valueMinor }): DifferingOrder => ({
      id,
      name,
      placedAt,
      currency,
      reason: 'missing_at_shopify',
      shopifyMinor: null,
      oursMinor: valueMinor,
    }));
  return [...here, ...gone].sort(
    (a, b) => b.placedAt.getTime() - a.placedAt.getTime() || (a.id < b.id ? -1 : 1),
  );
}

/** The reconciliation as JSON: amounts as decimal text, ids as text. */
export function printable({ period, currency, ...found }: Reconciliation) {
  const sum = ({ orders, minor }: Sum) => ({ orders, total: toDecimal({ minor, currency }) });
  const amount = (minor: bigint | null, of: string) =>
    minor === null ? null : toDecimal({ minor, currency: of });
  return {
    from: period.days.at(0) ?? '',
    to: period.days.at(-1) ?? '',
    zone: period.zone,
    currency,
    shopify: sum(found.shopify),
    ours: sum(found.ours),
    difference: sum(found.difference),
    buckets: found.buckets.map(({ bucket, ...of }) => ({ bucket, ...sum(of) })),
    days: found.days.map(({ day, shopify, ours, difference }) => ({
      day,
      shopify: sum(shopify),
      ours: sum(ours),
      difference: sum(difference),
    })),
    orders: found.orders.map((order) => ({
      id: String(order.id),
      name: order.name,
      placedAt: order.placedAt.toISOString(),
      reason: order.reason,
      currency: order.currency,
      shopify: amount(order.shopifyMinor, order.currency),
      ours: amount(order.oursMinor, order.currency),
    })),
    differs: found.differs,
  };
}

export interface StatementLine {
  label: string;
  orders: string;
  total: string;
}

export interface ReconciliationView {
  sentence: string;
  differs: boolean;
  /** Neither side has an order. */
  empty: boolean;
  /** Opening, Shopify's total, ours, difference. */
  statement: StatementLine[];
  buckets: (StatementLine & { bucket: Bucket })[];
  /** Newest first. */
  days: {
    day: string;
    label: string;
    shopify: { orders: string; total: string };
    ours: { orders: string; total: string };
    difference: string;
    differs: boolean;
  }[];
  orders: {
    id: string;
    name: string;
    placed: string;
    reason: Difference;
    label: string;
    shopify: string | null;
    ours: string | null;
    /** Whether it has a receipt here. */
    known: boolean;
  }[];
}

/** The reconciliation as a page reads it out. */
export function statementOf({ period, currency, ...found }: Reconciliation): ReconciliationView {
  const money = (minor: bigint, of = currency) => formatMoney({ minor, currency: of });
  const told = ({ orders, minor }: Sum) => ({ orders: formatCount(orders), total: money(minor) });
  const differing = found.orders.filter(({ reason }) => reason !== 'not_decided').length;
  const sentence = found.differs
    ? `${differing === 1 ? '1 order differs' : `${formatCount(differing)} orders differ`}: Shopify has ${money(found.shopify.minor)}, Sales Trail ${money(found.ours.minor)}, a difference of ${money(found.difference.minor)}.`
    : `Every order accounted for: Shopify and Sales Trail agree on ${formatCount(found.ours.orders)} ${found.ours.orders === 1 ? 'order' : 'orders'} and ${money(found.ours.minor)}.`;
  return {
    sentence,
    differs: found.differs,
    empty: found.shopify.orders + found.ours.orders === 0,
    statement: [
      { label: `Opening, ${formatMoment(period.from, period.zone)}`, ...told({ orders: 0, minor: 0n }) },
      { label: 'Shopify’s total', ...told(found.shopify) },
      { label: 'In Sales Trail', ...told(found.ours) },
      { label: 'Difference', ...told(found.difference) },
    ],
    buckets: found.buckets.map(({ bucket, ...sum }) => ({
      bucket,
      label: bucketLabel[bucket],
      ...told(sum),
    })),
    days: found.days
      .map(({ day, shopify, ours, difference }) => ({
        day,
        label: DateTime.fromISO(day, { locale: 'en' }).toFormat('d LLL'),
        shopify: told(shopify),
        ours: told(ours),
        difference: money(difference.minor),
        differs: difference.orders !== 0 || difference.minor !== 0n,
      }))
      .reverse(),
    orders: found.orders.map((order) => ({
      id: String(order.id),
      name: order.name,
      placed: formatMoment(order.placedAt, period.zone),
      reason: order.reason,
      label: differenceLabel[order.reason],
      shopify: order.shopifyMinor === null ? null : money(order.shopifyMinor, order.currency),
      ours: order.oursMinor === null ? null : money(order.oursMinor, order.currency),
      known: order.oursMinor !== null,
    })),
  };
}
