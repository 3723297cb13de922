import type { LineItem, Order, Refund } from './shop-state.ts';

type Json = Record<string, unknown>;

/** Who gave the money back. */
const STAFF = 86_001;

/** What a transaction also tells, and nobody reads. */
const UNREAD = {
  amount_rounding: null,
  authorization: null,
  device_id: null,
  error_code: null,
  location_id: null,
  manual_payment_gateway: false,
  message: null,
  parent_id: null,
  payment_id: 'bogus-1',
  receipt: {},
  source_name: 'web',
  user_id: STAFF,
};

/** How the order around it writes things. */
interface Writing {
  currency: string;
  set: (minor: bigint) => Json;
  amount: (minor: bigint) => string;
  time: (date: Date | null) => string | null;
  lineItem: (from: LineItem) => Json;
}

/** A refund in the shape of Shopify's REST resource. */
export function refundPayload(
  from: Refund,
  order: Order,
  { currency, set, amount, time, lineItem }: Writing,
): Json {
  const goods = from.lines.reduce((sum, line) => sum + line.subtotalMinor, 0n);
  const beyond = from.amountMinor - goods - from.shippingMinor;
  const adjustment = (kind: string, minor: bigint, taxMinor: bigint): Json => ({
    id: Number(from.id) * 10 + (kind === 'shipping_refund' ? 1 : 2),
    order_id: Number(order.id),
    refund_id: Number(from.id),
    kind,
    reason: kind === 'shipping_refund' ? 'Shipping refund' : 'Refund discrepancy',
    amount: amount(-minor),
    amount_set: set(-minor),
    tax_amount: amount(-taxMinor),
    tax_amount_set: set(-taxMinor),
  });
  return {
    id: Number(from.id),
    admin_graphql_api_id: `gid://shopify/Refund/${from.id}`,
    order_id: Number(order.id),
    created_at: time(from.createdAt),
    processed_at: time(from.createdAt),
    note: from.note,
    user_id: STAFF,
    restock: true,
    duties: [],
    total_duties_set: set(0n),
    return: null,
    // Told as an adjustment, as it was before these lines came.
    refund_shipping_lines: [],
    order_adjustments: [
      ...(from.shippingMinor
        ? [adjustment('shipping_refund', from.shippingMinor - from.shippingTaxMinor, from.shippingTaxMinor)]
        : []),
      ...(beyond ? [adjustment('refund_discrepancy', beyond, 0n)] : []),
    ],
    refund_line_items: from.lines.map((line) => {
      const of = order.lineItems.find((candidate) => candidate.id === line.lineItemId);
      return {
        id: Number(line.id),
        line_item_id: Number(line.lineItemId),
        location_id: null,
        quantity: line.quantity,
        restock_type: 'no_restock',
        subtotal: Number(amount(line.subtotalMinor)),
        subtotal_set: set(line.subtotalMinor),
        total_tax: Number(amount(line.taxMinor)),
        total_tax_set: set(line.taxMinor),
        line_item: of && lineItem(of),
      };
    }),
    transactions: from.amountMinor
      ? [
          {
            id: Number(from.transactionId),
            admin_graphql_api_id: `gid://shopify/OrderTransaction/${from.transactionId}`,
            order_id: Number(order.id),
            kind: 'refund',
            gateway: 'bogus',
            status: 'success',
            amount: amount(from.amountMinor),
            currency,
            created_at: time(from.createdAt),
            processed_at: time(from.createdAt),
            test: order.test,
            ...UNREAD,
            // Shopify names the currency by another word here than everywhere else.
            total_unsettled_set: {
              shop_money: { amount: '0.00', currency },
              presentment_money: { amount: '0.00', currency },
            },
          },
        ]
      : [],
  };
}
