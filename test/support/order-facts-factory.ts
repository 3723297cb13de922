import type { OrderFacts, RefundFacts } from '~/orders/order';

const at = new Date('2026-11-20T09:00:00Z');

/** A web order of 100.00 in euros: goods 95, shipping 5, nothing taken back. */
export function orderFacts(some: Partial<OrderFacts> = {}): OrderFacts {
  return {
    id: 1001n,
    name: '#1001',
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    cancelledAt: null,
    test: false,
    sourceName: 'web',
    financialStatus: 'paid',
    currency: 'EUR',
    presentmentCurrency: 'EUR',
    presentmentMinor: 10_000n,
    totalMinor: 10_000n,
    grossMinor: 9_500n,
    giftCardMinor: 0n,
    discountMinor: 0n,
    shippingMinor: 500n,
    taxMinor: 0n,
    dutyMinor: 0n,
    tipMinor: 0n,
    editMinor: 0n,
    paidByGiftCard: false,
    sellingPlan: null,
    dispute: null,
    customerId: 7n,
    checkoutToken: 'checkout-1',
    cartToken: 'cart-1',
    landingSite: '/?utm_source=news',
    referringSite: null,
    cartClickToken: null,
    discountCodes: null,
    refunds: [],
    ...some,
  };
}

/** A refund of goods worth 30.00, with the money for them. */
export function refundFacts(some: Partial<RefundFacts> = {}): RefundFacts {
  return {
    id: 1n,
    processedAt: new Date('2026-11-22T09:00:00Z'),
    goodsMinor: 3_000n,
    shippingMinor: 0n,
    dutyMinor: 0n,
    taxMinor: 0n,
    totalMinor: 3_000n,
    ...some,
  };
}
