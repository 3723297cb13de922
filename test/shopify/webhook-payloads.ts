import { orderPayloads } from './order-payloads.ts';
import { customerPayload } from './person-payloads.ts';
import { shopPayload } from './shop-payload.ts';
import type { Checkout, Customer, Order, ShopState } from './shop-state.ts';

type Json = Record<string, unknown>;

/** The bodies of Shopify's webhooks. */
export function webhookPayloads(state: ShopState) {
  const { shop } = state;
  const about = { shop_id: Number(shop.id), shop_domain: shop.domain };
  const person = (from: Customer) => ({ id: Number(from.id), email: from.email, phone: from.phone });
  const orderIdsOf = (from: Customer) =>
    state.orders.filter((one) => one.customerId === from.id).map((one) => Number(one.id));

  return {
    ...orderPayloads(state),
    edit: (order: Order): Json => ({
      order_edit: {
        id: Number(state.nextId()),
        app_id: null,
        created_at: order.updatedAt.toISOString(),
        committed_at: order.updatedAt.toISOString(),
        notify_customer: false,
        order_id: Number(order.id),
        staff_note: '',
        user_id: null,
        line_items: { additions: [], removals: [] },
        discounts: { line_item: { additions: [], removals: [] } },
        shipping_lines: { additions: [], removals: [] },
      },
    }),
    deletion: (order: Order): Json => ({ id: Number(order.id) }),
    creation: (from: Customer): Json => customerPayload(from, shop.currency, (date) => date.toISOString()),
    tags: (of: Customer, tags: string[], at: Date): Json => ({
      customerId: `gid://shopify/Customer/${of.id}`,
      tags,
      occurredAt: at.toISOString(),
    }),
    checkout: (checkout: Checkout, from: Customer, at: Date): Json => ({
      id: Number(state.nextId()),
      token: checkout.token,
      cart_token: checkout.cartToken,
      email: from.email,
      created_at: checkout.createdAt.toISOString(),
      updated_at: at.toISOString(),
      completed_at: null,
      currency: shop.currency,
      abandoned_checkout_url: `${shop.storefrontUrl}/checkouts/${checkout.token}`,
      customer: customerPayload(from, shop.currency, (date) => date.toISOString()),
    }),
    shop: (): Json => shopPayload(shop),
    scopes: (previous: string[], current: string[], at: Date): Json => ({
      id: Number(shop.id),
      shop_id: `gid://shopify/Shop/${shop.id}`,
      previous,
      current,
      updated_at: at.toISOString(),
    }),
    emailConsent: (from: Customer): Json => ({
      customer_id: Number(from.id),
      email_address: from.email,
      email_marketing_consent: {
        state: from.emailMarketing.state.toLowerCase(),
        opt_in_level: from.emailMarketing.optInLevel?.toLowerCase() ?? null,
        consent_updated_at: from.emailMarketing.updatedAt?.toISOString() ?? null,
      },
    }),
    smsConsent: (from: Customer): Json => ({
      id: Number(from.id),
      phone: from.phone,
      sms_marketing_consent: {
        state: from.smsMarketing.state.toLowerCase(),
        opt_in_level: from.smsMarketing.optInLevel?.toLowerCase() ?? null,
        consent_updated_at: from.smsMarketing.updatedAt?.toISOString() ?? null,
        consent_collected_from: 'other',
      },
    }),
    whatsAppConsent: (from: Customer): Json => ({
      customer_id: Number(from.id),
      phone_number: from.phone,
      whats_app_marketing_consent: {
        state: from.whatsAppMarketing.state.toLowerCase(),
        opt_in_level: from.whatsAppMarketing.optInLevel?.toLowerCase() ?? null,
        updated_at: from.whatsAppMarketing.updatedAt?.toISOString() ?? null,
        collected_from: 'other',
      },
    }),
    dataRequest: (from: Customer): Json => ({
      ...about,
      orders_requested: orderIdsOf(from),
      customer: person(from),
      data_request: { id: Number(state.nextId()) },
    }),
    customerRedact: (from: Customer): Json => ({
      ...about,
      customer: person(from),
      orders_to_redact: orderIdsOf(from),
    }),
    shopRedact: (): Json => about,
  };
}
