import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LedgerEntry, ledgerOf, taken, valueOf } from '~/orders/ledger';
import { orderFacts, refundFacts } from '#test/support/order-facts-factory.ts';

const told = (ledger: LedgerEntry[]) => ledger.map(({ kind, totalMinor }) => [kind, totalMinor]);
const partsOf = (entry: LedgerEntry) =>
  entry.grossMinor +
  entry.discountMinor +
  entry.returnMinor +
  entry.shippingMinor +
  entry.taxMinor +
  entry.dutyMinor +
  entry.tipMinor +
  entry.otherMinor;

describe('a ledger', () => {
  it('tells a sale in its parts, and what they leave unexplained', () => {
    const order = orderFacts({ discountMinor: 1_000n, taxMinor: 900n, tipMinor: 99n, totalMinor: 10_001n });
    expect(ledgerOf(order, [])).toEqual([
      {
        at: order.processedAt,
        kind: 'sale',
        ref: 0n,
        grossMinor: 9_500n,
        giftCardMinor: 0n,
        discountMinor: -1_000n,
        returnMinor: 0n,
        shippingMinor: 500n,
        taxMinor: 900n,
        dutyMinor: 0n,
        tipMinor: 99n,
        otherMinor: 2n,
        totalMinor: 10_001n,
      },
    ]);
  });

  it('dates a refund by its own moment and splits off what is no goods', () => {
    const refund = refundFacts({
      goodsMinor: 2_000n,
      shippingMinor: 500n,
      taxMinor: 475n,
      totalMinor: 2_975n,
    });
    expect(ledgerOf(orderFacts(), [refund])[1]).toMatchObject({
      at: refund.processedAt,
      kind: 'refund',
      ref: refund.id,
      returnMinor: -2_000n,
      shippingMinor: -500n,
      taxMinor: -475n,
      totalMinor: -2_975n,
    });
  });

  it.each([
    ['items back with their money', refundFacts(), [['refund', -3_000n]], 7_000n],
    ['money alone', refundFacts({ goodsMinor: 0n, totalMinor: 1_000n }), [['refund', -1_000n]], 9_000n],
    ['items back for less money', refundFacts({ totalMinor: 2_500n }), [['refund', -3_000n]], 7_000n],
    ['items back for more money', refundFacts({ totalMinor: 3_500n }), [['refund', -3_500n]], 6_500n],
    ['items removed', refundFacts({ totalMinor: 0n }), [['edit', -3_000n]], 7_000n],
  ])('knows what an order is worth after %s', (_case, refund, entries, value) => {
    const ledger = ledgerOf(orderFacts(), [refund]);
    expect(told(ledger)).toEqual([['sale', 10_000n], ...entries]);
    expect(valueOf(ledger)).toBe(value);
  });

  it('counts items that were removed first and paid back later once', () => {
    const removed = refundFacts({ id: 1n, totalMinor: 0n });
    const paid = refundFacts({ id: 2n, goodsMinor: 0n, processedAt: new Date('2026-11-25T09:00:00Z') });
    expect(told(ledgerOf(orderFacts(), [paid, removed]))).toEqual([
      ['sale', 10_000n],
      ['edit', -3_000n],
    ]);
  });

  it('tells what was added or removed outside refunds, and a cancellation', () => {
    expect(told(ledgerOf(orderFacts({ editMinor: 2_500n }), [refundFacts()]))).toEqual([
      ['sale', 10_000n],
      ['edit', 2_500n],
      ['refund', -3_000n],
    ]);
    const cancelledAt = new Date('2026-11-23T09:00:00Z');
    const cancelled = orderFacts({ cancelledAt, editMinor: -10_000n });
    expect(told(ledgerOf(cancelled, []))).toEqual([
      ['sale', 10_000n],
      ['cancel', -10_000n],
    ]);
    // A refund of the same goods that comes alone, before the order that tells of it.
    expect(valueOf(ledgerOf(cancelled, [refundFacts()]))).toBe(0n);
  });

  it('sums to the order less what it lost, and each entry to its parts, whatever happened', () => {
    const minor = fc.bigInt({ min: 0n, max: 20_000n });
    const money = ['goodsMinor', 'shippingMinor', 'dutyMinor', 'taxMinor', 'totalMinor'] as const;
    const refund = fc
      .tuple(minor, minor, minor, minor, minor)
      .map((amounts) => refundFacts(Object.fromEntries(money.map((name, index) => [name, amounts[index]]))));
    const order = fc.record({
      totalMinor: fc.bigInt({ min: 5_000n, max: 20_000n }),
      grossMinor: minor,
      discountMinor: minor,
      taxMinor: minor,
      tipMinor: minor,
      editMinor: fc.bigInt({ min: -5_000n, max: 5_000n }),
      cancelledAt: fc.constantFrom(null, new Date('2026-11-23T09:00:00Z')),
    });
    fc.assert(
      fc.property(order.map(orderFacts), fc.array(refund, { maxLength: 5 }), (facts, told) => {
        const refunds = told.map((one, index) => ({ ...one, id: BigInt(index + 1) }));
        const ledger = ledgerOf(facts, refunds);
        for (const entry of ledger) expect(partsOf(entry)).toBe(entry.totalMinor);

        const [added, removed] = facts.editMinor > 0n ? [facts.editMinor, 0n] : [0n, -facts.editMinor];
        const ordered = facts.totalMinor + added;
        const off = refunds.reduce((sum, one) => sum + taken(one), removed);
        const back = refunds.reduce((sum, one) => sum + one.totalMinor, 0n);
        const left = [ordered - off, 0n].reduce((a, b) => (a > b ? a : b));
        expect(valueOf(ledger)).toBe(left < ordered - back ? left : ordered - back);
        expect(ledgerOf(facts, refunds.toReversed())).toEqual(ledger);
      }),
    );
  });
});
