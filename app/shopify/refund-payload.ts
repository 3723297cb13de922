import { z } from 'zod';
import { parseAmount } from '~/lib/money';
import type { RefundFacts } from '~/orders/order';
import { listOf, moment, parsePayload, shopifyId } from '~/shopify/payload';
import {
  type Amount,
  amount,
  moneySet,
  type MoneySet,
  presentmentMinor,
  shopMinor,
} from '~/shopify/payload-money';

const refundLine = z.object({
  subtotal: amount,
  subtotal_set: moneySet,
  total_tax: amount,
  total_tax_set: moneySet,
});

const adjustment = z.object({
  kind: z.string().nullish(),
  amount,
  amount_set: moneySet,
  tax_amount: amount,
  tax_amount_set: moneySet,
});

/** What of a refund is read, inside an order and alone. */
export const refundSchema = z
  .object({
    id: shopifyId,
    created_at: moment.nullish(),
    processed_at: moment.nullish(),
    refund_line_items: listOf(refundLine),
    refund_shipping_lines: listOf(z.object({ subtotal_amount_set: moneySet, tax_amount_set: moneySet })),
    order_adjustments: listOf(adjustment),
    total_duties_set: moneySet,
    transactions: listOf(
      z.object({
        kind: z.string().nullish(),
        status: z.string().nullish(),
        amount,
        currency: z.string().nullish(),
      }),
    ),
  })
  .transform((refund) => ({ ...refund, at: refund.processed_at ?? refund.created_at ?? null }));

const loneRefund = refundSchema.and(z.object({ order_id: shopifyId }));

export type RefundPayload = z.infer<typeof refundSchema>;

/** What a refund's amounts mean depends on its order. */
export interface RefundContext {
  shopCurrency: string;
  /** Stands for the moment of a refund that tells none, as test notifications do. */
  toldAt: Date;
  /** The order's prices, and so the refund's lines, contain their tax. */
  taxesIncluded: boolean;
  /** One amount in both currencies: the rate of what was paid in the customer's. */
  rate?: { shop: bigint; presentment: bigint; currency: string };
}

/** A refund inside its order's payload as facts. */
export function refundFacts(refund: RefundPayload, context: RefundContext): RefundFacts {
  const { shopCurrency, rate, taxesIncluded } = context;
  const parts = takenOff(refund, taxesIncluded, (set, plain) => shopMinor(set, plain, shopCurrency));
  const foreign = rate && {
    sent: moneySent(refund, rate.currency, shopCurrency),
    taken: sumOf(takenOff(refund, taxesIncluded, (set) => presentmentMinor(set, rate.currency))),
  };
  // Where the customer got exactly what was taken off, the shop's side is known to the cent; a rate would round.
  const exact =
    foreign && rate.currency !== shopCurrency && foreign.sent > 0n && foreign.sent === foreign.taken;
  return {
    id: refund.id,
    processedAt: refund.at ?? context.toldAt,
    ...parts,
    totalMinor: exact ? sumOf(parts) : moneyBack(refund, context),
  };
}

/**
 * A refund that comes alone, in minor units of the shop's currency. Only the money is taken from it: whether its lines
 * contain their tax is known from the order alone, which Shopify sends as well. Zero where the money is in a currency
 * whose rate the refund does not tell.
 * @param toldAt when Shopify sent it
 * @throws NotJson, BadPayload
 */
export function parseRefundPayload(
  rawJson: string,
  shopCurrency: string,
  toldAt: Date,
): RefundFacts & { orderId: bigint } {
  const refund = parsePayload(rawJson, loneRefund);
  return {
    orderId: refund.order_id,
    id: refund.id,
    processedAt: refund.at ?? toldAt,
    goodsMinor: 0n,
    shippingMinor: 0n,
    dutyMinor: 0n,
    taxMinor: 0n,
    totalMinor: moneyBack(refund, { shopCurrency, rate: rateOf(refund, shopCurrency) }),
  };
}

type Parts = Pick<RefundFacts, 'goodsMinor' | 'shippingMinor' | 'dutyMinor' | 'taxMinor'>;
type Read = (set: MoneySet, plain?: Amount) => bigint | undefined;

/** What the refund took off the order, as `read` reads its amounts. */
function takenOff(refund: RefundPayload, taxesIncluded: boolean, read: Read): Parts {
  const sum = (amounts: [MoneySet, Amount?][]) =>
    amounts.reduce((total, [set, plain]) => total + (read(set, plain) ?? 0n), 0n);
  const lines = sum(refund.refund_line_items.map((line) => [line.subtotal_set, line.subtotal]));
  const lineTax = sum(refund.refund_line_items.map((line) => [line.total_tax_set, line.total_tax]));
  // Adjustments are negative and without tax; shipping has had lines of its own since 2024-10.
  const adjustments = refund.order_adjustments.filter(({ kind }) => kind === 'shipping_refund');
  const adjusted = -sum(adjustments.map((item) => [item.amount_set, item.amount]));
  const shippingLines = adjusted ? [] : refund.refund_shipping_lines;
  const shipping = adjusted || sum(shippingLines.map((line) => [line.subtotal_amount_set]));
  const shippingTax =
    -sum(adjustments.map((item) => [item.tax_amount_set, item.tax_amount])) +
    sum(shippingLines.map((line) => [line.tax_amount_set]));
  return {
    goodsMinor: taxesIncluded ? lines - lineTax : lines,
    shippingMinor: shipping,
    dutyMinor: sum([[refund.total_duties_set]]),
    taxMinor: lineTax + shippingTax,
  };
}

const sumOf = (parts: Parts) => parts.goodsMinor + parts.shippingMinor + parts.dutyMinor + parts.taxMinor;

/** Money of successful refund transactions in one currency. */
function moneySent(refund: RefundPayload, currency: string, shopCurrency: string): bigint {
  return refund.transactions
    .filter(({ kind, status }) => kind === 'refund' && status === 'success')
    .filter((item) => (item.currency ?? shopCurrency) === currency)
    .reduce((sum, item) => sum + parseAmount(item.amount ?? 0, currency), 0n);
}

/** All money sent back, what is in the customer's currency converted. */
function moneyBack(refund: RefundPayload, context: Pick<RefundContext, 'shopCurrency' | 'rate'>): bigint {
  const { shopCurrency, rate } = context;
  const direct = moneySent(refund, shopCurrency, shopCurrency);
  if (!rate || rate.currency === shopCurrency || rate.presentment === 0n) return direct;
  const foreign = moneySent(refund, rate.currency, shopCurrency);
  return direct + (foreign * rate.shop * 2n + rate.presentment) / (rate.presentment * 2n);
}

/** The rate that the refund's own lines tell. */
function rateOf(refund: RefundPayload, shopCurrency: string): RefundContext['rate'] {
  for (const { subtotal_set: set } of refund.refund_line_items) {
    const currency = set?.presentment_money?.currency_code;
    const shop = shopMinor(set, null, shopCurrency);
    const presentment = currency ? presentmentMinor(set, currency) : undefined;
    if (currency && shop && presentment) return { shop, presentment, currency };
  }
  return undefined;
}
