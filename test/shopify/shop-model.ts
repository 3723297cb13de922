/** What a shop holds, as Shopify knows it. Amounts are minor units of the shop's currency, ids are Shopify's numeric ones. */
export interface ShopIdentity {
  id: bigint;
  name: string;
  /** The myshopify.com domain. */
  domain: string;
  email: string;
  currency: string;
  timeZone: string;
  countryCode: string;
  /** Where its storefront is served; known once the storefront listens. No slash at the end. */
  storefrontUrl: string;
}

export interface Variant {
  id: bigint;
  title: string;
  sku: string;
  priceMinor: bigint;
}

export interface Product {
  id: bigint;
  handle: string;
  title: string;
  description: string;
  vendor: string;
  /** An SVG document. */
  image: string;
  variants: Variant[];
}

export type EmailMarketingState =
  'SUBSCRIBED' | 'UNSUBSCRIBED' | 'PENDING' | 'NOT_SUBSCRIBED' | 'REDACTED' | 'INVALID';

export interface EmailMarketing {
  state: EmailMarketingState;
  optInLevel: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN' | 'UNKNOWN' | null;
  updatedAt: Date | null;
}

export type PhoneMarketingState = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'PENDING' | 'NEVER_SUBSCRIBED' | 'REDACTED';

/** Consent to SMS or to WhatsApp. */
export interface PhoneMarketing {
  state: PhoneMarketingState;
  optInLevel: EmailMarketing['optInLevel'];
  updatedAt: Date | null;
}

export interface Customer {
  id: bigint;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  /** ISO 3166 code. */
  country: string | null;
  tags: string[];
  emailMarketing: EmailMarketing;
  smsMarketing: PhoneMarketing;
  whatsAppMarketing: PhoneMarketing;
  createdAt: Date;
  updatedAt: Date;
}

export interface Segment {
  id: bigint;
  name: string;
  /** In Shopify's segment query language; shown, not executed. */
  query: string;
  includes(customer: Customer): boolean;
}

/** The start of one session of a visitor on the storefront. */
export interface Visit {
  at: Date;
  /** The whole URL of the session's first page. */
  landingPage: string;
  referrer: string | null;
}

export interface CartLine {
  variantId: bigint;
  quantity: number;
}

export interface Attribute {
  name: string;
  value: string;
}

export interface Cart {
  token: string;
  lines: CartLine[];
  attributes: Attribute[];
}

export interface Checkout {
  token: string;
  cartToken: string | null;
  lines: CartLine[];
  attributes: Attribute[];
  discountCode: string | null;
  email: string | null;
  createdAt: Date;
  /** The order that completed it. */
  orderId: bigint | null;
}

export interface LineItem {
  id: bigint;
  variantId: bigint;
  productId: bigint;
  title: string;
  variantTitle: string;
  sku: string;
  /** As ordered, or as added by an edit. */
  quantity: number;
  /** After edits and refunds. */
  currentQuantity: number;
  priceMinor: bigint;
  /** Discount on the whole ordered quantity. */
  discountMinor: bigint;
  addedByEdit: boolean;
  giftCard: boolean;
  /** Bought on it; the Admin API alone tells. */
  sellingPlanId: bigint | null;
}

export interface RefundLine {
  id: bigint;
  lineItemId: bigint;
  quantity: number;
  /** Paid for these units after discounts, tax included. */
  subtotalMinor: bigint;
  taxMinor: bigint;
}

export interface Refund {
  id: bigint;
  transactionId: bigint;
  createdAt: Date;
  note: string | null;
  lines: RefundLine[];
  /** Shipping given back, tax included, and the tax in it. */
  shippingMinor: bigint;
  shippingTaxMinor: bigint;
  /** Money given back, of which goods and shipping need not be the whole. */
  amountMinor: bigint;
}

export interface Order {
  id: bigint;
  number: number;
  /** Such as #1001. */
  name: string;
  createdAt: Date;
  updatedAt: Date;
  cancelledAt: Date | null;
  cancelReason: string | null;
  test: boolean;
  /** web, pos, shopify_draft_order, subscription_contract, or an app's id. */
  sourceName: string;
  email: string | null;
  customerId: bigint | null;
  checkoutToken: string | null;
  cartToken: string | null;
  /** Path and query of the first page of the session that ordered. */
  landingSite: string | null;
  referringSite: string | null;
  noteAttributes: Attribute[];
  discountCode: string | null;
  paymentGateways: string[];
  /** How payment disputes stand, in the words of the Admin API, which alone tells. */
  disputes: string[];
  lineItems: LineItem[];
  shippingMinor: bigint;
  refunds: Refund[];
  /** What Shopify saw of the way to this order; empty where it saw nothing. */
  visits: Visit[];
  metafields: Metafield[];
}

/** A marketing activity that an app keeps from outside. */
export interface ExternalActivity {
  id: bigint;
  remoteId: string;
  title: string;
  status: string;
  channel: string;
  tactic: string;
  utm: { source: string; medium: string; campaign: string };
  /** By day, yyyy-mm-dd; told again, a day is replaced. */
  days: Map<string, Record<string, unknown>>;
}

export interface Metafield {
  id: bigint;
  namespace: string;
  key: string;
  type: string;
  value: string;
}

export interface Mail {
  id: string;
  receivedAt: Date;
  from: string;
  to: string[];
  subject: string;
  html: string | null;
  text: string | null;
  /** Lower-case names; where a header is repeated, the last one. */
  headers: Record<string, string>;
}

/** What arrived on a phone: a text message, a chat message, or a call that read a text out. */
export interface PhoneMessage {
  /** The provider's. */
  id: string;
  receivedAt: Date;
  channel: 'sms' | 'whatsapp' | 'voice';
  from: string;
  to: string;
  text: string;
  buttons: { label: string; url: string }[];
  /** Of a call, or of a WhatsApp template. */
  language: string | null;
  /** What its provider reported of it, in order. */
  statuses: string[];
}

/** The app's web pixel in this shop, as it was last saved through the Admin API. */
export interface PixelRecord {
  id: bigint;
  settings: Record<string, string>;
}

export interface WebhookAttempt {
  at: Date;
  /** The HTTP status, or null where nobody answered in time. */
  status: number | null;
}

/** One message to the app: its id and body stay the same over all attempts. */
export interface WebhookDelivery {
  webhookId: string;
  eventId: string;
  topic: string;
  /** The order's name where it concerns one. */
  order: string | null;
  triggeredAt: Date;
  body: string;
  attempts: WebhookAttempt[];
  state: 'waiting' | 'delivered' | 'given_up';
}

/** What happens in the shop. */
export interface ShopEvents {
  'order-created': [Order];
  'order-updated': [Order];
  'order-cancelled': [Order];
  'order-edited': [Order];
  'order-deleted': [Order];
  'order-fulfilled': [Order];
  'customer-created': [Customer];
  'tags-added': [Customer, string[]];
  'tags-removed': [Customer, string[]];
  /** Somebody who is known went on with it, and did not pay. */
  'checkout-changed': [Checkout, Customer];
  'refund-created': [Order, Refund];
  'app-installed': [];
  'app-uninstalled': [];
  'scopes-updated': [{ previous: string[]; current: string[] }];
  'customer-data-request': [Customer];
  'customer-redact': [Customer];
  'shop-redact': [];
  'consent-changed': [Customer, 'email' | 'sms' | 'whatsapp'];
  'pixel-saved': [PixelRecord];
  'mail-received': [Mail];
  'phone-message-received': [PhoneMessage];
}
