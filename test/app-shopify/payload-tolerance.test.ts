import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { intake } from '~/intake/app';
import { ledgerOf, valueOf } from '~/orders/ledger';
import { parseOrderPayload } from '~/shopify/order-payload';
import { BadPayload } from '~/shopify/payload';
import { parseRefundPayload } from '~/shopify/refund-payload';
import { workOff } from '#test/support/backlog.ts';
import { signedWebhook } from '#test/support/intake-factory.ts';
import { orderPayload, refundPayload } from '#test/support/order-payload-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const whole = orderPayload({
  current_total_price: '70.00',
  landing_site: '/teapots?utm_source=news',
  shipping_lines: [{ price: '0.00', tax_lines: [{ price: '0.00' }] }],
  refunds: [refundPayload('30.00', '30.00')],
}) as { [key: string]: Json };

/** Without these there is no order. */
const NEEDED = new Set(['id', 'created_at', 'currency', 'total_price']);

const UNKNOWN = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 12 }).map((name) => `new_${name}`),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
  { maxKeys: 4 },
);

/** The same objects with fields nobody knows, in another order, wherever they are. */
function disturbed(value: Json, unknown: { [key: string]: Json }, rotate: number): Json {
  if (Array.isArray(value)) return value.map((item) => disturbed(item, unknown, rotate));
  if (value === null || typeof value !== 'object') return value;
  const entries = [...Object.entries(value), ...Object.entries(unknown)].map(
    ([key, item]) => [key, disturbed(item, {}, rotate)] as const,
  );
  const known = entries.map(([key, item]) =>
    key in value ? ([key, disturbed(value[key] ?? null, unknown, rotate)] as const) : ([key, item] as const),
  );
  const at = rotate % known.length;
  return Object.fromEntries([...known.slice(at), ...known.slice(0, at)]);
}

const spaced = fc.constantFrom(undefined, 1, '\t');

describe('the body of an order', () => {
  it('tells the same with fields nobody knows, in another order and with other spaces', () => {
    const plain = parseOrderPayload(JSON.stringify(whole));
    fc.assert(
      fc.property(UNKNOWN, fc.nat({ max: 50 }), spaced, (unknown, rotate, space) => {
        const body = JSON.stringify(disturbed(whole, unknown, rotate), null, space);
        expect(parseOrderPayload(body)).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('is read without anything that may be null or absent, and its ledger still sums', () => {
    const optional = Object.keys(whole).filter((key) => !NEEDED.has(key));
    const without = fc.subarray(optional);
    fc.assert(
      fc.property(without, without, (nulled, absent) => {
        const body = { ...whole, ...Object.fromEntries(nulled.map((key) => [key, null])) };
        for (const key of absent) delete body[key];
        const order = parseOrderPayload(JSON.stringify(body));
        const ledger = ledgerOf(order, order.refunds);
        expect(ledger[0]?.totalMinor).toBe(10_000n);
        expect(valueOf(ledger)).toBe(
          ledger.reduce((sum, { kind: _kind, ref: _ref, at: _at, totalMinor: _total, ...parts }) => {
            return sum + Object.values(parts).reduce((all, part) => all + part, 0n);
          }, 0n),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every id of 64 bits to its last digit, wherever it stands and however it is spaced', () => {
    const id = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n });
    const space = fc.constantFrom('', ' ', '\n\t', '  ');
    fc.assert(
      fc.property(id, id, id, space, (order, customer, refund, gap) => {
        const body =
          `{"id":${gap}${order},"customer":{${gap}"id"${gap}:${gap}${customer}}, "refunds":[{"id":${gap}${refund}}],` +
          `"created_at":"2026-11-24T12:00:00Z","currency":"EUR","total_price":"1.00"}`;
        const facts = parseOrderPayload(body);
        expect([facts.id, facts.customerId, facts.refunds[0]?.id]).toEqual([order, customer, refund]);
        const alone = parseRefundPayload(`{"order_id":${gap}${order},"id":${refund}}`, 'EUR', new Date(0));
        expect([alone.orderId, alone.id]).toEqual([order, refund]);
      }),
    );
  });

  it.each(['9223372036854775808', '18446744073709551616', '0', '-5', '1.5', '"12x"', 'true', '[]'])(
    'with the id %s is refused: it is none of Shopify’s',
    (id) => {
      const body = JSON.stringify(whole).replace('"id":7001', `"id":${id}`);
      expect(() => parseOrderPayload(body)).toThrow(BadPayload);
    },
  );

  it('keeps amounts beyond 2^53 of the smallest unit, and refuses what no column holds', () => {
    const huge = parseOrderPayload(JSON.stringify({ ...whole, total_price: '123456789012345.67' }));
    expect(huge.totalMinor).toBe(12_345_678_901_234_567n);
    for (const amount of ['1234567890123456.00', 1e15, '1e3'])
      expect(() => parseOrderPayload(JSON.stringify({ ...whole, total_price: amount }))).toThrow(BadPayload);
  });
});

describe('the door', () => {
  it('takes whatever text a body holds through to the order: emoji, any script, control characters', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constant('🫖👩‍👩‍👧‍👦 Größe Ω 茶 \u202e'),
    );
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
        async (name, note, id) => {
          const shop = await makeShop();
          const payload = { ...whole, name: `#${name}`, cart_token: note, note, tags: name };
          const body = JSON.stringify(payload).replace('"id":7001', `"id":${id}`);
          const webhookId = randomUUID();
          const request = signedWebhook(shop.domain, { topic: 'orders/create', body, webhookId });
          expect((await intake.request('/webhooks', request)).headers.get('X-Sales-Trail')).toBe('stored');
          await workOff();
          const receipts = await db.webhookReceipt.findMany({ where: { shopId: shop.id, webhookId } });
          expect(receipts).toMatchObject([{ state: 'done', body }]);
          const order = await db.order.findUnique({ where: { shopId_id: { shopId: shop.id, id } } });
          expect(order).toMatchObject({ valueMinor: 7_000n, name: `#${name.replaceAll('\0', '')}` });
        },
      ),
      { numRuns: 25 },
    );
  });
});
