import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { currentTotals, originalTotals, refundedMinor } from '../shopify/order-money.ts';
import type { Order, ShopState } from '../shopify/shop-state.ts';
import { webhookPayloads } from '../shopify/webhook-payloads.ts';

/** How many messages each shop has sent to everybody. */
export const MESSAGES = 3;
const MINUTE_MS = 60_000;

/** Where a visitor came from, as one landing: a message by one of its signs, or something else. */
export interface LandingPlan {
  minutesBefore: number;
  by: 'click' | 'utm_id' | 'tags' | 'foreign_tags' | 'ad' | 'referrer';
  message: number;
}

type Change = 'refund_goods' | 'refund_money' | 'remove' | 'add' | 'cancel' | 'touch';

/** The life of one order and of whoever placed it. */
export interface OrderPlan {
  sourceName: 'web' | 'pos' | 'shopify_draft_order';
  test: boolean;
  quantity: number;
  changes: Change[];
  deleted: boolean;
  clicks: { minutesBefore: number; message: number; machine: boolean }[];
  /** What the pixel tells at checkout; null where it is blocked. */
  pixel: LandingPlan[] | null;
  /** What Shopify answers when it is asked for the journey. */
  journey: { state: 'ready' | 'absent' | 'expired' | 'waiting'; visits: LandingPlan[] };
}

const minutesBefore = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 120 * 24 * 60 }));
const message = fc.integer({ min: 0, max: MESSAGES - 1 });
const by = (...signs: LandingPlan['by'][]) => fc.constantFrom(...signs);
const landing = fc.record<LandingPlan>({
  minutesBefore,
  by: by('click', 'utm_id', 'tags', 'foreign_tags', 'ad', 'referrer'),
  message,
});
const visit = fc.record<LandingPlan>({ minutesBefore, by: by('tags', 'foreign_tags', 'referrer'), message });

export const orderPlan: fc.Arbitrary<OrderPlan> = fc.record({
  sourceName: fc.constantFrom('web', 'web', 'web', 'web', 'pos', 'shopify_draft_order'),
  test: fc.integer({ min: 0, max: 19 }).map((one) => one === 0),
  quantity: fc.integer({ min: 2, max: 5 }),
  changes: fc.array(
    fc.constantFrom<Change>('refund_goods', 'refund_money', 'remove', 'add', 'cancel', 'touch'),
    { maxLength: 4 },
  ),
  deleted: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  clicks: fc.array(fc.record({ minutesBefore, message, machine: fc.boolean() }), { maxLength: 2 }),
  pixel: fc.option(fc.array(landing, { maxLength: 3 })),
  journey: fc.record({
    state: fc.constantFrom('ready', 'ready', 'absent', 'expired', 'waiting'),
    visits: fc.array(visit, { maxLength: 2 }),
  }),
});

/** A webhook that Shopify sends in the course of an order's life. */
export interface Told {
  topic: string;
  body: string;
  webhookId: string;
  at: Date;
}

/** One order lived through at the local Shopify. */
export interface Lived {
  plan: OrderPlan;
  order: Order;
  customerId: bigint;
  placedAt: Date;
  /** In the order in which they happened. */
  told: Told[];
  /** What Shopify says in the end that the order is worth, less any money sent back beyond that. */
  worthMinor: bigint;
}

/** Lives through a plan at the local Shopify. @param number makes customer and checkout its own */
export function live(state: ShopState, plan: OrderPlan, number: number, placedAt: Date): Lived {
  const payloads = webhookPayloads(state);
  const variantId = state.products[0]?.variants[0]?.id ?? 0n;
  const email = `customer-${number}@customer.test`;
  const order = state.createOrder({
    lines: [{ variantId, quantity: plan.quantity }],
    email,
    checkoutToken: `checkout-${number}`,
    sourceName: plan.sourceName,
    test: plan.test,
    at: placedAt,
  });
  const told: Told[] = [];
  let at = placedAt;
  const tell = (topic: string, body: object): void => {
    told.push({ topic, body: JSON.stringify(body), webhookId: randomUUID(), at });
  };
  tell('orders/create', payloads.order(order));
  tell('orders/paid', payloads.order(order));
  for (const change of plan.changes) {
    at = new Date(at.getTime() + MINUTE_MS);
    applyChange(state, order, change, at);
    const [refund] = order.refunds.slice(-1);
    if (refund?.createdAt === at) tell('refunds/create', payloads.refund(refund, order));
    tell(change === 'cancel' ? 'orders/cancelled' : 'orders/updated', payloads.order(order));
  }
  if (plan.deleted) {
    at = new Date(at.getTime() + MINUTE_MS);
    tell('orders/delete', payloads.deletion(order));
  }
  return {
    plan,
    order,
    customerId: state.customerByEmail(email).id,
    placedAt,
    told,
    worthMinor: plan.deleted ? 0n : worthOf(order),
  };
}

function applyChange(state: ShopState, order: Order, change: Change, at: Date): void {
  const line = order.lineItems.find(({ currentQuantity }) => currentQuantity > 0);
  const one = line && { lineItemId: line.id, quantity: 1 };
  if (order.cancelledAt || !one || change === 'touch') {
    order.updatedAt = at;
    return;
  }
  if (change === 'refund_goods') state.refundOrder(order, { lines: [one] }, at);
  if (change === 'refund_money') state.refundOrder(order, { amountMinor: 250n }, at);
  if (change === 'remove') state.editOrder(order, { remove: [one] }, at);
  if (change === 'add') state.editOrder(order, { add: [{ variantId: line.variantId, quantity: 1 }] }, at);
  if (change === 'cancel') state.cancelOrder(order, 'customer', at);
}

/**
 * Shopify's current total, unless more money went back than goods were taken off. Edits count by what they come to
 * together: that is all that Shopify tells of them.
 */
function worthOf(order: Order): bigint {
  const [original, current] = [originalTotals(order).totalMinor, currentTotals(order).totalMinor];
  const taken = order.refunds.reduce(
    (sum, refund) =>
      sum + refund.shippingMinor + refund.lines.reduce((of, line) => of + line.subtotalMinor, 0n),
    0n,
  );
  const edited = current - original + taken;
  const ordered = edited > 0n ? original + edited : original;
  const left = ordered - refundedMinor(order);
  return left < current ? left : current;
}

/** Numbers that look random and are the same for the same seed: 32-bit xorshift (Marsaglia, 2003). */
export function numbersOf(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** The items, each one to three times, in a random order. */
export function shuffledWithDuplicates<T>(items: readonly T[], below: (limit: number) => number): T[] {
  const all = items.flatMap((item) => Array.from({ length: 1 + below(3) }, () => item));
  for (let index = all.length - 1; index > 0; index -= 1) {
    const other = below(index + 1);
    const [a, b] = [all[index], all[other]];
    if (a !== undefined && b !== undefined) [all[index], all[other]] = [b, a];
  }
  return all;
}
