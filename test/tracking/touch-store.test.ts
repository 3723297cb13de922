import { describe, expect, it, vi } from 'vitest';
import { db } from '~/db.server';
import { type PixelRow, unscopedStorePixelEvents } from '~/tracking/touch-store.server';
import type { TouchFacts } from '~/tracking/pixel-pipeline';
import { marksOf } from '#test/support/backlog.ts';
import { holdTransaction, waitingForLocks } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const at = new Date('2026-11-20T08:00:00Z');

const touch = (visitor: string, number: number): TouchFacts => ({
  id: `00000000-0000-8000-8000-${String(number).padStart(12, '0')}`,
  at,
  visitor,
  clickId: null,
  utmSource: 'newsletter',
  utmMedium: null,
  utmCampaign: null,
  utmId: null,
  adParam: null,
  referrer: null,
  path: null,
});

const event = (
  shop: number,
  visitor: string,
  token: string,
  touches: TouchFacts[] = [],
  orderId: bigint | null = null,
): PixelRow => ({
  shop,
  receivedAt: at,
  facts: { checkout: { token, visitor, orderId, completedAt: at }, touches, dropped: [] },
});

const checkouts = (shop: number) =>
  db.checkout.findMany({ where: { shopId: shop }, orderBy: { token: 'asc' } });
const touchCount = (shop: number) => db.touch.count({ where: { shopId: shop } });

describe('a group of pixel events', () => {
  it('tells the fate of each, the first visitor of a checkout keeping it', async () => {
    const [{ id: one }, { id: other }] = [await makeShop(), await makeShop()];
    await unscopedStorePixelEvents([event(one, 'early', 'kept', [touch('early', 1)])]);
    const fates = await unscopedStorePixelEvents([
      event(one, 'buyer', 'raced', [touch('buyer', 2)]),
      event(one, 'thief', 'raced', [touch('thief', 3)], 666n),
      event(one, 'thief', 'kept', [touch('thief', 4)], 666n),
      event(one, 'early', 'kept', [touch('early', 1)]),
      event(other, 'thief', 'kept', [touch('thief', 5)]),
    ]);
    expect(fates).toEqual(['stored', 'checkout_taken', 'checkout_taken', 'duplicate', 'stored']);
    expect(await checkouts(one)).toMatchObject([
      { token: 'kept', visitor: 'early', orderId: null },
      { token: 'raced', visitor: 'buyer', orderId: null },
    ]);
    expect([await touchCount(one), await touchCount(other)]).toEqual([2, 1]);
  });

  it('adds up what several events say of one checkout', async () => {
    const { id } = await makeShop();
    const fates = await unscopedStorePixelEvents([
      event(id, 'v', 't', [touch('v', 1)]),
      event(id, 'v', 't', [touch('v', 1), touch('v', 2)], 42n),
      event(id, 'v', 't', [], 43n),
    ]);
    expect(fates).toEqual(['stored', 'stored', 'stored']);
    expect(await checkouts(id)).toMatchObject([{ token: 't', orderId: 42n }]);
    expect(await touchCount(id)).toBe(2);
    expect(await marksOf(id)).toEqual(['t']);
  });

  it('lets an order id in once, and no other after it', async () => {
    const { id } = await makeShop();
    const orders: (bigint | null)[] = [null, 42n, 43n];
    const fates: string[] = [];
    for (const orderId of orders)
      fates.push(...(await unscopedStorePixelEvents([event(id, 'v', 't', [], orderId)])));
    expect(fates).toEqual(['stored', 'stored', 'duplicate']);
    expect(await checkouts(id)).toMatchObject([{ orderId: 42n }]);
  });

  it('is stored by two processes at once, in opposite orders, without either failing', async () => {
    const { id } = await makeShop();
    const events = Array.from({ length: 9 }, (_, index) => event(id, 'v', `t-${index}`, [touch('v', index)]));
    const middle = await holdTransaction(
      `INSERT INTO checkout (shop_id, token, visitor, completed_at, received_at) VALUES ($1, 't-4', 'v', now(), now())`,
      [id],
    );
    const both = Promise.all([
      unscopedStorePixelEvents(events),
      unscopedStorePixelEvents(events.toReversed()),
    ]);
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(2));
    await middle.letGo();
    await both;
    expect([(await checkouts(id)).length, await touchCount(id)]).toEqual([9, 9]);
  });
});
