/** A refund as Shopify told it, in minor units of the shop currency; nothing here is negative. */
export interface RefundFacts {
  id: bigint;
  processedAt: Date;
  /** Goods taken off the order, without tax. */
  goodsMinor: bigint;
  /** Shipping taken off the order, without tax. */
  shippingMinor: bigint;
  /** Duties taken off the order. */
  dutyMinor: bigint;
  /** Tax of goods and shipping. */
  taxMinor: bigint;
  /** Money sent back by successful refund transactions; zero where items were only removed. */
  totalMinor: bigint;
}

/** Shopify's order as facts. Money is in minor units of the shop currency. */
export interface OrderFacts {
  id: bigint;
  name: string;
  createdAt: Date;
  processedAt: Date;
  /** The version of these facts. */
  updatedAt: Date;
  cancelledAt: Date | null;
  test: boolean;
  sourceName: string | null;
  financialStatus: string | null;
  currency: string;
  /** What the customer paid in; null where it was not told. */
  presentmentCurrency: string | null;
  /** The total in minor units of that currency; null where it was not told. */
  presentmentMinor: bigint | null;
  /** What the order came to before anything was taken back. */
  totalMinor: bigint;
  /** Goods at full price, without tax and without gift cards. */
  grossMinor: bigint;
  /** Gift cards bought, at full price: a debt to whoever holds them, and sales only when they are spent. */
  giftCardMinor: bigint;
  /** Discounts on goods and shipping, as a positive amount. */
  discountMinor: bigint;
  /** Shipping at full price, without tax. */
  shippingMinor: bigint;
  taxMinor: bigint;
  dutyMinor: bigint;
  tipMinor: bigint;
  /** What Shopify's current total says beyond total and refunds: negative where something was removed, positive where added. */
  editMinor: bigint;
  /** A gift card paid for the order, wholly or in part. */
  paidByGiftCard: boolean;
  /** Whether something was bought on a selling plan; null where nobody has told. */
  sellingPlan: boolean | null;
  /** How the gravest payment dispute stands, one of `DISPUTES`; null where none is known. */
  dispute: string | null;
  customerId: bigint | null;
  checkoutToken: string | null;
  cartToken: string | null;
  landingSite: string | null;
  referringSite: string | null;
  /** The signed click id that the cart carried. */
  cartClickToken: string | null;
  /** Codes that were entered, as `codesText` writes them. */
  discountCodes: string | null;
  refunds: RefundFacts[];
}

/**
 * How a payment dispute may stand, by Shopify's words, from the least grave to the gravest: the course that a dispute
 * takes never leads back.
 */
export const DISPUTES = [
  'needs_response',
  'under_review',
  'charge_refunded',
  'prevented',
  'won',
  'accepted',
  'lost',
] as const;
export type Dispute = (typeof DISPUTES)[number];

export type OrderKind = 'web' | 'pos' | 'draft' | 'subscription_renewal' | 'other_app';

/**
 * How an order came into being, by Shopify's `source_name`: an app names itself by its number. What an app makes on a
 * selling plan and without a checkout is a renewal; the first order of a subscription is made by its customer.
 */
export function orderKind(
  order: Pick<OrderFacts, 'sourceName' | 'sellingPlan' | 'checkoutToken'>,
): OrderKind {
  const source = order.sourceName ?? 'web';
  if (source === 'web' || source === 'checkout_next') return 'web';
  if (source === 'pos') return 'pos';
  if (source === 'shopify_draft_order') return 'draft';
  if (source.startsWith('subscription_contract')) return 'subscription_renewal';
  if (order.sellingPlan && order.checkoutToken === null) return 'subscription_renewal';
  return 'other_app';
}

/**
 * What an order is worth without tax, duties and shipping: the part of its value that they leave of the sale. A refund or
 * an edit takes as much of it, in proportion, as of the value. Rounded towards zero, to minor units.
 */
export function netOf(
  order: Pick<OrderFacts, 'totalMinor' | 'taxMinor' | 'dutyMinor' | 'shippingMinor'> & { valueMinor: bigint },
): bigint {
  const { totalMinor, valueMinor } = order;
  const net = totalMinor - order.taxMinor - order.dutyMinor - order.shippingMinor;
  return totalMinor > 0n && net > 0n ? (valueMinor * net) / totalMinor : 0n;
}
