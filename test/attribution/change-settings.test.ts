import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { findSettings, listSettings } from '~/attribution/attribution-store.server';
import { changeSettings } from '~/attribution/change-settings.server';
import { DEFAULT_SETTINGS } from '~/attribution/facts';
import { readReceipts } from '~/attribution/read-receipts.server';
import { recomputationProgress } from '~/attribution/recomputation-store.server';
import type { Rule } from '~/attribution/settings';
import { db, inBatch, pool, type Shop } from '~/db.server';
import { attributeBacklog } from '~/jobs/attribute-backlog';
import { recomputeBacklog } from '~/jobs/recompute-backlog';
import {
  before,
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  PLACED_AT,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory';
import { waitingJobs } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-24T12:05:00Z');
const { version: _, ...RULE } = DEFAULT_SETTINGS;
const WIDER: Rule = { ...RULE, windowDays: 7 };

let shop: Shop;
let sent: SentMessage;
beforeEach(async () => {
  shop = await makeShop();
  sent = await makeSentMessage(shop, { sentAt: before({ days: 20 }) });
});

/** An order six days after the click on the message. */
async function bought(some: Parameters<typeof makeOrder>[1] = {}) {
  const order = await makeOrder(shop, some);
  await makeCheckout(shop, `checkout-${order.id}`, [
    { at: before({ days: 6 }), utm: tags({ id: sent.version.publicId }) },
  ]);
  await makeJourney(shop, order.id, 'absent');
  await attributeOrders(shop.id, [order.id], NOW);
  return order;
}

async function recomputeAll(): Promise<void> {
  while ((await recomputeBacklog()) > 0);
}

async function standingOf(orderId: bigint) {
  const where = { shopId_orderId: { shopId: shop.id, orderId } };
  const receipts = await readReceipts(shop.id, [orderId], db);
  return { ...(await db.orderStanding.findUniqueOrThrow({ where })), receipt: receipts.get(orderId) };
}

describe('a change of the settings', () => {
  it('is a new version that decides every order anew, and receipts name it', async () => {
    const orders = [await bought(), await bought()];
    expect(await standingOf(orders[0]?.id ?? 0n)).toMatchObject({ bucket: 'no_touch', settingsVersion: 1 });
    expect(await changeSettings(shop.id, WIDER, NOW)).toMatchObject({ ok: true, value: { version: 2 } });
    expect(await recomputationProgress(shop.id)).toEqual({ version: 2, done: 0, total: 2 });
    await recomputeAll();
    expect(await recomputationProgress(shop.id)).toEqual({ version: 2, done: 2, total: 2 });
    for (const { id } of orders) {
      expect(await standingOf(id)).toMatchObject({
        bucket: 'credited',
        settingsVersion: 2,
        receipt: { rule: { windowDays: 7, settingsVersion: 2 } },
      });
    }
    expect(await db.credit.findMany({ where: { shopId: shop.id } })).toMatchObject([
      { settingsVersion: 2 },
      { settingsVersion: 2 },
    ]);
  });

  it('leaves the versions of before as they were: the database refuses to edit one', async () => {
    await bought();
    await changeSettings(shop.id, WIDER, NOW);
    const edit = pool.query('UPDATE attribution_settings SET window_days = 30 WHERE shop_id = $1', [shop.id]);
    await expect(edit).rejects.toThrow('never edited');
    const versions = await listSettings(shop.id, db);
    expect(versions.map(({ version, windowDays }) => [version, windowDays])).toEqual([
      [2, 7],
      [1, 5],
    ]);
  });

  it('is none where the rule says the same', async () => {
    await bought();
    expect(await changeSettings(shop.id, { ...RULE, halfLifeDays: 20 }, NOW)).toEqual({
      ok: false,
      reason: 'unchanged',
    });
    expect(await recomputationProgress(shop.id)).toBeUndefined();
  });

  it('by two at once makes two versions, and the last one decides', async () => {
    const order = await bought();
    await Promise.all([
      changeSettings(shop.id, WIDER, NOW),
      changeSettings(shop.id, { ...WIDER, scope: 'messages_only' }, NOW),
    ]);
    expect((await findSettings(shop.id, db)).version).toBe(3);
    await recomputeAll();
    expect((await standingOf(order.id)).settingsVersion).toBe(3);
  });

  it('reaches another shop’s orders not at all', async () => {
    const mine = await bought();
    const other = await makeShop();
    const theirs = await makeOrder(other);
    await attributeOrders(other.id, [theirs.id], NOW);
    const standing = { where: { shopId: other.id } };
    const stood = await db.orderStanding.findMany(standing);
    await changeSettings(shop.id, WIDER, NOW);
    await recomputeAll();
    expect((await standingOf(mine.id)).settingsVersion).toBe(2);
    expect(await db.orderStanding.findMany(standing)).toEqual(stood);
  });
});

describe('the recomputation', () => {
  it('comes to the end by several workers at once, over more orders than one transaction takes', async () => {
    await db.$executeRaw`
      INSERT INTO "order" (shop_id, id, name, created_at, processed_at, updated_at, test, source_name, currency, value_minor,
        total_minor)
      SELECT ${shop.id}, n, '#' || n, ${PLACED_AT}, ${PLACED_AT}, ${PLACED_AT}, false, 'pos', 'EUR', 100, 100
      FROM generate_series(1, 2500) AS n`;
    await changeSettings(shop.id, WIDER, NOW);
    expect(await recomputationProgress(shop.id)).toEqual({ version: 2, done: 0, total: 2_500 });
    expect(await db.recomputationPart.count({ where: { shopId: shop.id } })).toBe(3);
    expect(await recomputeBacklog()).toBe(500);
    expect(await recomputationProgress(shop.id)).toEqual({ version: 2, done: 500, total: 2_500 });
    await Promise.all([recomputeAll(), recomputeAll(), recomputeAll()]);
    const decided = { shopId: shop.id, settingsVersion: 2 };
    expect(await db.orderStanding.count({ where: decided })).toBe(2_500);
  });

  it('leaves the course and the path of an order as they are stored where it does not change them', async () => {
    const order = await bought();
    const written = async () =>
      (
        await pool.query<{ table: string; xmin: string }>(
          `SELECT 'course' AS table, xmin FROM order_course WHERE shop_id = $1 AND order_id = $2
           UNION ALL SELECT 'path', xmin FROM order_touch WHERE shop_id = $1 AND order_id = $2`,
          [shop.id, order.id],
        )
      ).rows;
    const receipt = async () => (await readReceipts(shop.id, [order.id], db)).get(order.id);
    const first = await written();
    expect(first.map(({ table }) => table)).toEqual(['course', 'path']);
    await changeSettings(shop.id, WIDER, NOW);
    await recomputeAll();
    expect(await written()).toEqual(first);
    expect(await receipt()).toMatchObject({
      bucket: 'credited',
      rule: { settingsVersion: 2, windowDays: 7 },
      deciding: { grade: 'pixel_tags' },
      evidence: [{ rejection: null }],
      credits: [{ amountMinor: String(order.valueMinor) }],
    });

    await changeSettings(shop.id, { ...WIDER, refusedGrades: ['pixel_tags'] }, NOW);
    await recomputeAll();
    expect((await written()).map(({ table }) => table)).toEqual(['course']);
    expect(await receipt()).toMatchObject({
      bucket: 'no_touch',
      evidence: [{ rejection: 'grade_not_accepted' }],
      credits: [],
    });

    await changeSettings(shop.id, WIDER, NOW);
    await recomputeAll();
    const again = await receipt();
    await pool.query('DELETE FROM order_standing WHERE shop_id = $1', [shop.id]);
    await attributeOrders(shop.id, [order.id], NOW);
    expect(await receipt()).toEqual(again);
    expect(await written()).toHaveLength(2);
  });

  it('has what a worker had in hand when it was killed still to do', async () => {
    const order = await bought();
    await changeSettings(shop.id, WIDER, NOW);
    const killed = inBatch(async (tx) => {
      await tx.$executeRaw`DELETE FROM recomputation_part WHERE shop_id = ${shop.id}`;
      await attributeOrders(shop.id, [order.id], NOW, tx);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await recomputationProgress(shop.id)).toMatchObject({ done: 0 });
    expect((await standingOf(order.id)).settingsVersion).toBe(1);
    await recomputeAll();
    expect((await standingOf(order.id)).settingsVersion).toBe(2);
  });

  it('also decides an order that was saved while it ran', async () => {
    await bought();
    await changeSettings(shop.id, WIDER, NOW);
    const late = await makeOrder(shop, { id: 2n ** 50n });
    await recomputeAll();
    expect((await standingOf(late.id)).settingsVersion).toBe(2);
  });

  it('starts over where the settings change again, and ends at the newest', async () => {
    const order = await bought();
    await changeSettings(shop.id, WIDER, NOW);
    await changeSettings(shop.id, { ...WIDER, windowDays: 5 }, NOW);
    await recomputeAll();
    expect(await recomputationProgress(shop.id)).toEqual({ version: 3, done: 1, total: 1 });
    expect(await standingOf(order.id)).toMatchObject({ settingsVersion: 3, bucket: 'no_touch' });
  });

  it('gives its orders a job each where one of them cannot be decided', async () => {
    const [fine, broken] = [await bought(), await bought()];
    await db.orderJourney.update({
      where: { shopId_orderId: { shopId: shop.id, orderId: broken.id } },
      data: { state: 'ready', visits: [{ at: 'never' }] },
    });
    await changeSettings(shop.id, WIDER, NOW);
    await recomputeAll();
    const jobs = await waitingJobs<{ shopId: number; orderId: string }>('attribute-order');
    const ids = jobs.filter(({ shopId }) => shopId === shop.id).map(({ orderId }) => orderId);
    expect(ids.sort()).toEqual([String(fine.id), String(broken.id)].sort());
    expect(await recomputationProgress(shop.id)).toMatchObject({ done: 2 });
  });
});

describe('a subscription', () => {
  const customerId = 77n;
  const renewed = () =>
    makeOrder(shop, {
      sourceName: 'subscription_contract',
      checkoutToken: null,
      customerId,
      processedAt: before({ days: -30 }),
      valueMinor: 2_000n,
    });
  const workOff = async () => {
    while ((await attributeBacklog()) > 0);
  };
  const renewals = async () =>
    (await db.renewalCredit.findMany({ where: { shopId: shop.id } })).map(
      ({ orderId, versionId, amountMinor }) => [orderId, versionId, amountMinor],
    );

  it('brings its renewals to who won the first order, whichever came first, and moves them with it', async () => {
    const renewal = await renewed();
    await attributeOrders(shop.id, [renewal.id], NOW);
    expect(await renewals()).toEqual([]);
    await changeSettings(shop.id, WIDER, NOW);
    const first = await bought({ customerId, sellingPlan: true });
    await workOff();
    expect(await renewals()).toEqual([[renewal.id, sent.version.id, 2_000n]]);
    expect(await standingOf(renewal.id)).toMatchObject({
      bucket: 'untrackable',
      receipt: { renewal: { orderId: String(first.id) } },
    });
    expect(await db.credit.count({ where: { shopId: shop.id, orderId: renewal.id } })).toBe(0);

    await changeSettings(shop.id, RULE, NOW);
    await recomputeAll();
    await workOff();
    expect(await renewals()).toEqual([]);
  });

  it('has its renewals among all other credits where the shop says so', async () => {
    await changeSettings(shop.id, { ...WIDER, renewals: 'inside' }, NOW);
    await bought({ customerId, sellingPlan: true });
    const renewal = await renewed();
    await attributeOrders(shop.id, [renewal.id], NOW);
    expect(await standingOf(renewal.id)).toMatchObject({
      bucket: 'credited',
      reason: 'subscription_renewal',
    });
    expect(await db.credit.findMany({ where: { shopId: shop.id, orderId: renewal.id } })).toMatchObject([
      { versionId: sent.version.id, amountMinor: 2_000n, model: 'last_click' },
    ]);
    expect(await renewals()).toEqual([]);
  });
});
