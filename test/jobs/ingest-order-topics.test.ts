import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db, pool, type Shop } from '~/db.server';
import { ingestWebhook } from '~/jobs/ingest-webhook';
import { unscopedStoreWebhooks } from '~/shopify/webhook-store.server';
import type { Order } from '#test/shopify/shop-state.ts';
import { webhookPayloads } from '#test/shopify/webhook-payloads.ts';
import { marksOf, workOffBacklogs } from '#test/support/backlog.ts';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { placeOrders } from '#test/support/reconciliation-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let platform: LocalPlatform;
let shop: Shop;
let payloads: ReturnType<typeof webhookPayloads>;
beforeAll(async () => {
  platform = await startLocalPlatform();
  payloads = webhookPayloads(platform.state);
});
beforeEach(async () => {
  await pool.query('DELETE FROM graphile_worker._private_jobs');
  await db.shop.deleteMany();
  platform.state.orders.length = 0;
  platform.nextAnswers.length = 0;
  await platform.signIn();
  shop = await makeShop({ domain: platform.state.shop.domain });
});
afterAll(() => platform.stop());

const receivedAt = new Date();
async function ingest(topic: string, body: object): Promise<string> {
  const webhookId = randomUUID();
  const webhook = { shop: shop.id, receivedAt, webhookId, topic, apiVersion: '2026-10', ignored: null };
  const text = Buffer.from(JSON.stringify(body));
  await unscopedStoreWebhooks([{ ...webhook, triggeredAt: receivedAt, body: text }]);
  await ingestWebhook({ shopId: shop.id, receivedAt: receivedAt.toISOString(), webhookId });
  const found = await db.webhookReceipt.findFirst({ where: { shopId: shop.id, webhookId } });
  return [found?.state, found?.reason].filter(Boolean).join(':');
}

const place = (): Order => {
  const [order] = placeOrders(platform.state, 1);
  if (!order) throw new Error('no order was placed');
  return order;
};
const kept = (order: Order) =>
  db.order.findUnique({ where: { shopId_id: { shopId: shop.id, id: order.id } } });
const standing = (order: Order) =>
  db.orderStanding.findUnique({ where: { shopId_orderId: { shopId: shop.id, orderId: order.id } } });

describe('orders/paid', () => {
  it('brings the order as any other word of it does', async () => {
    const order = place();
    expect(await ingest('orders/paid', payloads.order(order))).toBe('done');
    expect(await kept(order)).toMatchObject({ id: order.id, financialStatus: 'paid' });
  });
});

describe('orders/edited', () => {
  it('has the order fetched, since it tells no money', async () => {
    const order = place();
    await ingest('orders/create', payloads.order(order));
    const before = (await kept(order))?.valueMinor ?? 0n;
    const lineItemId = order.lineItems[0]?.id ?? 0n;
    platform.state.editOrder(order, { remove: [{ lineItemId, quantity: 1 }] });
    expect(await ingest('orders/edited', payloads.edit(order))).toBe('done');
    expect((await kept(order))?.valueMinor).toBe(before - (order.lineItems[0]?.priceMinor ?? 0n));
    expect(new Set(await marksOf(shop.id))).toEqual(new Set([order.id]));
  });

  it('is noted where the order is gone, or the app is not let in; a failure is tried again', async () => {
    const order = place();
    platform.nextAnswers.push({
      status: 200,
      body: { errors: [{ message: 'no', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
    });
    await expect(ingest('orders/edited', payloads.edit(order))).rejects.toThrow('internal_server_error');
    platform.state.deleteOrder(order);
    expect(await ingest('orders/edited', payloads.edit(order))).toBe('ignored:order_gone');
    await pool.query('DELETE FROM "Session"');
    expect(await ingest('orders/edited', payloads.edit(order))).toBe('ignored:access_lost');
    expect(await ingest('orders/edited', { order_edit: {} })).toBe('ignored:bad_payload');
  });
});

describe('orders/delete', () => {
  it('takes the order out of the totals and keeps its facts, by a dated entry', async () => {
    const order = place();
    await ingest('orders/create', payloads.order(order));
    const worth = (await kept(order))?.valueMinor ?? 0n;
    expect(await ingest('orders/delete', payloads.deletion(order))).toBe('done');
    await workOffBacklogs();
    expect(await kept(order)).toMatchObject({ valueMinor: 0n, totalMinor: worth });
    expect(
      await db.ledgerEntry.findMany({
        where: { shopId: shop.id, orderId: order.id },
        orderBy: { at: 'asc' },
      }),
    ).toMatchObject([
      { kind: 'sale', totalMinor: worth },
      { kind: 'deletion', totalMinor: -worth, at: receivedAt },
    ]);
    expect(await standing(order)).toMatchObject({ bucket: 'excluded', reason: 'deleted_in_shopify' });
  });

  it('that comes before its order, twice, or before a late update, ends in the same', async () => {
    const order = place();
    for (const times of [1, 2])
      expect([times, await ingest('orders/delete', payloads.deletion(order))]).toEqual([times, 'done']);
    expect(await kept(order)).toBeNull();
    await ingest('orders/create', payloads.order(order));
    await ingest('orders/updated', { ...payloads.order(order), updated_at: new Date().toISOString() });
    await workOffBacklogs();
    expect(await kept(order)).toMatchObject({ valueMinor: 0n });
    expect(await db.orderDeletion.count({ where: { shopId: shop.id } })).toBe(1);
    expect(await standing(order)).toMatchObject({ bucket: 'excluded' });
  });

  it('leaves an order of the same id in another shop alone', async () => {
    const order = place();
    await ingest('orders/create', payloads.order(order));
    const own = shop;
    shop = await makeShop();
    await ingest('orders/delete', payloads.deletion(order));
    shop = own;
    expect((await kept(order))?.valueMinor).toBeGreaterThan(0n);
  });
});
