import { describe, expect, it } from 'vitest';
import { parseAmount } from '~/lib/money';
import { ledgerOf, valueOf } from '~/orders/ledger';
import { parseOrderPayload } from '~/shopify/order-payload';
import { parseRefundPayload } from '~/shopify/refund-payload';
import {
  expectedOrders,
  hasPublicPayloads,
  publicOrders,
  publicRefunds,
} from '#test/support/public-payloads.ts';

const read = publicOrders.map(({ file, body }) => {
  const row = expectedOrders.get(file);
  const sums = !row
    ? 'stands in no table: its values are placeholders'
    : row.sumCheck === 'ok'
      ? 'adds up'
      : `does not add up by its own lines (${row.sumCheck}), so only its totals are held to`;
  return { file, body, row, sums };
});

describe('payloads that nobody here wrote', () => {
  it.for(read)('the order of $file is read, and its ledger sums to its totals; it $sums', ({ body, row }) => {
    const order = parseOrderPayload(body);
    const ledger = ledgerOf(order, order.refunds);
    const said = JSON.parse(body) as Record<string, string | null>;
    const back = order.refunds.reduce((sum, refund) => sum + refund.totalMinor, 0n);
    const current =
      said['current_total_price'] === null || said['current_total_price'] === undefined
        ? undefined
        : parseAmount(said['current_total_price'], order.currency);

    expect(ledger[0]?.totalMinor).toBe(parseAmount(said['total_price'] ?? '', order.currency));
    if (current !== undefined) {
      const lessMoney = order.totalMinor + (order.editMinor > 0n ? order.editMinor : 0n) - back;
      expect(valueOf(ledger)).toBe(current < lessMoney ? current : lessMoney);
    } else if (!order.cancelledAt) {
      expect(valueOf(ledger) <= order.totalMinor - back).toBe(true);
    } else expect(valueOf(ledger)).toBe(0n);
    for (const { at: _at, kind: _kind, ref: _ref, totalMinor, ...parts } of ledger)
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0n)).toBe(totalMinor);

    if (!row) return;
    const minor = (amount: string) => parseAmount(amount, row.currency);
    expect(order.currency).toBe(row.currency);
    expect(order.totalMinor).toBe(minor(row.totalPrice));
    expect(back).toBe(minor(row.refunded));
    if (row.currentTotalPrice) expect(current).toBe(minor(row.currentTotalPrice));
    expect(order.cancelledAt !== null).toBe(row.cancelled);
    if (row.sumCheck === 'ok') expect(ledger[0]?.otherMinor).toBe(0n);
  });

  it.for(publicRefunds)('the refund of $file is read', ({ body }) => {
    const refund = parseRefundPayload(body, 'USD', new Date('2026-11-20T08:00:00Z'));
    expect(refund.totalMinor >= 0n).toBe(true);
  });

  it('were all found, and every row of the table among them', () => {
    const odd = read.filter(({ row }) => row && row.sumCheck !== 'ok').length;
    console.log(
      `conformance: ${read.length} orders, ${odd} of which do not add up by their own lines, and ${publicRefunds.length} refunds`,
    );
    expect(read.length > 30 && publicRefunds.length > 4).toBe(hasPublicPayloads);
    const files = new Set(read.map(({ file }) => file));
    expect([...expectedOrders.keys()].filter((file) => !files.has(file))).toEqual([]);
  });
});
