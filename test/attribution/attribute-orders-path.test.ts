import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { forgetTraces } from '~/attribution/attribution-store.server';
import { db, type Shop } from '~/db.server';
import {
  before,
  makeCheckout,
  makeClick,
  makeOrder,
  makeSentMessage,
  tags,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-24T12:05:00Z');
let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

const pathOf = async (orderId: bigint) => {
  const rows = await db.orderTouch.findMany({
    where: { shopId: shop.id, orderId },
    orderBy: { ordinal: 'asc' },
  });
  return rows.map(({ shopId: _, orderId: __, ...row }) => row);
};

describe('the path of an order', () => {
  it('is stored with it: the touches of all sources up to the order, also before the window', async () => {
    const sent = await makeSentMessage(shop);
    const order = await makeOrder(shop);
    const clickId = await makeClick(shop, sent, before({ days: 2 }));
    const search = { at: before({ days: 40 }), referrer: 'https://www.google.fr/search' };
    const ad = { at: before({ hours: 1 }), utm: tags({ source: 'fb', medium: 'paid' }) };
    const late = { at: before({ hours: -2 }), referrer: 'https://chatgpt.com/' };
    await makeCheckout(shop, `checkout-${order.id}`, [
      search,
      { at: before({ days: 2 }), clickId },
      ad,
      late,
    ]);
    await attributeOrders(shop.id, [order.id], NOW);
    const seen = { grade: 'pixel_tags', timed: true, versionId: null };
    expect(await pathOf(order.id)).toEqual([
      { ...seen, ordinal: 0, touchAt: search.at, source: 'Google', medium: null, channel: 'organic_search' },
      {
        ordinal: 1,
        touchAt: before({ days: 2 }),
        timed: true,
        grade: 'click_id',
        source: 'newsletter',
        medium: 'email',
        channel: 'email',
        versionId: sent.version.id,
      },
      { ...seen, ordinal: 2, touchAt: ad.at, source: 'Facebook', medium: 'paid', channel: 'paid_social' },
    ]);
  });

  it('is replaced as a whole when the order is decided anew', async () => {
    const order = await makeOrder(shop);
    const token = `checkout-${order.id}`;
    await makeCheckout(shop, token, [
      { at: before({ hours: 3 }), referrer: 'https://bing.com/' },
      { at: before({ hours: 1 }), referrer: 'https://bing.com/' },
    ]);
    await attributeOrders(shop.id, [order.id], NOW);
    await attributeOrders(shop.id, [order.id], NOW);
    expect(await pathOf(order.id)).toHaveLength(2);
    await db.touch.deleteMany({ where: { shopId: shop.id, at: before({ hours: 3 }) } });
    await attributeOrders(shop.id, [order.id], NOW);
    expect(await pathOf(order.id)).toMatchObject([{ ordinal: 0, touchAt: before({ hours: 1 }) }]);
  });

  it('keeps nothing that names the customer once they are forgotten', async () => {
    const order = await makeOrder(shop);
    await makeCheckout(shop, `checkout-${order.id}`, [
      { at: before({ hours: 3 }), utm: tags({ source: 'ada@customer.test', medium: 'email' }) },
    ]);
    await attributeOrders(shop.id, [order.id], NOW);
    expect(await pathOf(order.id)).toMatchObject([{ source: 'ada@customer.test' }]);
    await db.$transaction((tx) => forgetTraces(shop.id, [order.id], tx));
    expect(await pathOf(order.id)).toMatchObject([{ source: 'redacted', medium: 'email', channel: 'email' }]);
  });
});
