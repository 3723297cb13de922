import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { db, pool, type Shop } from '~/db.server';
import { ingestBacklog } from '~/jobs/ingest-backlog';
import { ingestWebhook } from '~/jobs/ingest-webhook';
import type { Jobs } from '~/queue/jobs';
import { unscopedStoreWebhooks } from '~/shopify/webhook-store.server';
import { marksOf } from '#test/support/backlog.ts';
import { holdTransaction, waitingJobs } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let shop: Shop;
beforeEach(async () => {
  await pool.query('DELETE FROM webhook_receipt');
  shop = await makeShop();
});

const order = (id: number | string, some: object = {}) =>
  JSON.stringify({
    id: 1,
    name: `#${id}`,
    created_at: '2026-11-20T09:00:00Z',
    updated_at: '2026-11-20T09:00:00Z',
    currency: 'EUR',
    total_price: '49.90',
    current_total_price: '49.90',
    total_line_items_price: '49.90',
    source_name: 'web',
    ...some,
  }).replace('"id":1', `"id":${id}`);

let sent = Date.parse('2026-11-20T10:00:00Z');
/** Stores webhooks as intake does, each later than the one before. */
async function arrive(of: Shop, ...bodies: string[]): Promise<void> {
  await unscopedStoreWebhooks(
    bodies.map((body) => ({
      shop: of.id,
      receivedAt: new Date((sent += 1_000)),
      webhookId: randomUUID(),
      topic: 'orders/create',
      apiVersion: '2026-10',
      triggeredAt: null,
      body: Buffer.from(body),
      ignored: null,
    })),
  );
}
const ordersOf = async (of: Shop) =>
  (await db.order.findMany({ where: { shopId: of.id }, orderBy: { id: 'asc' } })).map(({ id }) => id);
const states = async (of: Shop) =>
  (await db.webhookReceipt.findMany({ where: { shopId: of.id }, orderBy: { receivedAt: 'asc' } })).map(
    ({ state, reason }) => reason ?? state,
  );

describe('webhooks that wait', () => {
  it('are worked off together, a shop at a time, the longest waiting first', async () => {
    const other = await makeShop();
    await arrive(shop, order(1), order(2), order('9007199254740993'));
    await arrive(other, order(1));
    expect(await ingestBacklog()).toBe(3);
    expect(await ordersOf(shop)).toEqual([1n, 2n, 9007199254740993n]);
    expect(await ordersOf(other)).toEqual([]);
    expect(await marksOf(shop.id)).toHaveLength(3);
    expect(await ingestBacklog()).toBe(1);
    expect(await ingestBacklog()).toBe(0);
    expect(await ordersOf(other)).toEqual([1n]);
  });

  it('and are long are taken in fewer at a time', async () => {
    const note = 'x'.repeat(1_900_000);
    await arrive(shop, ...Array.from({ length: 12 }, (_, index) => order(index + 1, { note })));
    expect(await ingestBacklog()).toBe(9);
    expect(await ordersOf(shop)).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n]);
    expect(await ingestBacklog()).toBe(3);
  });

  it('that cannot be understood hold up no other', async () => {
    await arrive(shop, order(1), '{"id":', '{"id":2}', order(3));
    await ingestBacklog();
    expect(await states(shop)).toEqual(['done', 'not_json', 'bad_payload', 'done']);
    expect(await ordersOf(shop)).toEqual([1n, 3n]);
  });

  it('of one order end in its newest version, whatever order they came in', async () => {
    await arrive(
      shop,
      order(1, { updated_at: '2026-11-20T09:30:00Z', financial_status: 'paid' }),
      order(1, { financial_status: 'pending' }),
    );
    await ingestBacklog();
    expect(await db.order.findMany({ where: { shopId: shop.id } })).toMatchObject([
      { financialStatus: 'paid' },
    ]);
    expect(await marksOf(shop.id)).toEqual([1n]);
  });

  it('are each taken by one of several workers', async () => {
    await arrive(shop, ...Array.from({ length: 600 }, (_, index) => order(index + 1)));
    const taken = await Promise.all([ingestBacklog(), ingestBacklog(), ingestBacklog()]);
    while ((await ingestBacklog()) > 0);
    expect(taken.every((count) => count <= 250)).toBe(true);
    expect(await ordersOf(shop)).toHaveLength(600);
    expect(await marksOf(shop.id)).toHaveLength(600);
  });

  it('of a topic that is not worked off in batches any more are noted, and not waited for', async () => {
    await arrive(shop, order(1));
    await db.webhookReceipt.updateMany({ where: { shopId: shop.id }, data: { topic: 'orders/edited' } });
    await ingestBacklog();
    expect(await states(shop)).toEqual(['topic_not_batched']);
  });

  it('and are in hand elsewhere are passed over', async () => {
    await arrive(shop, order(1), order(2));
    const elsewhere = await holdTransaction(
      `SELECT 1 FROM webhook_receipt WHERE shop_id = $1 ORDER BY received_at LIMIT 1 FOR UPDATE`,
      [shop.id],
    );
    expect(await ingestBacklog()).toBe(1);
    expect(await ordersOf(shop)).toEqual([2n]);
    await elsewhere.letGo();
    expect(await ingestBacklog()).toBe(1);
  });

  it('get a job each where the database refuses one of them, and nothing is lost', async () => {
    await pool.query(`ALTER TABLE "order" ADD CONSTRAINT refusal CHECK (id <> 666)`);
    onTestFinished(() => pool.query('ALTER TABLE "order" DROP CONSTRAINT refusal').then(() => undefined));
    await arrive(shop, order(1), order(666));
    expect(await ingestBacklog()).toBe(2);
    expect(await ordersOf(shop)).toEqual([]);
    expect(await ingestBacklog()).toBe(0);
    const jobs = await waitingJobs<Jobs['ingest-webhook']>('ingest-webhook');
    const own = jobs.filter(({ shopId }) => shopId === shop.id);
    expect(await Promise.allSettled(own.map(ingestWebhook))).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected' },
    ]);
    expect(await ordersOf(shop)).toEqual([1n]);
    expect(await states(shop)).toEqual(['done', 'pending']);
  });

  it('need no more than one connection to the database', async () => {
    await arrive(shop, order(1));
    const taken = await Promise.all(
      Array.from({ length: (pool.options.max ?? 0) - 1 }, () => pool.connect()),
    );
    await ingestBacklog().finally(() => taken.forEach((client) => client.release()));
    expect(await states(shop)).toEqual(['done']);
  });

  it('of a shop that was erased meanwhile are noted, and not waited for', async () => {
    await arrive(shop, order(1));
    await db.shop.delete({ where: { id: shop.id } });
    await ingestBacklog();
    expect(await states(shop)).toEqual(['unknown_shop']);
    expect(await ingestBacklog()).toBe(0);
  });
});
