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
  presentmentCurrency: string | null;
  /** What the order came to before anything was taken back. */
  totalMinor: bigint;
  /** Goods at full price, without tax. */
  grossMinor: bigint;
  /** Discounts on goods and shipping, as a positive amount. */
  discountMinor: bigint;
  /** Shipping at full price, without tax. */
  shippingMinor: bigint;
  taxMinor: bigint;
  dutyMinor: bigint;
  tipMinor: bigint;
  /** What Shopify's current total says beyond total and refunds: negative where something was removed, positive where added. */
  editMinor: bigint;
  customerId: bigint | null;
  checkoutToken: string | null;
  cartToken: string | null;
  landingSite: string | null;
  referringSite: string | null;
  /** The signed click id that the cart carried. */
  cartClickToken: string | null;
  refunds: RefundFacts[];
}

export type OrderKind = 'web' | 'pos' | 'draft' | 'subscription_renewal' | 'other_app';

/** How an order came into being, by Shopify's `source_name`: an app names itself by its number. */
export function orderKind(order: { sourceName: string | null }): OrderKind {
  const source = order.sourceName ?? 'web';
  if (source === 'web' || source === 'checkout_next') return 'web';
  if (source === 'pos') return 'pos';
  if (source === 'shopify_draft_order') return 'draft';
  if (source.startsWith('subscription_contract')) return 'subscription_renewal';
  return 'other_app';
}
