import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, inBatch, type Shop } from '~/db.server';
import { forgetCustomer } from '~/jobs/forget-customer';
import { rollUpBacklog } from '~/jobs/roll-up-backlog';
import { markAllDays, unscopedTakeDays } from '~/queue/day-mark-store.server';
import { unscopedSaveInstalledShop } from '~/shopify/shop-store.server';
import { makeCheckout, makeJourney, tags } from '#test/support/attribution-factory';
import { save } from '#test/support/backlog.ts';
import { orderFacts, refundFacts } from '#test/support/order-facts-factory.ts';
import { rollUp } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-30T00:00:00Z');
const LATE_EVENING = new Date('2026-11-20T22:30:00Z');

let shop: Shop;
beforeEach(async () => {
  await db.dayMark.deleteMany();
  shop = await makeShop();
});

const marked = async () => {
  const marks = await db.dayMark.findMany({ where: { shopId: shop.id }, orderBy: { day: 'asc' } });
  return [...new Set(marks.map(({ day }) => day?.toISOString().slice(0, 10)))];
};
const summed = async () => {
  const rows = await db.salesDay.findMany({ where: { shopId: shop.id }, orderBy: { day: 'asc' } });
  return rows.map(({ day, valueMinor, takenMinor, movedMinor, movedTakenMinor }) => [
    day.toISOString().slice(0, 10),
    valueMinor,
    takenMinor,
    movedMinor,
    movedTakenMinor,
  ]);
};
const tell = (some: Parameters<typeof orderFacts>[0] = {}) =>
  save(shop.id, { kind: 'order', facts: orderFacts({ processedAt: LATE_EVENING, ...some }) });
const refund = () => save(shop.id, { kind: 'refund', orderId: 1001n, refund: refundFacts() });

describe('the sums of a day', () => {
  it('are there soon after an order, by the day in the shop’s zone', async () => {
    await tell();
    expect(await marked()).toEqual(['2026-11-20']);
    await rollUp();
    expect(await summed()).toEqual([['2026-11-20', 10_000n, 0n, 10_000n, 0n]]);
    expect(await marked()).toEqual([]);
  });

  it('follow a late refund on the day of the order and on its own', async () => {
    await tell();
    await rollUp();
    await refund();
    expect(await marked()).toEqual(['2026-11-20', '2026-11-22']);
    await rollUp();
    expect(await summed()).toEqual([
      ['2026-11-20', 7_000n, -3_000n, 10_000n, 0n],
      ['2026-11-22', 0n, 0n, -3_000n, -3_000n],
    ]);
  });

  it('leave the day that an order turns out not to belong to', async () => {
    await tell();
    await rollUp();
    await tell({ processedAt: new Date('2026-11-19T10:00:00Z'), updatedAt: NOW });
    await rollUp();
    expect(await summed()).toEqual([['2026-11-19', 10_000n, 0n, 10_000n, 0n]]);
  });

  it('move with the shop’s time zone, and go with another currency', async () => {
    await tell();
    await rollUp();
    const moved = { ...shop, email: null, timeZone: 'Pacific/Auckland' };
    await unscopedSaveInstalledShop(moved, shop.pixelAccount, NOW);
    await rollUp();
    expect(await summed()).toEqual([['2026-11-21', 10_000n, 0n, 10_000n, 0n]]);
    await unscopedSaveInstalledShop(moved, shop.pixelAccount, NOW);
    expect(await marked()).toEqual([]);
    await unscopedSaveInstalledShop({ ...moved, currency: 'NZD' }, shop.pixelAccount, NOW);
    await rollUp();
    expect(await summed()).toEqual([['2026-11-21', 0n, 0n, 0n, 0n]]);
    expect(await db.salesDay.findFirst({ where: { shopId: shop.id } })).toMatchObject({
      orders: 1,
      otherCurrency: 1,
    });
  });

  it('name no customer who was forgotten', async () => {
    await tell({ landingSite: null });
    const before = new Date(LATE_EVENING.getTime() - 3_600_000);
    const utm = tags({ source: 'ada@customer.example', medium: 'mail' });
    await makeCheckout(shop, 'checkout-1', [{ at: before, utm }], { completedAt: LATE_EVENING });
    await makeJourney(shop, 1001n, 'absent');
    await attributeOrders(shop.id, [1001n], NOW);
    await rollUp();
    expect((await db.salesDay.findFirst({ where: { shopId: shop.id } }))?.source).toContain('ada@');
    await forgetCustomer(shop.id, { customerId: 7n, orderIds: [], email: null }, NOW, NOW);
    await rollUp();
    expect(await db.salesDay.findMany({ where: { shopId: shop.id, source: { contains: 'ada' } } })).toEqual(
      [],
    );
    expect(await db.salesDay.count({ where: { shopId: shop.id } })).toBe(1);
  });

  it('of other shops do not wait until all of one are made anew', async () => {
    await tell();
    await rollUp();
    await markAllDays(shop.id, db);
    const other = await makeShop();
    await save(other.id, { kind: 'order', facts: orderFacts() });
    const later = new Date(Date.now() + 60_000);
    expect(await inBatch((tx) => unscopedTakeDays(1, later, tx))).toEqual({
      shop: other.id,
      days: ['2026-11-20'],
    });
    expect(await inBatch((tx) => unscopedTakeDays(1, later, tx))).toMatchObject({ shop: shop.id });
  });

  it('wait a second for the orders that follow, and for another that makes them of the same shop', async () => {
    await tell();
    const [mark] = await db.dayMark.findMany({ where: { shopId: shop.id } });
    const at = mark?.markedAt.getTime() ?? 0;
    expect(await rollUpBacklog(new Date(at + 999))).toBe(0);
    await inBatch(async (first) => {
      const later = new Date(at + 60_000);
      expect(await unscopedTakeDays(1, later, first)).toEqual({ shop: shop.id, days: ['2026-11-20'] });
      await tell({ id: 1002n, processedAt: NOW });
      expect(await rollUpBacklog(new Date(Date.now() + 60_000))).toBe(0);
    });
    expect(await rollUpBacklog(new Date(Date.now() + 60_000))).toBe(1);
    expect(await summed()).toHaveLength(1);
  });
});
