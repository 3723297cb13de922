import { formatMoney } from '~/lib/money';
import type { OrderFacts, RefundFacts } from '~/orders/order';
import { type OrderTrait, traitsOf } from '~/orders/order-traits';

/** What is out of the ordinary about an order and explains its money, a sentence each. */
export function notesOf(order: Omit<OrderFacts, 'refunds'>, refunds: readonly RefundFacts[]): string[] {
  const money = (minor: bigint) => formatMoney({ minor, currency: order.currency });
  const sentences: Record<OrderTrait, string> = {
    subscription_first:
      'This is the first order of a subscription. Its renewals are orders of their own, and nobody is credited for them.',
    gift_card_sold: `${money(order.giftCardMinor)} of the sale are gift cards. They are part of Shopify’s order total, and so of the value here; Shopify’s sales reports count them only when they are spent.`,
    paid_by_gift_card:
      'A gift card paid for this order, wholly or in part. That changes nothing about what the order is worth.',
    tip: `${money(order.tipMinor)} of the sale are a tip.`,
    other_currency: `The customer paid ${formatMoney({
      minor: order.presentmentMinor ?? 0n,
      currency: order.presentmentCurrency ?? order.currency,
    })}. The value here is in the shop’s currency, at the rate of the sale.`,
    added:
      'Something was added after the checkout, by an offer on the way to the thank-you page or by an edit. Shopify does not say when: it counts on the day of the sale.',
    removed: 'Something was taken off the order without money being sent back.',
    exchanged:
      'Goods came back and others took their place. What came back counts on the day of its return, what took its place on the day of the sale.',
    partly_refunded: 'Part of the money was sent back.',
    refunded: 'All of the money was sent back.',
    over_refunded: 'More money was sent back than the order came to: it is worth less than nothing.',
    cancelled: 'The order was cancelled.',
    voided: 'The payment was voided before any money was taken.',
    disputed:
      'The customer disputes the payment with their bank. Shopify’s order total does not change by that, and neither does the value here.',
    charged_back:
      'The customer’s bank took the payment back (a chargeback). Shopify’s order total does not change by that, and neither does the value here.',
  };
  return traitsOf(order, refunds).map((trait) => sentences[trait]);
}
