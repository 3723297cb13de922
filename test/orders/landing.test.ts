import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { save } from '#test/support/backlog.ts';
import { orderFacts, refundFacts } from '#test/support/order-facts-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const newer = new Date('2026-11-21T09:00:00Z');
const untold = { landingSite: null, referringSite: null };

describe('where an order’s session began', () => {
  it('stands whichever came first, the telling that knows it or a newer one that does not', async () => {
    const tellings = [
      orderFacts({ landingSite: '/?utm_source=news' }),
      orderFacts({ ...untold, updatedAt: newer }),
    ];
    for (const order of [tellings, [...tellings].reverse()]) {
      const { id: shop } = await makeShop();
      for (const facts of order) await save(shop, { kind: 'order', facts });
      expect(await db.order.findMany({ where: { shopId: shop } })).toMatchObject([
        { landingSite: '/?utm_source=news', updatedAt: newer },
      ]);
    }
  });
});

describe('correcting an order', () => {
  it('makes it what the Admin API says, refunds and all, and keeps where the session began', async () => {
    const { id: shop } = await makeShop();
    await save(shop, { kind: 'order', facts: orderFacts({ refunds: [refundFacts()] }) });
    await save(shop, { kind: 'correction', facts: orderFacts(untold) });
    expect(await db.order.findMany({ where: { shopId: shop } })).toMatchObject([
      { valueMinor: 10_000n, landingSite: '/?utm_source=news' },
    ]);
    expect(await db.refund.count({ where: { shopId: shop } })).toBe(0);
  });

  it('leaves what is newer here', async () => {
    const { id: shop } = await makeShop();
    await save(shop, { kind: 'order', facts: orderFacts({ updatedAt: newer, totalMinor: 20_000n }) });
    await save(shop, { kind: 'correction', facts: orderFacts() });
    expect(await db.order.findMany({ where: { shopId: shop } })).toMatchObject([{ valueMinor: 20_000n }]);
  });
});
