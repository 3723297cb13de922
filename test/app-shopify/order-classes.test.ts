import { describe, expect, it } from 'vitest';
import { decide } from '~/attribution/decide';
import { ledgerOf, valueOf } from '~/orders/ledger';
import { orderKind, type OrderFacts } from '~/orders/order';
import { traitsOf } from '~/orders/order-traits';
import { notesOf } from '~/reports/order-receipt/notes';
import { parseOrderPayload } from '~/shopify/order-payload';
import { clickFact, facts as evidence, SETTINGS } from '#test/support/attribution-factory.ts';
import { orderFacts } from '#test/support/order-facts-factory.ts';
import { orderPayload, type Payload, refundPayload } from '#test/support/order-payload-factory.ts';

const SOLD = new Date('2026-11-24T12:00:00Z');
const GIVEN_BACK = new Date('2026-11-26T12:00:00Z');

/** What becomes of an order whose customer clicked a message before. */
function classOf(order: OrderFacts) {
  const { refunds, ...facts } = order;
  const ledger = ledgerOf(facts, refunds);
  for (const { at: _at, kind: _kind, ref: _ref, totalMinor, ...parts } of ledger) {
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0n)).toBe(totalMinor);
    expect(parts.otherMinor).toBe(0n);
  }
  const click = clickFact();
  const { bucket, reason, credits } = decide(
    evidence({
      clicks: [click],
      order: {
        kind: orderKind(order),
        test: order.test,
        cancelledAt: order.cancelledAt,
        valueMinor: valueOf(ledger),
        currency: order.currency,
        cartClickId: click.id,
      },
    }),
    SETTINGS,
  );
  const traits = traitsOf(facts, refunds);
  expect(notesOf(facts, refunds)).toHaveLength(traits.length);
  return {
    traits,
    ledger: ledger.map(({ kind, at, totalMinor }) => [kind, at, totalMinor]),
    sale: ledger[0],
    valueMinor: valueOf(ledger),
    bucket,
    reason,
    creditedMinor: credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    notes: notesOf(facts, refunds).join(' '),
  };
}

const told = (some: Payload = {}) => classOf(parseOrderPayload(JSON.stringify(orderPayload(some))));

describe('a plain order', () => {
  it('has one sale, is worth it, and credits it', () => {
    expect(told()).toMatchObject({
      traits: [],
      ledger: [['sale', SOLD, 10_000n]],
      valueMinor: 10_000n,
      bucket: 'credited',
      creditedMinor: 10_000n,
      notes: '',
    });
  });
});

describe('refunds', () => {
  it('of a part stand on their own day, and take their part of the credit', () => {
    expect(told({ current_total_price: '70.00', refunds: [refundPayload('30.00', '30.00')] })).toMatchObject({
      traits: ['partly_refunded'],
      ledger: [
        ['sale', SOLD, 10_000n],
        ['refund', GIVEN_BACK, -3_000n],
      ],
      bucket: 'credited',
      creditedMinor: 7_000n,
    });
  });

  it('of everything leave a credited order that is worth nothing', () => {
    expect(told({ current_total_price: '0.00', refunds: [refundPayload('100.00', '100.00')] })).toMatchObject(
      {
        traits: ['refunded'],
        valueMinor: 0n,
        bucket: 'credited',
        creditedMinor: 0n,
      },
    );
  });

  it('of more than the order came to leave less than nothing, for the credit too', () => {
    expect(told({ current_total_price: '0.00', refunds: [refundPayload('100.00', '125.00')] })).toMatchObject(
      {
        traits: ['over_refunded'],
        valueMinor: -2_500n,
        bucket: 'credited',
        creditedMinor: -2_500n,
      },
    );
  });
});

describe('changes of an order', () => {
  const day = { processed_at: '2026-11-25T12:00:00Z', created_at: '2026-11-25T12:00:00Z' };

  it('that exchange goods take one off on its day and add the other, at what the order is worth now', () => {
    const exchange = told({ current_total_price: '120.00', refunds: [refundPayload('60.00', null)] });
    expect(exchange).toMatchObject({
      traits: ['exchanged'],
      ledger: [
        ['sale', SOLD, 10_000n],
        ['edit', SOLD, 8_000n],
        ['edit', GIVEN_BACK, -6_000n],
      ],
      valueMinor: 12_000n,
      creditedMinor: 12_000n,
    });
  });

  it('that exchange goods for cheaper ones send the difference back', () => {
    expect(told({ current_total_price: '80.00', refunds: [refundPayload('60.00', '20.00')] })).toMatchObject({
      traits: ['exchanged', 'partly_refunded'],
      valueMinor: 8_000n,
    });
  });

  it('that add something raise it', () => {
    expect(told({ current_total_price: '125.00' })).toMatchObject({
      traits: ['added'],
      ledger: [
        ['sale', SOLD, 10_000n],
        ['edit', SOLD, 2_500n],
      ],
      creditedMinor: 12_500n,
    });
  });

  it('that remove something lower it on that day, with and without a refund of its own', () => {
    const removal = refundPayload('40.00', null, day);
    expect(told({ current_total_price: '60.00', refunds: [removal] })).toMatchObject({
      traits: ['removed'],
      ledger: [
        ['sale', SOLD, 10_000n],
        ['edit', new Date('2026-11-25T12:00:00Z'), -4_000n],
      ],
      creditedMinor: 6_000n,
    });
    expect(told({ current_total_price: '60.00' })).toMatchObject({ traits: ['removed'], valueMinor: 6_000n });
  });

  it('by an offer after the checkout count for the message that brought the order', () => {
    const first = orderPayload();
    const upsold = {
      total_price: '118.00',
      current_total_price: '118.00',
      total_line_items_price: '118.00',
      updated_at: '2026-11-24T12:03:00Z',
      line_items: [first['line_items'], { id: 2, title: 'Cups', quantity: 1, price: '18.00' }].flat(),
    };
    // Shopify may take it into the total, or leave the total as it was sold.
    expect(told(upsold)).toMatchObject({ traits: [], bucket: 'credited', creditedMinor: 11_800n });
    const beside = { ...upsold, total_price: '100.00', total_line_items_price: '100.00' };
    expect(told(beside)).toMatchObject({ traits: ['added'], bucket: 'credited', creditedMinor: 11_800n });
  });

  it('to a cancellation leave nothing, from its day on', () => {
    const cancelled = told({
      cancelled_at: '2026-11-26T12:00:00Z',
      financial_status: 'refunded',
      current_total_price: '0.00',
      refunds: [refundPayload('100.00', '100.00')],
    });
    expect(cancelled).toMatchObject({
      traits: ['refunded', 'cancelled'],
      ledger: [
        ['sale', SOLD, 10_000n],
        ['refund', GIVEN_BACK, -10_000n],
      ],
      valueMinor: 0n,
      creditedMinor: 0n,
    });
  });

  it('to a void leave nothing either: no money was ever taken', () => {
    const voided = told({
      cancelled_at: '2026-11-26T12:00:00Z',
      financial_status: 'voided',
      current_total_price: '0.00',
      refunds: [refundPayload('100.00', null)],
    });
    expect(voided).toMatchObject({
      traits: ['cancelled', 'voided'],
      ledger: [
        ['sale', SOLD, 10_000n],
        ['cancel', GIVEN_BACK, -10_000n],
      ],
      creditedMinor: 0n,
    });
    expect(voided.notes).toContain('voided');
  });
});

describe('a payment dispute', () => {
  it.each([
    ['needs_response', 'disputed'],
    ['under_review', 'disputed'],
    ['accepted', 'charged_back'],
    ['lost', 'charged_back'],
  ])('that stands at %s is told as %s, and changes Shopify’s total and ours by nothing', (dispute, trait) => {
    const order = orderFacts({ dispute });
    expect(classOf(order)).toMatchObject({ traits: [trait], valueMinor: 10_000n, creditedMinor: 10_000n });
  });

  it.each(['won', 'prevented', 'charge_refunded'])('that ended at %s explains no number', (dispute) => {
    expect(classOf(orderFacts({ dispute })).traits).toEqual([]);
  });
});

describe('gift cards', () => {
  const card = { id: 2, title: 'Gift card', quantity: 2, price: '25.00', gift_card: true };

  it('that are bought are a part of their own, beside the goods', () => {
    const sold = told({
      total_price: '150.00',
      current_total_price: '150.00',
      total_line_items_price: '150.00',
      line_items: [{ id: 1, quantity: 1, price: '100.00', gift_card: false }, card],
    });
    expect(sold).toMatchObject({
      traits: ['gift_card_sold'],
      sale: { grossMinor: 10_000n, giftCardMinor: 5_000n, totalMinor: 15_000n },
      creditedMinor: 15_000n,
    });
    expect(sold.notes).toContain('€50.00 of the sale are gift cards');
  });

  it('that an edit added are none of what was ordered', () => {
    const later = told({ current_total_price: '150.00', line_items: [{ ...card, quantity: 5 }] });
    expect(later.sale).toMatchObject({ grossMinor: 0n, giftCardMinor: 10_000n, totalMinor: 10_000n });
  });

  it('that pay change nothing about what the order is worth', () => {
    expect(told({ payment_gateway_names: ['gift_card', 'shopify_payments'] })).toMatchObject({
      traits: ['paid_by_gift_card'],
      creditedMinor: 10_000n,
    });
  });
});

describe('money', () => {
  it('given as a tip is a part of its own', () => {
    const tipped = told({ total_price: '105.00', current_total_price: '105.00', total_tip_received: '5.00' });
    expect(tipped).toMatchObject({ traits: ['tip'], sale: { grossMinor: 10_000n, tipMinor: 500n } });
  });

  it('without decimals is counted whole', () => {
    const yen = {
      currency: 'JPY',
      presentment_currency: 'JPY',
      total_price: '11000',
      current_total_price: '8000',
      total_line_items_price: '10000',
      total_tax: '1000',
      refunds: [
        {
          ...refundPayload('3000', null),
          transactions: [{ kind: 'refund', status: 'success', amount: '3000', currency: 'JPY' }],
        },
      ],
    };
    expect(told(yen)).toMatchObject({
      traits: ['partly_refunded'],
      sale: { grossMinor: 10_000n, taxMinor: 1_000n, totalMinor: 11_000n },
      creditedMinor: 8_000n,
    });
  });

  it('with three decimals is counted in thousandths', () => {
    const dinar = {
      currency: 'KWD',
      presentment_currency: 'KWD',
      total_price: '12.345',
      current_total_price: '12.345',
      total_line_items_price: '12.345',
    };
    expect(told(dinar)).toMatchObject({ sale: { grossMinor: 12_345n }, creditedMinor: 12_345n });
  });

  it('that contains its tax is told without it, and the tax beside it', () => {
    const contained = {
      taxes_included: true,
      total_price: '124.95',
      current_total_price: '124.95',
      total_line_items_price: '119.00',
      total_tax: '19.95',
      shipping_lines: [{ price: '5.95', tax_lines: [{ price: '0.95' }] }],
    };
    expect(told(contained).sale).toMatchObject({
      grossMinor: 10_000n,
      shippingMinor: 500n,
      taxMinor: 1_995n,
      totalMinor: 12_495n,
    });
  });

  it('paid in another currency is kept beside the shop’s', () => {
    const set = {
      shop_money: { amount: '100.00', currency_code: 'EUR' },
      presentment_money: { amount: '109.50', currency_code: 'USD' },
    };
    const paid = { presentment_currency: 'USD', total_price_set: set };
    expect(parseOrderPayload(JSON.stringify(orderPayload(paid)))).toMatchObject({
      totalMinor: 10_000n,
      presentmentCurrency: 'USD',
      presentmentMinor: 10_950n,
    });
    const facts = told(paid);
    expect(facts).toMatchObject({ traits: ['other_currency'], creditedMinor: 10_000n });
    expect(facts.notes).toContain('The customer paid $109.50.');
  });

  it('counts on the day of the sale, or each entry on its own: both sum to what the order is worth', () => {
    const { ledger, valueMinor } = told({
      current_total_price: '45.00',
      refunds: [
        refundPayload('30.00', '30.00'),
        refundPayload('25.00', null, { id: 9002, processed_at: '2026-12-02T12:00:00Z' }),
      ],
    });
    const perMonth = (moment: (at: Date) => Date) => {
      const months: Record<string, bigint> = {};
      for (const [, at, minor] of ledger as [string, Date, bigint][]) {
        const month = moment(at).toISOString().slice(0, 7);
        months[month] = (months[month] ?? 0n) + minor;
      }
      return months;
    };
    expect(perMonth(() => SOLD)).toEqual({ '2026-11': valueMinor });
    expect(perMonth((at) => at)).toEqual({ '2026-11': 7_000n, '2026-12': -2_500n });
  });
});

describe('the way an order came about', () => {
  it.each([
    ['a test order', { test: true }, 'excluded', 'test'],
    ['a draft', { source_name: 'shopify_draft_order' }, 'untrackable', 'draft'],
    ['a sale at the till', { source_name: 'pos' }, 'untrackable', 'pos'],
    ['an order of another app', { source_name: '4413885' }, 'untrackable', 'other_app'],
    ['a renewal', { source_name: 'subscription_contract' }, 'untrackable', 'subscription_renewal'],
    [
      'a renewal by the newer checkout',
      { source_name: 'subscription_contract_checkout_one' },
      'untrackable',
      'subscription_renewal',
    ],
    [
      'a renewal that another app makes',
      {
        source_name: '4413885',
        checkout_token: null,
        line_items: [{ quantity: 1, price: '100.00', selling_plan_allocation: { selling_plan: { id: 5 } } }],
      },
      'untrackable',
      'subscription_renewal',
    ],
  ])('puts %s into its bucket, whatever was clicked', (_case, some, bucket, reason) => {
    expect(told(some)).toMatchObject({ bucket, reason, valueMinor: 10_000n, creditedMinor: 0n });
  });

  it('tells the first order of a subscription from one that is none, and credits it', () => {
    const line = { quantity: 1, price: '100.00' };
    const plan = { selling_plan: { id: 5, name: 'Every month' } };
    const first = told({ line_items: [line, { ...line, selling_plan_allocation: plan }] });
    expect(first).toMatchObject({ traits: ['subscription_first'], bucket: 'credited' });
    expect(told({ line_items: [{ ...line, selling_plan_allocation: null }] }).traits).toEqual([]);
  });
});
