import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAmount } from '~/lib/money';
import { ledgerOf, valueOf } from '~/orders/ledger';
import { parseOrderPayload } from '~/shopify/order-payload';
import { parseRefundPayload } from '~/shopify/refund-payload';

/** Public payloads that are no part of this project; where the folder is not there, nothing is read from it. */
const FOLDER = '../shared/data/shopify-payloads';
const files = existsSync(FOLDER) ? globSync('**/*.json', { cwd: FOLDER }).sort() : [];

/** Bodies come bare, or wrapped in a REST resource or beside their headers; cut out as text, so that ids stay exact. */
function bodiesOf(file: string, key: string): string[] {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const whole = JSON.parse(text, keepDigits) as Record<string, unknown>;
  const body = whole['headers'] ? whole['body'] : (whole[key] ?? whole[`${key}s`] ?? whole);
  return (Array.isArray(body) ? body : [body]).map((one) => JSON.stringify(withoutPlaceholders(one)));
}

const keepDigits = (_key: string, value: unknown, context?: { source: string }) =>
  typeof value === 'number' && !Number.isSafeInteger(value) ? context?.source : value;

/** Some payloads have their values replaced by placeholders: their shape is real. */
function withoutPlaceholders(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutPlaceholders(item, key));
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, withoutPlaceholders(item, name)]),
    );
  if (typeof value === 'string' && key === 'id') return value.replace('-fake', '');
  if (value === 'example string') return /currency/.test(key) ? 'EUR' : '10.00';
  return value;
}

const isOf = (kind: string, body: string) => {
  const parsed = JSON.parse(body) as Record<string, unknown>;
  return kind === 'order' ? 'total_price' in parsed && 'line_items' in parsed : 'refund_line_items' in parsed;
};
const isOrderFile = (file: string) => /(^|\/)orders(_|\/)/.test(file) && !/draft|orders_edited/.test(file);
const orders = files.filter(isOrderFile).flatMap((file) =>
  bodiesOf(file, 'order')
    .filter((body) => isOf('order', body))
    .map((body) => ({ file, body })),
);
const refunds = files
  .filter((file) => /refunds/.test(file))
  .flatMap((file) => bodiesOf(file, 'refund').map((body) => ({ file, body })));

/** By the folder's own table: the payloads whose parts do not add up to their total by themselves. */
const table = existsSync(FOLDER) ? readFileSync(join(FOLDER, 'orders_table.csv'), 'utf8').split('\n') : [];
const doesNotAddUp = new Set(
  table.filter((line) => line.includes(',diff ')).map((line) => line.split(',')[0] ?? ''),
);

describe('payloads that nobody here wrote', () => {
  it.for(orders)('the order of $file is read, and its ledger sums to its own totals', ({ file, body }) => {
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
    if (!doesNotAddUp.has(file) && !file.includes('exemplar')) expect(ledger[0]?.otherMinor).toBe(0n);
  });

  it.for(refunds)('the refund of $file is read', ({ body }) => {
    const refund = parseRefundPayload(body, 'USD', new Date('2026-11-20T08:00:00Z'));
    expect(refund.totalMinor >= 0n).toBe(true);
  });

  it('were all found', () => {
    console.log(`conformance: ${orders.length} orders, ${refunds.length} refunds`);
    expect(orders.length > 30 && refunds.length > 4).toBe(files.length > 0);
  });
});
