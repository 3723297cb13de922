import { bucketLabel, type Bucket } from '~/attribution/bucket';
import type { Settings } from '~/attribution/facts';
import { ruleSentence } from '~/attribution/rule-text';
import { versionChannelLabel } from '~/channels/channel';
import { formatMoney } from '~/lib/money';
import { formatMoment } from '~/lib/period';
import { formatCount } from '~/reports/metric';
import { sumMinor } from '~/reports/totals';

/** What a rule makes of an order. */
export interface Judgement {
  bucket: Bucket;
  credits: { versionId: bigint; amountMinor: bigint }[];
}

/** An order under two rules. */
export interface ComparedOrder {
  id: bigint;
  name: string;
  placedAt: Date;
  currency: string;
  before: Judgement;
  after: Judgement;
}

export interface VersionName {
  versionId: bigint;
  channel: string;
  /** Of its campaign or tracking link. */
  name: string;
}

export interface PreviewData {
  currency: string;
  zone: string;
  present: Settings;
  candidate: Settings;
  /** How many orders the period has; more than were compared where they were sampled. */
  all: number;
  orders: readonly ComparedOrder[];
  names: readonly VersionName[];
}

/** "12" and "€340.00". */
interface SideView {
  orders: string;
  revenue: string;
}

interface RowView {
  key: string;
  label: string;
  before: SideView;
  after: SideView;
}

export interface MovedView {
  orderId: string;
  name: string;
  placedAt: string;
  before: string;
  after: string;
}

export interface PreviewView {
  /** How many orders were compared, and that it is a sample where it is one. */
  basis: string;
  rules: { before: string; after: string };
  total: RowView;
  channels: RowView[];
  messages: RowView[];
  /** How many orders another message earns, or another amount, or nobody. */
  moved: string;
  /** The latest of them. */
  examples: MovedView[];
}

const EXAMPLES = 20;
const MESSAGES = 10;

export function interpretPreview(data: PreviewData): PreviewView {
  const { orders, names, currency } = data;
  const nameOf = new Map(names.map((name) => [name.versionId, name]));
  const channels = [...new Set(names.map(({ channel }) => channel))].sort();
  const row = (key: string, label: string, counts: (versionId: bigint) => boolean): RowView => ({
    key,
    label,
    before: sideOf(data, 'before', counts),
    after: sideOf(data, 'after', counts),
  });
  const moved = orders.filter(hasMoved);
  return {
    basis: basisOf(data),
    rules: { before: ruleSentence(data.present), after: ruleSentence(data.candidate) },
    total: row('total', 'All messages', () => true),
    channels: channels.map((channel) =>
      row(channel, versionChannelLabel(channel), (id) => nameOf.get(id)?.channel === channel),
    ),
    messages: largestVersions(orders)
      .slice(0, MESSAGES)
      .map((id) => row(String(id), nameOf.get(id)?.name ?? '', (other) => other === id)),
    moved: moved.length === 1 ? '1 order changes' : `${formatCount(moved.length)} orders change`,
    examples: moved
      .toSorted((a, b) => b.placedAt.getTime() - a.placedAt.getTime())
      .slice(0, EXAMPLES)
      .map((order) => ({
        orderId: String(order.id),
        name: order.name,
        placedAt: formatMoment(order.placedAt, data.zone),
        before: judgementText(order.before, order.currency, nameOf),
        after: judgementText(order.after, order.currency, nameOf),
      })),
  };

  /** Credited orders and what was earned of them; an amount in another currency than the shop's is not summed. */
  function sideOf(
    { orders: all }: PreviewData,
    side: 'before' | 'after',
    counts: (versionId: bigint) => boolean,
  ): SideView {
    const earned = all.map((order) => ({
      order,
      credits: order[side].credits.filter(({ versionId }) => counts(versionId)),
    }));
    const summed = earned.filter(({ order }) => order.currency === currency);
    const minor = sumMinor(summed.flatMap(({ credits }) => credits.map(({ amountMinor }) => amountMinor)));
    return {
      orders: formatCount(earned.filter(({ credits }) => credits.length > 0).length),
      revenue: formatMoney({ minor, currency }),
    };
  }
}

function basisOf({ all, orders }: PreviewData): string {
  const compared = formatCount(orders.length);
  return orders.length < all
    ? `A sample: ${compared} of the ${formatCount(all)} orders of the last 90 days, spread evenly. The numbers are of these orders alone.`
    : `${orders.length === 1 ? 'The one order' : `All ${compared} orders`} of the last 90 days.`;
}

const hasMoved = ({ before, after }: ComparedOrder): boolean => judgementKey(before) !== judgementKey(after);

const judgementKey = ({ bucket, credits }: Judgement): string =>
  [bucket, ...credits.map(({ versionId, amountMinor }) => `${versionId} ${amountMinor}`)].join(',');

/** Versions by what they earn under either rule, the largest first. */
function largestVersions(orders: readonly ComparedOrder[]): bigint[] {
  const most = new Map<bigint, bigint>();
  for (const side of ['before', 'after'] as const) {
    const earned = new Map<bigint, bigint>();
    for (const { versionId, amountMinor } of orders.flatMap((order) => order[side].credits))
      earned.set(versionId, (earned.get(versionId) ?? 0n) + amountMinor);
    for (const [id, minor] of earned) if (minor >= (most.get(id) ?? minor)) most.set(id, minor);
  }
  return [...most].sort(([, a], [, b]) => (a > b ? -1 : a < b ? 1 : 0)).map(([id]) => id);
}

/** "Warm hands €40.00 + Second mail €10.00", or the bucket of an order that nobody earns. */
function judgementText(
  { bucket, credits }: Judgement,
  currency: string,
  nameOf: ReadonlyMap<bigint, VersionName>,
): string {
  if (credits.length === 0) return bucketLabel[bucket];
  return credits
    .map(
      ({ versionId, amountMinor: minor }) =>
        `${nameOf.get(versionId)?.name ?? ''} ${formatMoney({ minor, currency })}`,
    )
    .join(' + ');
}
