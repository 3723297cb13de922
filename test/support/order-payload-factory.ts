/** Field by field, as a webhook's body would have them. */
export type Payload = Record<string, unknown>;

/** A paid web order of one teapot at 100.00 in euros, without tax, as `orders/create` tells it. */
export function orderPayload(some: Payload = {}): Payload {
  return {
    id: 7001,
    name: '#7001',
    created_at: '2026-11-24T12:00:00Z',
    processed_at: '2026-11-24T12:00:00Z',
    updated_at: '2026-11-24T12:00:02Z',
    cancelled_at: null,
    test: false,
    source_name: 'web',
    financial_status: 'paid',
    currency: 'EUR',
    presentment_currency: 'EUR',
    taxes_included: false,
    total_price: '100.00',
    current_total_price: '100.00',
    total_line_items_price: '100.00',
    total_discounts: '0.00',
    total_tax: '0.00',
    total_tip_received: '0.00',
    customer: { id: 71 },
    checkout_token: 'checkout-7001',
    cart_token: 'cart-7001',
    landing_site: null,
    referring_site: null,
    payment_gateway_names: ['shopify_payments'],
    note_attributes: [],
    line_items: [{ id: 1, title: 'Teapot', quantity: 1, price: '100.00', gift_card: false }],
    shipping_lines: [],
    refunds: [],
    ...some,
  };
}

/** Goods of `goods` taken off two days after the order, and `sent` sent back for them. */
export function refundPayload(goods: string | null, sent: string | null, some: Payload = {}): Payload {
  return {
    id: 9001,
    created_at: '2026-11-26T12:00:00Z',
    processed_at: '2026-11-26T12:00:00Z',
    refund_line_items: goods === null ? [] : [{ id: 1, quantity: 1, subtotal: goods, total_tax: '0.00' }],
    order_adjustments: [],
    transactions: sent === null ? [] : [{ kind: 'refund', status: 'success', amount: sent, currency: 'EUR' }],
    ...some,
  };
}
