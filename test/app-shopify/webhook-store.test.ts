import { describe, expect, it, vi } from 'vitest';
import { db } from '~/db.server';
import { eraseShop } from '~/shopify/shop-store.server';
import {
  type ArrivedWebhook,
  finishReceipts,
  loadReceipt,
  unscopedStoreWebhooks,
} from '~/shopify/webhook-store.server';
import { holdTransaction, waitingForLocks, waitingJobs } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const receivedAt = new Date('2026-11-20T08:00:00.123Z');
const arrived = (shop: number, webhookId: string, some: Partial<ArrivedWebhook> = {}): ArrivedWebhook => ({
  shop,
  receivedAt,
  webhookId,
  topic: 'orders/create',
  apiVersion: null,
  triggeredAt: null,
  body: Buffer.from(`{"of":"${webhookId} ✓"}`),
  ignored: null,
  ...some,
});

describe('storing webhooks', () => {
  it('keeps each body with its own webhook, whatever the order and the shops', async () => {
    const [a, b] = [await makeShop(), await makeShop()];
    const webhooks = [arrived(b.id, 'z'), arrived(a.id, 'ü"\\'), arrived(b.id, 'a'), arrived(a.id, 'm')];
    expect(await unscopedStoreWebhooks(webhooks)).toEqual([true, true, true, true]);
    for (const { shop, webhookId, body } of webhooks) {
      expect((await loadReceipt(shop, receivedAt, webhookId))?.body).toBe(body.toString());
    }
  });

  it('stores the first of equal ones, in the order given, and says which was new', async () => {
    const { id } = await makeShop();
    await unscopedStoreWebhooks([arrived(id, 'old')]);
    const fresh = await unscopedStoreWebhooks([
      arrived(id, 'old', { body: Buffer.from('"late"') }),
      arrived(id, 'new', { body: Buffer.from('"first"') }),
      arrived(id, 'new', { body: Buffer.from('"second"') }),
    ]);
    expect(fresh).toEqual([false, true, false]);
    expect((await loadReceipt(id, receivedAt, 'new'))?.body).toBe('"first"');
    expect((await loadReceipt(id, receivedAt, 'old'))?.body).toBe('{"of":"old ✓"}');
  });

  it('by two processes at once, in opposite orders, neither fails nor doubles', async () => {
    const { id } = await makeShop();
    const webhooks = Array.from({ length: 9 }, (_, index) => arrived(id, `w-${index}`));
    const middle = await holdTransaction(`INSERT INTO webhook_seen VALUES ($1, 'w-4', now())`, [id]);
    const both = Promise.all([unscopedStoreWebhooks(webhooks), unscopedStoreWebhooks(webhooks.toReversed())]);
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(2));
    await middle.letGo();
    expect((await both).flat().filter(Boolean)).toHaveLength(9);
    expect(await db.webhookReceipt.count({ where: { shopId: id } })).toBe(9);
  });

  it('gives those that are not worked off in batches a job each, and those that are ignored none', async () => {
    const { id } = await makeShop();
    await unscopedStoreWebhooks([
      arrived(id, 'order'),
      arrived(id, 'edit', { topic: 'orders/edited' }),
      arrived(id, 'other', { topic: 'orders/fulfilled', ignored: 'topic_not_subscribed' }),
    ]);
    const jobs = await waitingJobs<{ shopId: number; webhookId: string }>('ingest-webhook');
    expect(jobs.filter(({ shopId }) => shopId === id)).toEqual([
      { shopId: id, receivedAt: receivedAt.toISOString(), webhookId: 'edit' },
    ]);
    const waits = await db.webhookReceipt.findMany({
      where: { shopId: id, byBatch: true, state: 'pending' },
    });
    expect(waits.map(({ webhookId }) => webhookId)).toEqual(['order']);
  });

  it('stores all of a group or nothing', async () => {
    const { id } = await makeShop();
    const broken = arrived(id, 'broken', { body: Buffer.from([0xff]) });
    await expect(unscopedStoreWebhooks([arrived(id, 'fine'), broken])).rejects.toThrow();
    expect(await db.webhookSeen.count({ where: { shopId: id } })).toBe(0);
    expect(await loadReceipt(id, receivedAt, 'fine')).toBeUndefined();
  });
});

describe('a shop that is erased', () => {
  it('waits for what is just stored of it, and leaves nothing of that', async () => {
    const [erased, other] = [await makeShop(), await makeShop()];
    const held = await holdTransaction(`INSERT INTO webhook_seen VALUES ($1, 'held', now())`, [other.id]);
    const storing = unscopedStoreWebhooks([arrived(erased.id, 'w'), arrived(other.id, 'held')]);
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1));
    const erasing = eraseShop(erased.id);
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(2));
    await held.letGo();
    expect(await storing).toEqual([true, true]);
    await erasing;
    expect(await db.webhookReceipt.count({ where: { shopId: erased.id } })).toBe(0);
    expect(await db.webhookSeen.count({ where: { shopId: erased.id } })).toBe(0);
  });

  it('has nothing stored any more, while those that came with it are', async () => {
    const [erased, other] = [await makeShop(), await makeShop()];
    await eraseShop(erased.id);
    const fates = await unscopedStoreWebhooks([arrived(erased.id, 'w'), arrived(other.id, 'w')]);
    expect(fates).toEqual([undefined, true]);
    expect(await db.webhookSeen.count({ where: { shopId: erased.id } })).toBe(0);
  });
});

describe('a receipt', () => {
  it('is finished once, in its own shop', async () => {
    const [mine, other] = [await makeShop(), await makeShop()];
    await unscopedStoreWebhooks([arrived(mine.id, 'w'), arrived(other.id, 'w')]);
    await finishReceipts(mine.id, [{ receivedAt, webhookId: 'w', reason: 'not_json', body: '{}' }]);
    expect(await loadReceipt(mine.id, receivedAt, 'w')).toMatchObject({
      state: 'ignored',
      reason: 'not_json',
    });
    expect(await loadReceipt(other.id, receivedAt, 'w')).toMatchObject({ state: 'pending', reason: null });
    await finishReceipts(other.id, [{ receivedAt, webhookId: 'w', reason: null, body: '{}' }]);
    expect(await loadReceipt(other.id, receivedAt, 'w')).toMatchObject({ state: 'done', reason: null });
  });
});
