import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerOf, valueOf } from '~/orders/ledger';
import { parseOrderPayload } from '~/shopify/order-payload';
import { currentTotals, originalTotals, refundedMinor } from '#test/shopify/order-money.ts';
import { type Order, ShopState } from '#test/shopify/shop-state.ts';
import { webhookPayloads } from '#test/shopify/webhook-payloads.ts';

type Change = { kind: 'refund' | 'remove' | 'add' | 'money' | 'shipping' | 'cancel'; line: number };
const day = 86_400_000;
const began = Date.parse('2026-11-01T10:00:00Z');

function apply(state: ShopState, order: Order, { kind, line }: Change, at: Date): void {
  if (order.cancelledAt) return;
  const candidates = order.lineItems.filter((item) => item.currentQuantity > 0);
  const item = candidates[line % Math.max(candidates.length, 1)];
  const one = item ? [{ lineItemId: item.id, quantity: 1 }] : [];
  const variantId = state.products[line % state.products.length]?.variants[0]?.id ?? 0n;
  if (kind === 'refund') state.refundOrder(order, { lines: one }, at);
  if (kind === 'remove') state.editOrder(order, { remove: one }, at);
  if (kind === 'add') state.editOrder(order, { add: [{ variantId, quantity: 2 }] }, at);
  if (kind === 'money') state.refundOrder(order, { amountMinor: 100n }, at);
  if (kind === 'shipping')
    state.refundOrder(order, { shippingMinor: currentTotals(order).shippingMinor }, at);
  if (kind === 'cancel') state.cancelOrder(order, 'customer', at);
}

describe('what an order is worth', () => {
  const change = fc.record({
    kind: fc.constantFrom<Change['kind']>('refund', 'remove', 'add', 'money', 'shipping', 'cancel'),
    line: fc.nat({ max: 9 }),
  });
  const quantities = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 });

  it('is Shopify’s current total, less money sent back beyond it, after whatever happened to it', () => {
    fc.assert(
      fc.property(
        quantities,
        fc.constantFrom(null, 'WELCOME10'),
        fc.array(change, { maxLength: 6 }),
        (wanted, discountCode, changes) => {
          const state = new ShopState();
          const lines = wanted.map((quantity, index) => ({
            variantId: state.products[index]?.variants[0]?.id ?? 0n,
            quantity,
          }));
          const order = state.createOrder({
            lines,
            discountCode,
            email: 'ada@customer.test',
            at: new Date(began),
          });
          changes.forEach((each, index) => apply(state, order, each, new Date(began + (index + 1) * day)));

          const facts = parseOrderPayload(JSON.stringify(webhookPayloads(state).order(order)));
          const ledger = ledgerOf(facts, facts.refunds);
          expect(ledger[0]).toMatchObject({ totalMinor: originalTotals(order).totalMinor, otherMinor: 0n });
          const current = currentTotals(order).totalMinor;
          const added = facts.editMinor > 0n ? facts.editMinor : 0n;
          const kept = originalTotals(order).totalMinor + added - refundedMinor(order);
          expect(valueOf(ledger)).toBe(current < kept ? current : kept);
        },
      ),
      { numRuns: 300 },
    );
  });
});
