import { expect, it } from 'vitest';
import { db } from '~/db.server';
import { attributeOrder } from '~/jobs/attribute-order';
import { makeOrder } from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

const bucketOf = async (shopId: number, orderId: bigint) =>
  (await db.orderStanding.findUnique({ where: { shopId_orderId: { shopId, orderId } } }))?.bucket;

it('decides an order by its number, also beyond what JavaScript counts exactly', async () => {
  const shop = await makeShop();
  const order = await makeOrder(shop, { id: 9_007_199_254_740_993n, sourceName: 'pos' });
  await attributeOrder({ shopId: shop.id, orderId: '9007199254740993' });
  expect(await bucketOf(shop.id, order.id)).toBe('untrackable');
});
