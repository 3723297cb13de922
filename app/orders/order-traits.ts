import { taken } from '~/orders/ledger';
import { orderKind, type OrderFacts, type RefundFacts } from '~/orders/order';

/** What is out of the ordinary about an order and its money. */
export const TRAITS = [
  'subscription_first',
  'gift_card_sold',
  'paid_by_gift_card',
  'tip',
  'other_currency',
  'added',
  'removed',
  'exchanged',
  'partly_refunded',
  'refunded',
  'over_refunded',
  'cancelled',
  'voided',
  'disputed',
  'charged_back',
] as const;
export type OrderTrait = (typeof TRAITS)[number];

/**
 * Classifies an order by its facts alone, in the order of `TRAITS`. An upsell on the way to the thank-you page is an
 * addition like any other: Shopify tells no difference. Goods that came back without all of their money while others
 * were added are an exchange.
 * @param refunds all refunds known
 */
export function traitsOf(order: Omit<OrderFacts, 'refunds'>, refunds: readonly RefundFacts[]): OrderTrait[] {
  const added = order.editMinor > 0n;
  const ordered = order.totalMinor + (added ? order.editMinor : 0n);
  const sentBack = refunds.reduce((sum, refund) => sum + refund.totalMinor, 0n);
  const cameBack = refunds.some((refund) => taken(refund) > refund.totalMinor);
  const removed =
    order.editMinor < 0n || refunds.some((refund) => taken(refund) > 0n && refund.totalMinor === 0n);
  const exchanged = added && cameBack;
  const cancelled = order.cancelledAt !== null;

  const has: Record<OrderTrait, boolean> = {
    subscription_first: order.sellingPlan === true && orderKind(order) === 'web',
    gift_card_sold: order.giftCardMinor > 0n,
    paid_by_gift_card: order.paidByGiftCard,
    tip: order.tipMinor > 0n,
    other_currency: order.presentmentMinor !== null && order.presentmentCurrency !== order.currency,
    added: added && !exchanged,
    removed: removed && !exchanged && !cancelled,
    exchanged,
    partly_refunded: sentBack > 0n && sentBack < ordered,
    refunded: sentBack > 0n && sentBack === ordered,
    over_refunded: sentBack > ordered,
    cancelled,
    voided: order.financialStatus === 'voided',
    disputed: order.dispute === 'needs_response' || order.dispute === 'under_review',
    charged_back: order.dispute === 'accepted' || order.dispute === 'lost',
  };
  return TRAITS.filter((trait) => has[trait]);
}
