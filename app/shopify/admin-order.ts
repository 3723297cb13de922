import { z } from 'zod';
import { parseAmount, toDecimal } from '~/lib/money';
import { DISPUTES, type OrderFacts } from '~/orders/order';
import type { ShopifyOrder } from '~/orders/order-difference';
import { orderFactsOf, orderSchema } from '~/shopify/order-payload';

const money = z
  .object({ amount: z.string(), currencyCode: z.string() })
  .transform(({ amount, currencyCode }) => ({ amount, currency_code: currencyCode }));

const bag = z
  .object({ shopMoney: money, presentmentMoney: money.optional() })
  .transform((both) => ({ shop_money: both.shopMoney, presentment_money: both.presentmentMoney }));

const listed = <T>(node: z.ZodType<T>) => z.object({ nodes: z.array(node) }).transform(({ nodes }) => nodes);

/** What a line cost is asked for where the order is told as a whole. */
export const lineItemNode = z
  .object({
    isGiftCard: z.boolean(),
    sellingPlan: z.object({ sellingPlanId: z.string().nullable() }).nullable(),
    quantity: z.number().optional(),
    originalUnitPriceSet: bag.optional(),
  })
  .transform(({ isGiftCard, sellingPlan, quantity, originalUnitPriceSet }) => ({
    gift_card: isGiftCard,
    selling_plan_allocation: sellingPlan,
    quantity,
    price_set: originalUnitPriceSet,
  }));

export const shippingLineNode = z.object({
  originalPriceSet: bag,
  discountedPriceSet: bag,
  taxLines: z.array(z.object({ priceSet: bag })),
});

/** A numeric id out of a global one. */
const idOf = z
  .string()
  .regex(/^gid:\/\/shopify\/\w+\/\d+/)
  .transform((id) => id.replace(/^.*\//, '').replace(/\?.*$/, ''));

const refundNode = z.object({
  id: idOf,
  createdAt: z.string().nullable(),
  processedAt: z.string(),
  refundLineItems: listed(z.object({ subtotalSet: bag, totalTaxSet: bag })),
  refundShippingLines: listed(z.object({ subtotalAmountSet: bag, taxAmountSet: bag })),
  duties: z.array(z.object({ amountSet: bag })).nullable(),
  transactions: listed(z.object({ kind: z.string(), status: z.string(), amountSet: bag })),
});

/** What the Admin API says of an order, its lines and refunds apart. */
export const orderNode = z.object({
  id: idOf,
  name: z.string(),
  createdAt: z.string(),
  processedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullable(),
  test: z.boolean(),
  sourceName: z.string().nullable(),
  displayFinancialStatus: z.string().nullable(),
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  taxesIncluded: z.boolean(),
  totalPriceSet: bag,
  currentTotalPriceSet: bag,
  subtotalPriceSet: bag.nullable(),
  totalDiscountsSet: bag.nullable(),
  totalTaxSet: bag.nullable(),
  totalShippingPriceSet: bag,
  originalTotalDutiesSet: bag.nullable(),
  totalTipReceivedSet: bag.nullable(),
  paymentGatewayNames: z.array(z.string()),
  disputes: z.array(z.object({ status: z.string().toLowerCase() })),
  customer: z.object({ id: idOf }).nullable(),
  checkoutToken: z.string().nullable(),
  cartToken: z.string().nullable(),
  discountCodes: z.array(z.string()),
  customAttributes: z.array(z.object({ key: z.string(), value: z.string().nullable() })),
});

/** An order of whose refunds and gift cards is only known whether there are any, and of many lines not even that. */
export const listedOrderNode = orderNode.extend({
  shippingLines: listed(shippingLineNode),
  lineItems: z.object({
    nodes: z.array(lineItemNode),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
  refunds: z.array(z.object({ id: z.string() })),
});

/** An order with its refunds and what its lines cost. */
export const wholeOrderNode = orderNode.extend({
  shippingLines: listed(shippingLineNode),
  lineItems: listed(lineItemNode),
  refunds: z.array(refundNode),
});

type Bag = z.output<typeof bag> | null;
type Lines = {
  lineItems: z.output<typeof lineItemNode>[];
  shippingLines: z.output<typeof shippingLineNode>[];
};

/**
 * The facts of an order that the Admin API told: put into the shape of a webhook and read like one, so that both tell
 * the same. Where the order's session began, the Admin API does not say.
 * @param refunds as the whole order tells them; empty where it has none
 */
export function adminOrderFacts(
  node: z.output<typeof orderNode>,
  { lineItems, shippingLines }: Lines,
  refunds: z.output<typeof refundNode>[],
): OrderFacts {
  const currency = node.currencyCode;
  const minor = (set: Bag) => parseAmount(set?.shop_money.amount ?? '0', currency);
  const sum = (sets: Bag[]) => sets.reduce((total, set) => total + minor(set), 0n);
  const shippingDiscount =
    sum(shippingLines.map((line) => line.originalPriceSet)) -
    sum(shippingLines.map((line) => line.discountedPriceSet));
  const goods = minor(node.subtotalPriceSet) + minor(node.totalDiscountsSet) - shippingDiscount;
  const facts = orderFactsOf(
    orderSchema.parse({
      id: node.id,
      name: node.name,
      created_at: node.createdAt,
      processed_at: node.processedAt,
      updated_at: node.updatedAt,
      cancelled_at: node.cancelledAt,
      test: node.test,
      source_name: node.sourceName,
      financial_status: node.displayFinancialStatus?.toLowerCase(),
      currency,
      presentment_currency: node.presentmentCurrencyCode,
      taxes_included: node.taxesIncluded,
      total_price_set: node.totalPriceSet,
      current_total_price_set: node.currentTotalPriceSet,
      total_line_items_price: toDecimal({ minor: goods, currency }),
      total_discounts_set: node.totalDiscountsSet,
      total_tax_set: node.totalTaxSet,
      total_shipping_price_set: node.totalShippingPriceSet,
      original_total_duties_set: node.originalTotalDutiesSet,
      total_tip_received: node.totalTipReceivedSet?.shop_money.amount,
      payment_gateway_names: node.paymentGatewayNames,
      customer: node.customer,
      checkout_token: node.checkoutToken,
      cart_token: node.cartToken,
      discount_codes: node.discountCodes.map((code) => ({ code })),
      note_attributes: node.customAttributes.map(({ key, value }) => ({ name: key, value })),
      line_items: lineItems,
      shipping_lines: shippingLines.map((line) => ({
        price_set: line.originalPriceSet,
        tax_lines: line.taxLines.map(({ priceSet }) => ({ price_set: priceSet })),
      })),
      refunds: refunds.map(refundPayloadOf),
    }),
  );
  const statuses = node.disputes.map(({ status }) => status);
  return { ...facts, dispute: DISPUTES.findLast((known) => statuses.includes(known)) ?? null };
}

function refundPayloadOf(refund: z.output<typeof refundNode>) {
  const duties = refund.duties ?? [];
  return {
    id: refund.id,
    created_at: refund.createdAt,
    processed_at: refund.processedAt,
    refund_line_items: refund.refundLineItems.map((line) => ({
      subtotal_set: line.subtotalSet,
      total_tax_set: line.totalTaxSet,
    })),
    refund_shipping_lines: refund.refundShippingLines.map((line) => ({
      subtotal_amount_set: line.subtotalAmountSet,
      tax_amount_set: line.taxAmountSet,
    })),
    total_duties_set: duties[0]?.amountSet,
    transactions: refund.transactions.map(({ kind, status, amountSet }) => {
      const paid = amountSet.presentment_money ?? amountSet.shop_money;
      return {
        kind: kind.toLowerCase(),
        status: status.toLowerCase(),
        amount: paid.amount,
        currency: paid.currency_code,
      };
    }),
  };
}

const amountOnly = z.object({ shopMoney: z.object({ amount: z.string() }) });

/** An order of a page, in brief. `worthMinor` is undefined where only the order's refunds tell it. */
export const briefOrderNode = z
  .object({
    id: idOf,
    name: z.string(),
    createdAt: z.coerce.date(),
    processedAt: z.coerce.date(),
    updatedAt: z.coerce.date(),
    currencyCode: z.string(),
    totalPriceSet: amountOnly,
    currentTotalPriceSet: amountOnly,
    totalRefundedSet: amountOnly,
  })
  .transform((node): Omit<ShopifyOrder, 'worthMinor'> & { worthMinor: bigint | undefined } => {
    const minor = (set: z.infer<typeof amountOnly>) => parseAmount(set.shopMoney.amount, node.currencyCode);
    const current = minor(node.currentTotalPriceSet);
    // More money back than was taken off the order: gone beyond what the current total says.
    const beyond = minor(node.totalRefundedSet) > minor(node.totalPriceSet) - current;
    return {
      id: BigInt(node.id),
      name: node.name,
      createdAt: node.createdAt,
      placedAt: node.processedAt,
      updatedAt: node.updatedAt,
      currency: node.currencyCode,
      worthMinor: beyond ? undefined : current,
    };
  });
