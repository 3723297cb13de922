import { beforeEach, describe, expect, it } from 'vitest';
import { db, type Shop } from '~/db.server';
import { attributeCheckout } from '~/jobs/attribute-checkout';
import { before, makeCheckout, makeOrder, makeSentMessage, tags } from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

const bucketOf = async (orderId: bigint) =>
  (await db.orderStanding.findUnique({ where: { shopId_orderId: { shopId: shop.id, orderId } } }))?.bucket;

describe('a reported checkout', () => {
  it('decides its order anew, found by the token', async () => {
    const sent = await makeSentMessage(shop);
    const order = await makeOrder(shop);
    const token = `checkout-${order.id}`;
    await makeCheckout(shop, token, [{ at: before({ hours: 1 }), utm: tags({ id: sent.version.publicId }) }]);
    await attributeCheckout({ shopId: shop.id, token });
    expect(await bucketOf(order.id)).toBe('credited');
  });

  it('decides the order that the pixel named', async () => {
    const order = await makeOrder(shop, { checkoutToken: null, test: true });
    await makeCheckout(shop, 'token', [], { orderId: order.id });
    await attributeCheckout({ shopId: shop.id, token: 'token' });
    expect(await bucketOf(order.id)).toBe('excluded');
  });

  it('does nothing while the order is not there, nor for a checkout of another shop', async () => {
    const other = await makeShop();
    const order = await makeOrder(shop);
    await makeCheckout(shop, 'early');
    await makeCheckout(other, `checkout-${order.id}`);
    await attributeCheckout({ shopId: shop.id, token: 'early' });
    await attributeCheckout({ shopId: shop.id, token: `checkout-${order.id}` });
    await attributeCheckout({ shopId: other.id, token: `checkout-${order.id}` });
    expect(await db.orderStanding.count({ where: { shopId: { in: [shop.id, other.id] } } })).toBe(0);
  });
});
