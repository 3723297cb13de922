import { describe, expect, it } from 'vitest';

import { periodOf } from '~/lib/period';
import type { ShopifyOrder } from '~/orders/order-difference';
import { printable, statementOf } from '~/reports/reconciliation/interpret';
import { reconciliationReport } from '~/reports/reconciliation/query.server';
import { save } from '#test/support/backlog.ts';
import { orderFacts } from '#test/support/order-facts-factory.ts';
import { decideAll } from '#test/support/reconciliation-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const period = periodOf('2026-11-20', '2026-11-22', 'Europe/Berlin');
const at = (text: string) => new Date(text);

const theirs = (id: bigint, some: Partial<ShopifyOrder> = {}): ShopifyOrder => ({
  id,
  name: `#${id}`,
  createdAt: at('2026-11-20T09:00:00Z'),
  placedAt: at('2026-11-20T09:00:00Z'),
  updatedAt: at('2026-11-20T09:00:00Z'),
  currency: 'EUR',
  worthMinor: 10_000n,
  ...some,
});

const ours = (shop: number, id: bigint, some: Partial<Parameters<typeof orderFacts>[0]> = {}) =>
  save(shop, { kind: 'order', facts: orderFacts({ id, name: `#${id}`, checkoutToken: `c${id}`, ...some }) });

describe('the reconciliation', () => {
  it('of a shop in which all agree closes to zero, and its buckets add up to ours', async () => {
    const shop = await makeShop();
    await ours(shop.id, 1n);
    await ours(shop.id, 2n, { test: true, processedAt: at('2026-11-21T23:30:00Z') });
    await decideAll(shop);
    const found = await reconciliationReport(shop, period, [
      theirs(1n),
      theirs(2n, { placedAt: at('2026-11-21T23:30:00Z') }),
    ]);
    expect(found).toMatchObject({ differs: false, orders: [], difference: { orders: 0, minor: 0n } });
    expect(found.buckets.reduce((sum, { orders }) => sum + orders, 0)).toBe(2);
    expect(found.buckets.reduce((sum, { minor }) => sum + minor, 0n)).toBe(found.ours.minor);
    expect(found.buckets.find(({ bucket }) => bucket === 'excluded')?.orders).toBe(1);
    // 23:30 UTC is the next day in Berlin.
    expect(found.days.map(({ ours: { orders } }) => orders)).toEqual([1, 0, 1]);
    const view = statementOf(found);
    expect(view.statement.map(({ orders, total }) => [orders, total])).toEqual([
      ['0', '€0.00'],
      ['2', '€200.00'],
      ['2', '€200.00'],
      ['0', '€0.00'],
    ]);
    expect(view.sentence).toBe(
      'Every order accounted for: Shopify and Sales Trail agree on 2 orders and €200.00.',
    );
  });

  it('names each order that differs, with the reason', async () => {
    const shop = await makeShop();
    for (const id of [2n, 3n, 4n]) await ours(shop.id, id);
    await decideAll(shop);
    await ours(shop.id, 5n);
    const found = await reconciliationReport(shop, period, [
      theirs(1n),
      theirs(3n, { worthMinor: 9_999n }),
      theirs(4n),
      theirs(5n),
    ]);
    expect(printable(found)).toMatchObject({
      from: '2026-11-20',
      to: '2026-11-22',
      shopify: { orders: 4, total: '399.99' },
      ours: { orders: 4, total: '400.00' },
      difference: { orders: 0, total: '-0.01' },
      differs: true,
      orders: [
        { id: '1', reason: 'missing_here', shopify: '100.00', ours: null },
        { id: '2', reason: 'missing_at_shopify', shopify: null, ours: '100.00' },
        { id: '3', reason: 'value_differs', shopify: '99.99', ours: '100.00' },
        { id: '5', reason: 'not_decided', shopify: '100.00', ours: '100.00' },
      ],
    });
  });

  it('does not differ by an order that only waits for its decision', async () => {
    const shop = await makeShop();
    await ours(shop.id, 1n);
    const found = await reconciliationReport(shop, period, [theirs(1n)]);
    expect(found).toMatchObject({ differs: false, orders: [{ reason: 'not_decided' }] });
    expect(found.buckets.find(({ bucket }) => bucket === 'pending')?.orders).toBe(1);
  });

  it('leaves out what was deleted in Shopify, and the orders of other shops', async () => {
    const shop = await makeShop();
    const other = await makeShop();
    await ours(other.id, 1n);
    await ours(shop.id, 2n);
    await save(shop.id, { kind: 'deletion', orderId: 2n, at: at('2026-11-21T09:00:00Z') });
    const found = await reconciliationReport(shop, period, []);
    expect(found).toMatchObject({ differs: false, ours: { orders: 0, minor: 0n }, orders: [] });
    expect(statementOf(found).empty).toBe(true);
  });
});
