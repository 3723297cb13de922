import { DateTime } from 'luxon';
import { toDecimal } from '~/lib/money';
import { financialStatus } from './admin-objects.ts';
import { currentTotals, originalTotals, taxIn } from './order-money.ts';
import { addressPayload, customerPayload } from './person-payloads.ts';
import { refundPayload } from './refund-payload.ts';
import type { LineItem, Order, Refund, ShopIdentity, ShopState } from './shop-state.ts';

type Json = Record<string, unknown>;

/** Orders and refunds in the shape of Shopify's REST resources. */
export function orderPayloads(state: ShopState) {
  const { shop } = state;
  const amount = (minor: bigint) => toDecimal({ minor, currency: shop.currency });
  const set = (minor: bigint) => {
    const money = { amount: amount(minor), currency_code: shop.currency };
    return { shop_money: money, presentment_money: money };
  };
  const time = (date: Date | null) => date && inShopTime(date, shop);

  const lineItem = (from: LineItem): Json => ({
    id: Number(from.id),
    admin_graphql_api_id: `gid://shopify/LineItem/${from.id}`,
    attributed_staffs: [],
    duties: [],
    fulfillable_quantity: from.currentQuantity,
    fulfillment_service: 'manual',
    fulfillment_status: null,
    grams: 500,
    requires_shipping: !from.giftCard,
    variant_inventory_management: null,
    vendor: shop.name,
    current_quantity: from.currentQuantity,
    quantity: from.quantity,
    gift_card: from.giftCard,
    name: `${from.title} - ${from.variantTitle}`,
    title: from.title,
    variant_title: from.variantTitle,
    price: amount(from.priceMinor),
    price_set: set(from.priceMinor),
    product_exists: true,
    product_id: Number(from.productId),
    variant_id: Number(from.variantId),
    sku: from.sku,
    properties: [],
    taxable: true,
    total_discount: amount(from.discountMinor),
    total_discount_set: set(from.discountMinor),
    discount_allocations: from.discountMinor
      ? [
          {
            amount: amount(from.discountMinor),
            amount_set: set(from.discountMinor),
            discount_application_index: 0,
          },
        ]
      : [],
    tax_lines: [],
  });

  const refund = (from: Refund, of: Order) =>
    refundPayload(from, of, { currency: shop.currency, set, amount, time, lineItem });

  const order = (from: Order): Json => {
    const original = originalTotals(from);
    const current = currentTotals(from);
    const buyer = state.customer(from.customerId);
    const discounted = from.discountCode && original.discountsMinor;
    return {
      id: Number(from.id),
      admin_graphql_api_id: `gid://shopify/Order/${from.id}`,
      app_id: from.sourceName === 'web' ? 580111 : null,
      browser_ip: null,
      buyer_accepts_marketing: buyer?.emailMarketing.state === 'SUBSCRIBED',
      cancel_reason: from.cancelReason,
      cancelled_at: time(from.cancelledAt),
      cart_token: from.cartToken,
      checkout_token: from.checkoutToken,
      client_details: null,
      closed_at: null,
      confirmation_number: `TW${from.number}`,
      confirmed: true,
      contact_email: from.email,
      created_at: time(from.createdAt),
      currency: shop.currency,
      current_shipping_price_set: set(current.shippingMinor),
      current_subtotal_price: amount(current.subtotalMinor),
      current_subtotal_price_set: set(current.subtotalMinor),
      current_total_additional_fees_set: null,
      current_total_discounts: amount(current.discountsMinor),
      current_total_discounts_set: set(current.discountsMinor),
      current_total_duties_set: null,
      current_total_price: amount(current.totalMinor),
      current_total_price_set: set(current.totalMinor),
      current_total_tax: amount(current.taxMinor),
      current_total_tax_set: set(current.taxMinor),
      customer_locale: 'en',
      discount_codes: discounted
        ? [{ code: from.discountCode, amount: amount(original.discountsMinor), type: 'percentage' }]
        : [],
      email: from.email,
      estimated_taxes: false,
      financial_status: financialStatus(from),
      fulfillment_status: null,
      landing_site: from.landingSite,
      landing_site_ref: null,
      location_id: null,
      name: from.name,
      note: null,
      note_attributes: from.noteAttributes,
      number: from.number - 1000,
      order_number: from.number,
      order_status_url: `${shop.storefrontUrl}/orders/${from.id}`,
      original_total_additional_fees_set: null,
      original_total_duties_set: null,
      payment_gateway_names: from.paymentGateways,
      phone: null,
      presentment_currency: shop.currency,
      processed_at: time(from.createdAt),
      reference: null,
      referring_site: from.referringSite,
      source_identifier: null,
      source_name: from.sourceName,
      source_url: null,
      subtotal_price: amount(original.subtotalMinor),
      subtotal_price_set: set(original.subtotalMinor),
      tags: '',
      tax_exempt: false,
      tax_lines: [
        {
          price: amount(original.taxMinor),
          rate: 0.19,
          title: 'DE MwSt',
          channel_liable: false,
          price_set: set(original.taxMinor),
        },
      ],
      taxes_included: true,
      test: from.test,
      token: `${from.id}`,
      total_cash_rounding_payment_adjustment_set: set(0n),
      total_cash_rounding_refund_adjustment_set: set(0n),
      total_discounts: amount(original.discountsMinor),
      total_discounts_set: set(original.discountsMinor),
      total_line_items_price: amount(original.lineItemsMinor),
      total_line_items_price_set: set(original.lineItemsMinor),
      total_outstanding: '0.00',
      total_price: amount(original.totalMinor),
      total_price_set: set(original.totalMinor),
      total_shipping_price_set: set(original.shippingMinor),
      total_tax: amount(original.taxMinor),
      total_tax_set: set(original.taxMinor),
      total_tip_received: '0.00',
      total_weight: 0,
      updated_at: time(from.updatedAt),
      user_id: null,
      device_id: null,
      duties_included: false,
      line_item_groups: [],
      merchant_business_entity_id: 'VGlkZXdhdGVy',
      merchant_of_record_app_id: null,
      po_number: null,
      billing_address: buyer ? addressPayload(buyer) : null,
      customer: buyer ? customerPayload(buyer, shop.currency, (date) => inShopTime(date, shop)) : null,
      discount_applications: discounted
        ? [
            {
              target_type: 'line_item',
              type: 'discount_code',
              value: amount(original.discountsMinor),
              value_type: 'fixed_amount',
              allocation_method: 'across',
              target_selection: 'all',
              code: from.discountCode,
            },
          ]
        : [],
      fulfillments: [],
      line_items: from.lineItems.map(lineItem),
      payment_terms: null,
      refunds: from.refunds.map((one) => refund(one, from)),
      returns: [],
      shipping_address: buyer ? addressPayload(buyer) : null,
      shipping_lines: from.shippingMinor
        ? [
            {
              id: Number(from.id) + 1,
              code: 'Standard',
              title: 'Standard',
              price: amount(from.shippingMinor),
              price_set: set(from.shippingMinor),
              discounted_price: amount(from.shippingMinor),
              discounted_price_set: set(from.shippingMinor),
              source: 'shopify',
              tax_lines: [{ price: amount(taxIn(from.shippingMinor)), rate: 0.19, title: 'DE MwSt' }],
              discount_allocations: [],
            },
          ]
        : [],
    };
  };

  return { order, refund };
}

/** As Shopify writes times in these bodies: whole seconds, with the shop's offset. */
function inShopTime(date: Date, shop: ShopIdentity): string {
  return DateTime.fromJSDate(date, { zone: shop.timeZone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
}
