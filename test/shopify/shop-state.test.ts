import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentTotals, originalTotals, refundedMinor } from './order-money.ts';
import { ShopState } from './shop-state.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 12, minutes));

describe('the demo shop', () => {
  it('has customers of every kind of consent, and segments with and without members', () => {
    const state = new ShopState();
    expect(new Set(state.customers.map(({ emailMarketing }) => emailMarketing.state))).toEqual(
      new Set(['SUBSCRIBED', 'UNSUBSCRIBED', 'PENDING', 'NOT_SUBSCRIBED', 'INVALID']),
    );
    expect(state.segments.map((segment) => [segment.name, state.membersOf(segment).length])).toEqual([
      ['Newsletter subscribers', 11],
      ['VIP customers', 6],
      ['Wholesale partners', 0],
    ]);
  });
});

describe('an order', () => {
  const state = new ShopState();
  const variants = state.products.flatMap((product) => product.variants.map(({ id }) => id));

  it('is worth what was ordered less what was refunded, whatever is refunded in which order', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ variantId: fc.constantFrom(...variants), quantity: fc.integer({ min: 1, max: 7 }) }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        fc.constantFrom(null, 'WELCOME10', 'tide20'),
        fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 7 }))),
        (lines, discountCode, refunds) => {
          const order = state.createOrder({ lines, discountCode });
          const before = originalTotals(order);
          for (const [index, quantity] of refunds) {
            const line = order.lineItems[index % order.lineItems.length];
            if (!line || line.currentQuantity < quantity) continue;
            state.refundOrder(order, { lines: [{ lineItemId: line.id, quantity }] });
          }
          const taxBack = order.refunds
            .flatMap((refund) => refund.lines)
            .reduce((sum, { taxMinor }) => sum + taxMinor, 0n);
          expect(originalTotals(order)).toEqual(before);
          expect(currentTotals(order).totalMinor).toBe(before.totalMinor - refundedMinor(order));
          expect(currentTotals(order).taxMinor).toBe(before.taxMinor - taxBack);
        },
      ),
    );
  });

  it('is worth nothing once cancelled, and all the money is given back', () => {
    const order = state.createOrder({ lines: [{ variantId: variants[3] ?? 0n, quantity: 1 }] });
    state.refundOrder(order, { amountMinor: 100n });
    state.cancelOrder(order);
    expect(currentTotals(order).totalMinor).toBe(0n);
    expect(refundedMinor(order)).toBe(originalTotals(order).totalMinor);
  });

  it('is worth more or less after an edit, while what was ordered stays', () => {
    const [first = 0n, second = 0n] = [variants[0], variants[3]];
    const order = state.createOrder({ lines: [{ variantId: first, quantity: 2 }] });
    const lineItemId = order.lineItems[0]?.id ?? 0n;
    state.editOrder(order, {
      add: [{ variantId: second, quantity: 1 }],
      remove: [{ lineItemId, quantity: 1 }],
    });
    expect(originalTotals(order).totalMinor).toBe(13_800n);
    expect(currentTotals(order).totalMinor).toBe(6_900n + 1_650n);
  });
});

describe('the way to an order', () => {
  const visit = (minutes: number, path: string) => ({
    at: at(minutes),
    landingPage: `https://shop.test${path}`,
    referrer: null,
  });
  const lines = (state: ShopState) => [{ variantId: state.products[0]?.variants[0]?.id ?? 0n, quantity: 1 }];

  it('holds the visits since the order before, and the last one as its landing page', () => {
    const state = new ShopState();
    state.recordVisit('v', visit(0, '/a'));
    state.createOrder({ lines: lines(state), visitor: 'v', at: at(1) });
    state.recordVisit('v', visit(2, '/b?utm_source=x'));
    state.recordVisit('v', visit(3, '/c'));
    const order = state.createOrder({ lines: lines(state), visitor: 'v', at: at(4) });
    expect(order.visits.map(({ landingPage }) => new URL(landingPage).pathname)).toEqual(['/b', '/c']);
    expect(order.landingSite).toBe('/c');
  });

  it('is unknown for a visitor who allowed nothing, and at the counter', () => {
    const state = new ShopState();
    state.recordVisit('v', visit(0, '/a'));
    expect(state.createOrder({ lines: lines(state), at: at(1) })).toMatchObject({
      visits: [],
      landingSite: null,
    });
    const pos = state.createOrder({ lines: lines(state), visitor: 'v', sourceName: 'pos', at: at(1) });
    expect(pos).toMatchObject({ visits: [], landingSite: null, shippingMinor: 0n });
  });
});
