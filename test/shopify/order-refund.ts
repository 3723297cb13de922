import { takeFromLine, taxIn } from './order-money.ts';
import type { LineItem, Order, Refund } from './shop-model.ts';

export interface NewRefund {
  lines?: { lineItemId: bigint; quantity: number }[];
  shippingMinor?: bigint;
  /** Where it differs from goods and shipping together. */
  amountMinor?: bigint;
  note?: string;
}

/**
 * Takes the goods out of the order and notes the refund on it.
 * @throws Error where the order has no such line, or fewer of it
 */
export function refundOf(order: Order, wanted: NewRefund, nextId: () => bigint, at: Date): Refund {
  const lines = (wanted.lines ?? []).map(({ lineItemId, quantity }) => {
    const line = lineOf(order, lineItemId, quantity);
    const taken = takeFromLine(line, quantity);
    line.currentQuantity -= quantity;
    return { id: nextId(), lineItemId, quantity, ...taken };
  });
  const shippingMinor = wanted.shippingMinor ?? 0n;
  const goodsMinor = lines.reduce((sum, line) => sum + line.subtotalMinor, 0n);
  const refund: Refund = {
    id: nextId(),
    transactionId: nextId(),
    createdAt: at,
    note: wanted.note ?? null,
    lines,
    shippingMinor,
    shippingTaxMinor: taxIn(shippingMinor),
    amountMinor: wanted.amountMinor ?? goodsMinor + shippingMinor,
  };
  order.refunds.push(refund);
  return refund;
}

/** @throws Error where the order has no such line, or fewer of it. */
export function lineOf(order: Order, id: bigint, quantity: number): LineItem {
  const line = order.lineItems.find((candidate) => candidate.id === id);
  if (!line || line.currentQuantity < quantity)
    throw new Error(`${order.name} has no ${quantity} of line ${id}`);
  return line;
}
