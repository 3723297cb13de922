import { describe, expect, it } from 'vitest';
import { blockText, type ReceiptAnswer } from '../../../extensions/order-receipt/src/block-text.ts';

const receipt: ReceiptAnswer = {
  orderId: '5001',
  bucket: 'credited',
  bucketLabel: 'Credited',
  sentence: 'Credited to “Warm hands”, because the last click before the order came from this message.',
  lasting: null,
  nearest: null,
  grade: { label: 'Signed click', meaning: 'The click’s own signed id was still with the visitor.' },
};

describe('the block on the order’s page', () => {
  it('says who earned the order and why, what that rests on, and leads to the whole receipt', () => {
    expect(blockText({ kind: 'known', receipt })).toEqual({
      summary: 'Credited',
      badge: { label: 'Credited', tone: 'success' },
      sentences: [receipt.sentence, 'Signed click: The click’s own signed id was still with the visitor.'],
      link: { label: 'Show the whole receipt', href: 'app:app/orders/5001' },
    });
  });

  it('says of an order that nobody earned why, and the nearest setting under which somebody would have', () => {
    const sentence = 'Not credited: the click on “Warm hands” was 6 days before the order.';
    const nearest = 'With a window of 6 days instead of 5 it would have been credited to “Warm hands”.';
    const not = { ...receipt, bucket: 'no_touch', bucketLabel: 'No touch', sentence, nearest, grade: null };
    expect(blockText({ kind: 'known', receipt: not })).toMatchObject({
      summary: 'No touch',
      badge: { label: 'No touch', tone: 'neutral' },
      sentences: [sentence, nearest],
    });
  });

  it('says where a decision lasts, and where one is still to come', () => {
    const lasting = 'The decision stays as it was made.';
    expect(blockText({ kind: 'known', receipt: { ...receipt, lasting } }).sentences.at(-1)).toBe(lasting);
    const pending = { ...receipt, bucket: 'pending', bucketLabel: 'Pending' };
    expect(blockText({ kind: 'known', receipt: pending }).badge).toEqual({ label: 'Pending', tone: 'info' });
  });

  it.each([
    ['loading', 'Loading', /^$/],
    ['unknown', 'Order not known', /does not have this order/],
    ['failed', 'Receipt not loaded', /try again/],
  ] as const)('has words and no link while it is %s', (kind, summary, said) => {
    const text = blockText({ kind });
    expect(text).toMatchObject({ summary, badge: null, link: null });
    expect(text.sentences.join(' ')).toMatch(said);
  });
});
