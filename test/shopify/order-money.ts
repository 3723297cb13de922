import type { LineItem, Order, RefundLine } from './shop-model.ts';

/** German VAT; the shop's prices contain it. */
const TAX_PERCENT = 19n;

export interface OrderTotals {
  lineItemsMinor: bigint;
  discountsMinor: bigint;
  subtotalMinor: bigint;
  shippingMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
}

/** Tax contained in an amount, rounded half up. */
export function taxIn(minor: bigint): bigint {
  return roundedDiv(minor * TAX_PERCENT, 100n + TAX_PERCENT);
}

/** An order's totals as they were ordered: edits and refunds do not change them. */
export function originalTotals(order: Order): OrderTotals {
  const lines = order.lineItems.filter((line) => !line.addedByEdit);
  return totalsOf(lines, (line) => line.quantity, order.shippingMinor);
}

/** An order's totals after edits and refunds of goods and shipping. Money given back beyond those does not change them. */
export function currentTotals(order: Order): OrderTotals {
  const refunded = order.refunds.reduce((sum, refund) => sum + refund.shippingMinor, 0n);
  return totalsOf(order.lineItems, (line) => line.currentQuantity, order.shippingMinor - refunded);
}

/** All the money given back. */
export function refundedMinor(order: Order): bigint {
  return order.refunds.reduce((sum, refund) => sum + refund.amountMinor, 0n);
}

/** What `quantity` units of a line, of those there are now, were paid: so that the parts of a line sum to the line. */
export function takeFromLine(
  line: LineItem,
  quantity: number,
): Pick<RefundLine, 'subtotalMinor' | 'taxMinor'> {
  const rest = line.currentQuantity - quantity;
  return {
    subtotalMinor: paid(line, line.currentQuantity) - paid(line, rest),
    taxMinor: taxIn(paid(line, line.currentQuantity)) - taxIn(paid(line, rest)),
  };
}

/** The part of a line's discount that falls on `quantity` of its units. */
export function discountOn(line: LineItem, quantity: number): bigint {
  return roundedDiv(line.discountMinor * BigInt(quantity), BigInt(line.quantity));
}

function totalsOf(
  lines: LineItem[],
  quantity: (line: LineItem) => number,
  shippingMinor: bigint,
): OrderTotals {
  const sum = (amount: (line: LineItem) => bigint) => lines.reduce((total, line) => total + amount(line), 0n);
  const lineItemsMinor = sum((line) => line.priceMinor * BigInt(quantity(line)));
  const discountsMinor = sum((line) => discountOn(line, quantity(line)));
  const subtotalMinor = lineItemsMinor - discountsMinor;
  return {
    lineItemsMinor,
    discountsMinor,
    subtotalMinor,
    shippingMinor,
    taxMinor: sum((line) => taxIn(paid(line, quantity(line)))) + taxIn(shippingMinor),
    totalMinor: subtotalMinor + shippingMinor,
  };
}

function paid(line: LineItem, quantity: number): bigint {
  return line.priceMinor * BigInt(quantity) - discountOn(line, quantity);
}

function roundedDiv(dividend: bigint, divisor: bigint): bigint {
  return (dividend * 2n + divisor) / (divisor * 2n);
}
