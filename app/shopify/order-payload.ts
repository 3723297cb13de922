import { z } from 'zod';
import { withoutQuery, withReadParams } from '~/attribution/source';
import { codesText } from '~/orders/discount-code';
import type { OrderFacts, RefundFacts } from '~/orders/order';
import { BadPayload, listOf, moment, parsePayload, shopifyId, text } from '~/shopify/payload';
import { amount, moneySet, presentmentMinor, shopMinor } from '~/shopify/payload-money';
import { refundFacts, refundSchema } from '~/shopify/refund-payload';
import { CLICK_PARAM } from '~/tagging/tags';

/** What is read of a line: a gift card is a line of its own kind, and some tellings say on which plan it was bought. */
const lineItem = z.object({
  gift_card: z.boolean().nullish(),
  quantity: z.number().int().nullish(),
  price: amount,
  price_set: moneySet,
  selling_plan_allocation: z.unknown().optional(),
});

const taxLine = z.object({ price: amount, price_set: moneySet });

/** What is read of an order as webhooks tell it (the REST shape); all else is ignored. */
export const orderSchema = z.object({
  id: shopifyId,
  name: text,
  created_at: moment,
  processed_at: moment.nullish(),
  updated_at: moment.nullish(),
  cancelled_at: moment.nullish(),
  test: z.boolean().nullish(),
  source_name: text,
  financial_status: text,
  currency: z.string().regex(/^[A-Z]{3}$/),
  presentment_currency: text,
  taxes_included: z.boolean().nullish(),
  total_price: amount,
  total_price_set: moneySet,
  current_total_price: amount,
  current_total_price_set: moneySet,
  total_line_items_price: amount,
  total_line_items_price_set: moneySet,
  total_discounts: amount,
  total_discounts_set: moneySet,
  total_tax: amount,
  total_tax_set: moneySet,
  total_shipping_price_set: moneySet,
  original_total_duties_set: moneySet,
  total_tip_received: amount,
  customer: z.object({ id: shopifyId.nullish() }).nullish(),
  checkout_token: text,
  cart_token: text,
  payment_gateway_names: listOf(z.unknown()),
  landing_site: text,
  referring_site: text,
  discount_codes: listOf(z.object({ code: text })).catch([]),
  note_attributes: listOf(z.object({ name: z.unknown(), value: z.unknown() })).catch([]),
  line_items: listOf(lineItem),
  shipping_lines: listOf(z.object({ price: amount, price_set: moneySet, tax_lines: listOf(taxLine) })),
  refunds: listOf(refundSchema),
});

type OrderPayload = z.infer<typeof orderSchema>;

/**
 * Reads the order that a webhook brought.
 * @param rawJson the body as it came: ids beyond 2^53 are kept exactly
 * @throws NotJson, BadPayload
 */
export function parseOrderPayload(rawJson: string): OrderFacts {
  const payload = parsePayload(rawJson, orderSchema);
  if (totalOf(payload) === undefined) throw new BadPayload(['total_price']);
  return orderFactsOf(payload);
}

/** The facts of an order in the shape of a webhook, which tells of no dispute. */
export function orderFactsOf(order: OrderPayload): OrderFacts {
  const refunds = order.refunds.map((refund) =>
    refundFacts(refund, {
      shopCurrency: order.currency,
      toldAt: order.updated_at ?? order.created_at,
      taxesIncluded: order.taxes_included ?? false,
      rate: rateOf(order),
    }),
  );
  return {
    id: order.id,
    name: order.name ?? `#${order.id}`,
    createdAt: order.created_at,
    processedAt: order.processed_at ?? order.created_at,
    updatedAt: order.updated_at ?? order.created_at,
    cancelledAt: order.cancelled_at ?? null,
    test: order.test ?? false,
    sourceName: order.source_name,
    financialStatus: order.financial_status,
    currency: order.currency,
    presentmentCurrency: order.presentment_currency,
    presentmentMinor: rateOf(order)?.presentment ?? null,
    ...moneyOf(order, refunds),
    paidByGiftCard: order.payment_gateway_names.includes('gift_card'),
    sellingPlan: sellingPlanOf(order),
    dispute: null,
    customerId: order.customer?.id ?? null,
    checkoutToken: order.checkout_token,
    cartToken: order.cart_token,
    landingSite: withReadParams(order.landing_site),
    referringSite: withoutQuery(order.referring_site),
    cartClickToken: cartClickToken(order),
    discountCodes: codesText(order.discount_codes.flatMap(({ code }) => code ?? [])),
    refunds,
  };
}

const totalOf = (order: OrderPayload) => shopMinor(order.total_price_set, order.total_price, order.currency);

function moneyOf(order: OrderPayload, refunds: RefundFacts[]) {
  const read = (set: z.infer<typeof moneySet>, plain?: z.infer<typeof amount>) =>
    shopMinor(set, plain, order.currency) ?? 0n;
  const totalMinor = totalOf(order) ?? 0n;
  const taxMinor = read(order.total_tax_set, order.total_tax);
  const lines = order.shipping_lines;
  const shipping =
    shopMinor(order.total_shipping_price_set, null, order.currency) ??
    lines.reduce((sum, line) => sum + read(line.price_set, line.price), 0n);
  const shippingTax = lines
    .flatMap((line) => line.tax_lines)
    .reduce((sum, tax) => sum + read(tax.price_set, tax.price), 0n);
  const ordered = read(order.total_line_items_price_set, order.total_line_items_price);
  const giftCards = order.line_items
    .filter((line) => line.gift_card)
    .reduce((sum, line) => sum + read(line.price_set, line.price) * BigInt(line.quantity ?? 1), 0n);
  // One that an edit added is no part of what was ordered.
  const giftCardMinor = giftCards < ordered ? giftCards : ordered;
  const goods = ordered - giftCardMinor;

  // Where prices contain their tax, goods and shipping are told without it, so that the parts add up to the total.
  const contained = order.taxes_included ?? false;
  const taken = refunds.reduce(
    (sum, refund) => sum + refund.goodsMinor + refund.shippingMinor + refund.dutyMinor + refund.taxMinor,
    0n,
  );
  const current = shopMinor(order.current_total_price_set, order.current_total_price, order.currency);
  // Older payloads have no current total; then only a cancellation says more than the refunds do.
  const edited = current === undefined ? (order.cancelled_at ? -totalMinor : -taken) : current - totalMinor;
  return {
    totalMinor,
    grossMinor: contained ? goods - (taxMinor - shippingTax) : goods,
    giftCardMinor,
    discountMinor: read(order.total_discounts_set, order.total_discounts),
    shippingMinor: contained ? shipping - shippingTax : shipping,
    taxMinor,
    dutyMinor: read(order.original_total_duties_set),
    tipMinor: read(null, order.total_tip_received),
    editMinor: edited + taken,
  };
}

/** Whether a line was bought on a selling plan; null where no line says. */
function sellingPlanOf(order: OrderPayload): boolean | null {
  const plans = order.line_items.map((line) => line.selling_plan_allocation);
  if (plans.some(Boolean)) return true;
  return plans.every((plan) => plan === undefined) ? null : false;
}

/** The order's total in both currencies. */
function rateOf(order: OrderPayload) {
  const currency = order.presentment_currency;
  const shop = totalOf(order);
  const presentment = currency ? presentmentMinor(order.total_price_set, currency) : undefined;
  return currency && shop !== undefined && presentment !== undefined
    ? { shop, presentment, currency }
    : undefined;
}

function cartClickToken(order: OrderPayload): string | null {
  const attribute = order.note_attributes.find(({ name }) => name === CLICK_PARAM);
  const value = attribute?.value;
  return typeof value === 'string' && /^[\w-]{1,200}$/.test(value) ? value : null;
}
