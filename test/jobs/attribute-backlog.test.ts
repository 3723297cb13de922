import { beforeEach, describe, expect, it } from 'vitest';
import { db, pool, type Shop } from '~/db.server';
import { attributeBacklog } from '~/jobs/attribute-backlog';
import { markOrders } from '~/queue/mark-store.server';
import { before, makeCheckout, makeOrder, makeSentMessage, tags } from '#test/support/attribution-factory';
import { marksOf } from '#test/support/backlog.ts';
import { waitingJobs } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory';

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

const bucketOf = async (orderId: bigint) =>
  (await db.orderStanding.findUnique({ where: { shopId_orderId: { shopId: shop.id, orderId } } }))?.bucket;

const mark = (token: string, of = shop) =>
  db.attributionMark.create({ data: { shopId: of.id, checkoutToken: token } });

/** Works off every mark. */
async function attributeAll(): Promise<void> {
  while ((await attributeBacklog()) > 0);
}

describe('a reported checkout', () => {
  it('decides its order anew, found by the token', async () => {
    const sent = await makeSentMessage(shop);
    const order = await makeOrder(shop);
    const token = `checkout-${order.id}`;
    await makeCheckout(shop, token, [{ at: before({ hours: 1 }), utm: tags({ id: sent.version.publicId }) }]);
    await mark(token);
    await attributeAll();
    expect(await bucketOf(order.id)).toBe('credited');
  });

  it('decides the order that the pixel named', async () => {
    const order = await makeOrder(shop, { checkoutToken: null, test: true });
    await makeCheckout(shop, 'token', [], { orderId: order.id });
    await mark('token');
    await attributeAll();
    expect(await bucketOf(order.id)).toBe('excluded');
  });

  it('does nothing while the order is not there, nor for a checkout of another shop', async () => {
    const other = await makeShop();
    const order = await makeOrder(shop);
    await makeCheckout(shop, 'early');
    await makeCheckout(other, `checkout-${order.id}`);
    await mark('early');
    await attributeAll();
    await mark(`checkout-${order.id}`);
    await attributeAll();
    await mark(`checkout-${order.id}`, other);
    await attributeAll();
    expect(await db.orderStanding.count({ where: { shopId: { in: [shop.id, other.id] } } })).toBe(0);
  });
});

describe('marked orders', () => {
  it('are decided together, each once, and those that came in a crowd last', async () => {
    const other = await makeShop();
    const [old, fresh] = [await makeOrder(shop), await makeOrder(other)];
    await markOrders(shop.id, [old.id, old.id], db, true);
    await markOrders(other.id, [fresh.id], db);
    await markOrders(other.id, [fresh.id], db);
    expect(await attributeBacklog()).toBe(2);
    expect(await db.orderStanding.count({ where: { shopId: other.id } })).toBe(1);
    expect(await bucketOf(old.id)).toBeUndefined();
    expect(await attributeBacklog()).toBe(1);
    expect(await bucketOf(old.id)).toBe('pending');
    expect(await attributeBacklog()).toBe(0);
  });

  it('are each decided by two workers at once, and every mark is gone', async () => {
    const orders = await Promise.all(Array.from({ length: 20 }, () => makeOrder(shop)));
    for (const { id } of orders) await markOrders(shop.id, [id], db);
    await Promise.all([attributeAll(), attributeAll(), attributeAll()]);
    expect(await db.orderStanding.count({ where: { shopId: shop.id } })).toBe(20);
    expect(await marksOf(shop.id)).toEqual([]);
  });

  it('get a job each where one of them cannot be decided, and hold up no other', async () => {
    const [fine, broken] = [await makeOrder(shop), await makeOrder(shop)];
    await db.orderJourney.create({
      data: { shopId: shop.id, orderId: broken.id, state: 'ready', visits: [{ at: 'never' }] },
    });
    await markOrders(shop.id, [fine.id, broken.id], db);
    await attributeAll();
    const jobs = await waitingJobs<{ shopId: number; orderId: string }>('attribute-order');
    expect(
      jobs
        .filter(({ shopId }) => shopId === shop.id)
        .map(({ orderId }) => orderId)
        .sort(),
    ).toEqual([String(fine.id), String(broken.id)].sort());
    expect(await marksOf(shop.id)).toEqual([]);
    // Not behind a campaign.
    const { rows } = await pool.query(
      `SELECT DISTINCT priority FROM graphile_worker.jobs WHERE task_identifier = 'attribute-order'`,
    );
    expect(rows).toEqual([{ priority: 0 }]);
  });
});
