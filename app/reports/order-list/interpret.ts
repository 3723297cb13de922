import { bucketLabel, BUCKETS, type Bucket } from '~/attribution/bucket';
import type { Grade } from '~/attribution/evidence';
import type { Receipt, ReceiptMessage } from '~/attribution/receipt';
import { formatMoney, type Money } from '~/lib/money';
import { formatMoment, type Period } from '~/lib/period';

/** Of a message version: itself, its channel and its tags. */
export interface EarnedBy {
  versionId?: bigint;
  channel?: string;
  source?: string;
  medium?: string;
  campaign?: string;
  /** The place of the link that was clicked; null: it is not known. */
  link?: number | null;
}

export interface OrderListFilter {
  period?: Period;
  bucket?: Bucket;
  /** Orders that a message of this campaign earned. */
  campaignId?: bigint;
  /** Of that campaign, the letter of the variant. */
  variant?: string;
  /** Orders that this tracking link earned. */
  trackingLinkId?: bigint;
  /** Orders that a message of this automation earned. */
  automationId?: bigint;
  /** Orders with a credit that rests on such evidence: of the campaign, link or automation, where one is named. */
  grade?: Grade;
  /** Orders with a visit from such a channel or source on their path, whoever earned them. */
  visits?: { channel?: string; source?: string };
  /** Orders that a message earned which meets all of this. */
  earnedBy?: EarnedBy;
  /** Orders that no message earned because this source stood in the way. */
  otherSource?: string;
  /** First orders of subscriptions, or renewals. */
  subscription?: 'first' | 'renewal';
  /** All of a customer's orders of subscriptions: the customer's who placed this one. */
  subscriptionOf?: bigint;
  /** Orders with a product on a selling plan, of those whose lines are told; without a product, all others. */
  onPlan?: { product: string; plan: string } | 'not_told';
  /** Orders that no message earned anything of. */
  isUncredited?: boolean;
  /** Orders to which something was added after the checkout. */
  isAddedTo?: boolean;
  /** Customers' first orders. */
  isFirst?: boolean;
  /** Part of the order's name. */
  search?: string;
  /** From 1. */
  page?: number;
}

export interface OrderListView {
  rows: OrderRow[];
  /** Orders that meet the filter, on all pages. */
  total: number;
  page: number;
  pageSize: number;
}

export interface OrderRow {
  id: string;
  /** "#1001" */
  name: string;
  /** In the shop's zone, and the instant itself. */
  placedAt: string;
  placedAtIso: string;
  bucket: Bucket;
  bucketLabel: string;
  /** Why it stands there, in a few words: "Last click", "Came directly", "Later click from Google Ads". */
  why: string;
  value: string;
  /** What messages earned of it; null where nothing. */
  credited: { campaignId: string | null; campaign: string; subject: string; amount: string } | null;
}

/** An order with its standing; without bucket and receipt where it is not decided yet. */
export interface OrderListData {
  id: bigint;
  name: string;
  placedAt: Date;
  valueMinor: bigint;
  currency: string;
  bucket: string | null;
  receipt: Receipt | undefined;
}

export function interpretOrderRow(order: OrderListData, zone: string): OrderRow {
  const { bucket, label } = bucketOf(order);
  const { receipt } = order;
  return {
    id: String(order.id),
    name: order.name,
    placedAt: formatMoment(order.placedAt, zone),
    placedAtIso: order.placedAt.toISOString(),
    bucket,
    bucketLabel: label,
    why: whyOf(receipt),
    value: formatMoney({ minor: order.valueMinor, currency: order.currency }),
    credited: receipt ? creditedOf(receipt) : null,
  };
}

export function bucketOf(order: Pick<OrderListData, 'bucket'>): { bucket: Bucket; label: string } {
  const bucket = BUCKETS.find((known) => known === order.bucket) ?? 'pending';
  return { bucket, label: bucketLabel[bucket] };
}

/** Why an order stands where it does, in a few words. */
export function whyOf(receipt: Receipt | undefined): string {
  if (!receipt) return 'Just arrived';
  const { reason, deciding } = receipt;
  const source = deciding?.origin.kind === 'other' ? deciding.origin.source : 'another source';
  const words: Record<Receipt['reason'], string> = {
    last_click: 'Last click',
    first_click: 'First click',
    on_the_path: 'Share of the clicks',
    direct: 'Came directly',
    other_source: `Came from ${source}`,
    later_touch_of_other_source: `Later visit from ${source}`,
    earlier_touch_of_other_source: `Earlier visit from ${source}`,
    outside_window: 'Click too long before',
    nothing_seen: 'Nobody saw a visit',
    pos: 'Point of sale',
    draft: 'Draft order',
    subscription_renewal: 'Subscription renewal',
    other_app: 'Made by another app',
    journey_waiting: 'Waiting for Shopify',
    test: 'Test order',
    deleted_in_shopify: 'Deleted in Shopify',
  };
  return words[reason];
}

/** The message with the largest credit, and what all of them earned; undefined where nothing. */
export function creditedIn(receipt: Receipt): { message: ReceiptMessage; amount: Money } | undefined {
  const [largest] = receipt.credits.toSorted((a, b) => b.weightPpm - a.weightPpm);
  const message = largest && receipt.messages.find(({ versionId }) => versionId === largest.versionId);
  if (!message) return undefined;
  const minor = receipt.credits.reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n);
  return { message, amount: { minor, currency: receipt.order.currency } };
}

function creditedOf(receipt: Receipt): OrderRow['credited'] {
  const credited = creditedIn(receipt);
  if (!credited) return null;
  const { message, amount } = credited;
  return {
    campaignId: message.campaignId,
    campaign: message.campaign ?? message.subject,
    subject: message.subject,
    amount: formatMoney(amount),
  };
}
