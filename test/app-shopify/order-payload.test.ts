import { describe, expect, it } from 'vitest';
import { ledgerOf, valueOf } from '~/orders/ledger';
import { parseOrderPayload } from '~/shopify/order-payload';
import { BadPayload, NotJson } from '~/shopify/payload';
import { parseRefundPayload } from '~/shopify/refund-payload';

const parse = (some: Record<string, unknown> = {}) =>
  parseOrderPayload(JSON.stringify({ ...order(), ...some }));
const both = (shop: string, presentment: string, currency = 'USD') => ({
  shop_money: { amount: shop, currency_code: 'EUR' },
  presentment_money: { amount: presentment, currency_code: currency },
});

describe('an order payload', () => {
  it('is read into facts in minor units of the shop currency', () => {
    expect(parse()).toEqual({
      id: 5551234567890n,
      name: '#1001',
      createdAt: new Date('2026-11-20T08:00:00Z'),
      processedAt: new Date('2026-11-20T08:00:00Z'),
      updatedAt: new Date('2026-11-20T08:00:05Z'),
      cancelledAt: null,
      test: false,
      sourceName: 'web',
      financialStatus: 'paid',
      currency: 'EUR',
      presentmentCurrency: 'EUR',
      presentmentMinor: null,
      totalMinor: 10_400n,
      grossMinor: 10_000n,
      giftCardMinor: 0n,
      discountMinor: 1_000n,
      shippingMinor: 500n,
      taxMinor: 900n,
      dutyMinor: 0n,
      tipMinor: 0n,
      editMinor: 0n,
      paidByGiftCard: false,
      sellingPlan: null,
      dispute: null,
      customerId: 77n,
      checkoutToken: 'checkout-1',
      cartToken: 'cart-1',
      landingSite: '/products/a?utm_source=news',
      referringSite: null,
      cartClickToken: null,
      discountCodes: null,
      refunds: [],
    });
  });

  it('tells the discount codes that were entered', () => {
    const codes = [{ code: 'Mug10', amount: '1.00', type: 'percentage' }, { code: null }, { code: 'ADA' }];
    expect(parse({ discount_codes: codes }).discountCodes).toBe('ada,mug10');
    expect(parse({ discount_codes: 'nonsense' }).discountCodes).toBeNull();
  });

  it('keeps ids beyond 2^53 to the last digit', () => {
    const text = JSON.stringify(order()).replace('5551234567890', '820982911946154509');
    expect(parseOrderPayload(text).id).toBe(820982911946154509n);
  });

  it('stands unknown fields, nulls, absent lists, emoji and NUL', () => {
    const facts = parse({
      hologram: { depth: 3 },
      name: 'Ørder 🎁\u0000 1',
      processed_at: null,
      customer: null,
      refunds: null,
      shipping_lines: null,
      note_attributes: {},
      referring_site: '',
      source_name: null,
      test: null,
    });
    expect(facts).toMatchObject({ name: 'Ørder 🎁 1', customerId: null, referringSite: null, test: false });
    expect(facts.processedAt).toEqual(facts.createdAt);
  });

  it('takes goods and shipping without the tax that their prices contain', () => {
    const facts = parse({
      taxes_included: true,
      total_price: '95.00',
      current_total_price: '95.00',
      total_tax: '15.17',
      shipping_lines: [{ price: '5.00', tax_lines: [{ price: '0.80' }] }],
    });
    expect(facts).toMatchObject({
      grossMinor: 8_563n,
      shippingMinor: 420n,
      taxMinor: 1_517n,
      totalMinor: 9_500n,
    });
    const [sale] = ledgerOf(facts, []);
    expect(sale).toMatchObject({ otherMinor: 0n, totalMinor: 9_500n });
  });

  it('reads currencies without and with three decimals', () => {
    const yen = {
      currency: 'JPY',
      total_price: '5900',
      current_total_price: '5900',
      total_line_items_price: '5900',
    };
    expect(parse(yen)).toMatchObject({ totalMinor: 5_900n, grossMinor: 5_900n });
    const dinar = { currency: 'KWD', total_price: '12.345', current_total_price: '12.345' };
    expect(parse(dinar).totalMinor).toBe(12_345n);
  });

  it('prefers the shop’s side of an amount, where it is in the shop’s currency', () => {
    expect(parse({ total_price_set: both('104.01', '120.00') }).totalMinor).toBe(10_401n);
    const foreign = { shop_money: { amount: '1.00', currency_code: 'CAD' } };
    expect(parse({ total_price_set: foreign }).totalMinor).toBe(10_400n);
  });

  it('knows what was added and removed from the current total, beyond the refunds', () => {
    expect(parse({ current_total_price: '124.00' }).editMinor).toBe(2_000n);
    expect(parse({ current_total_price: '84.00' }).editMinor).toBe(-2_000n);
    expect(parse({ current_total_price: '74.00', refunds: [refund()] }).editMinor).toBe(0n);
  });

  it('does without a current total, as older payloads do', () => {
    const refunded = parse({ current_total_price: undefined, refunds: [refund()] });
    expect(valueOf(ledgerOf(refunded, refunded.refunds))).toBe(7_400n);
    const cancelled = parse({ current_total_price: undefined, cancelled_at: '2026-11-21T08:00:00Z' });
    expect(valueOf(ledgerOf(cancelled, []))).toBe(0n);
  });

  it('carries the click of the cart, if it looks like one', () => {
    const attributes = (value: unknown) => ({
      note_attributes: [
        { name: 'gift', value: 'yes' },
        { name: 'st_click', value },
      ],
    });
    expect(parse(attributes('AbC-123_x')).cartClickToken).toBe('AbC-123_x');
    expect(parse(attributes('<script>')).cartClickToken).toBeNull();
    expect(parse(attributes(7)).cartClickToken).toBeNull();
  });

  it.each([
    ['a list', '[]', ['']],
    ['no id', JSON.stringify({ ...order(), id: undefined }), ['id']],
    ['an id that is none', JSON.stringify({ ...order(), id: '12x' }), ['id']],
    ['no total', JSON.stringify({ ...order(), total_price: null }), ['total_price']],
    ['an amount that is none', JSON.stringify({ ...order(), total_tax: '1,50' }), ['total_tax']],
    ['a moment that is none', JSON.stringify({ ...order(), created_at: 'yesterday' }), ['created_at']],
    ['a currency that is none', JSON.stringify({ ...order(), currency: 'euro' }), ['currency']],
  ])('with %s is refused, naming the field and not its content', (_case, body, paths) => {
    let error: unknown;
    try {
      parseOrderPayload(body);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(BadPayload);
    expect((error as BadPayload).paths).toEqual(paths);
  });

  it('that is not JSON is refused as such', () => {
    expect(() => parseOrderPayload('{"id":')).toThrow(NotJson);
  });
});

describe('a refund inside an order', () => {
  const first = (refunds: unknown[], some: Record<string, unknown> = {}) =>
    parse({ ...some, refunds }).refunds[0];

  it('tells goods, tax, shipping and money', () => {
    const adjustments = [
      { kind: 'shipping_refund', amount: '-5.00', tax_amount: '-0.95' },
      { kind: 'refund_discrepancy', amount: '-2.00', tax_amount: '0.00' },
    ];
    expect(first([refund({ order_adjustments: adjustments })])).toEqual({
      id: 900n,
      processedAt: new Date('2026-11-22T08:00:00Z'),
      goodsMinor: 2_521n,
      shippingMinor: 500n,
      dutyMinor: 0n,
      taxMinor: 574n,
      totalMinor: 3_000n,
    });
  });

  it('takes shipping from the lines of its own that newer versions have', () => {
    const lines = [{ subtotal_amount_set: both('5.00', '6.00') }];
    expect(first([refund({ refund_shipping_lines: lines })])?.shippingMinor).toBe(500n);
  });

  it('counts money that arrived, not what is pending, failed or voided', () => {
    const transactions = ['pending', 'failure', 'error'].map((status) => ({
      kind: 'refund',
      status,
      amount: '1.00',
    }));
    const voided = { kind: 'void', status: 'success', amount: '9.00' };
    expect(first([refund({ transactions: [...transactions, voided] })])?.totalMinor).toBe(0n);
  });

  it('converts what was paid in the customer’s currency, to the cent of the lines where they agree', () => {
    const sold = { presentment_currency: 'USD', total_price_set: both('104.00', '120.00') };
    const paid = (amount: string) => [{ kind: 'refund', status: 'success', amount, currency: 'USD' }];
    const line = { subtotal_set: both('28.82', '33.26'), total_tax_set: both('0.00', '0.00') };
    expect(
      first([refund({ refund_line_items: [line], transactions: paid('33.26') })], sold)?.totalMinor,
    ).toBe(2_882n);
    expect(first([refund({ refund_line_items: [], transactions: paid('60.00') })], sold)?.totalMinor).toBe(
      5_200n,
    );
  });
});

describe('a refund that comes alone', () => {
  const told = new Date('2026-11-23T08:00:00Z');
  const alone = (some: Record<string, unknown> = {}) =>
    parseRefundPayload(JSON.stringify({ ...refund(), order_id: 5551234567890, ...some }), 'EUR', told);

  it('names its order and tells the money alone', () => {
    expect(alone()).toMatchObject({
      id: 900n,
      orderId: 5551234567890n,
      totalMinor: 3_000n,
      goodsMinor: 0n,
      taxMinor: 0n,
    });
  });

  it('converts by the rate of its own lines, and claims nothing where it has none', () => {
    const transactions = [{ kind: 'refund', status: 'success', amount: '60.00', currency: 'USD' }];
    const refund_line_items = [{ subtotal_set: both('52.00', '60.00') }];
    expect(alone({ transactions, refund_line_items }).totalMinor).toBe(5_200n);
    expect(alone({ transactions, refund_line_items: [] }).totalMinor).toBe(0n);
  });

  it('is of the moment when it was told, where it tells none', () => {
    expect(alone({ processed_at: null, created_at: null }).processedAt).toEqual(told);
  });

  it('is refused without its order', () => {
    expect(() => alone({ order_id: null })).toThrow(BadPayload);
  });
});

function order(): Record<string, unknown> {
  return {
    id: 5551234567890,
    name: '#1001',
    created_at: '2026-11-20T09:00:00+01:00',
    processed_at: '2026-11-20T09:00:00+01:00',
    updated_at: '2026-11-20T09:00:05+01:00',
    cancelled_at: null,
    test: false,
    source_name: 'web',
    financial_status: 'paid',
    currency: 'EUR',
    presentment_currency: 'EUR',
    taxes_included: false,
    total_price: '104.00',
    current_total_price: '104.00',
    total_line_items_price: '100.00',
    total_discounts: '10.00',
    total_tax: '9.00',
    customer: { id: 77, email: 'ada@customer.test' },
    checkout_token: 'checkout-1',
    cart_token: 'cart-1',
    landing_site: '/products/a?utm_source=news',
    referring_site: null,
    note_attributes: [],
    shipping_lines: [{ price: '5.00' }],
    refunds: [],
  };
}

/** 30.00 back: goods 25.21 and their tax 4.79. */
function refund(some: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 900,
    created_at: '2026-11-22T09:00:00+01:00',
    processed_at: '2026-11-22T09:00:00+01:00',
    refund_line_items: [{ subtotal: 25.21, total_tax: 4.79 }],
    transactions: [{ kind: 'refund', status: 'success', amount: '30.00', currency: 'EUR' }],
    order_adjustments: [],
    ...some,
  };
}
