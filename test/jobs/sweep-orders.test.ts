import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db, pool, type Shop } from '~/db.server';
import { backfillOrders } from '~/jobs/backfill-orders';
import { repairOrders } from '~/jobs/repair-orders';
import { sweepOrders } from '~/jobs/sweep-orders';
import { lastDays } from '~/lib/period';
import { repairProgress } from '~/reports/reconciliation/query.server';
import { AdminRequestFailed } from '~/shopify/admin-client.server';
import { orderBulkState } from '~/shopify/bulk-orders.server';
import { parseOrderPayload } from '~/shopify/order-payload';
import {
  askForBackfill,
  askForRepair,
  findSyncState,
  unscopedAskForSweeps,
} from '~/shopify/sync-store.server';
import { orderPayloads } from '#test/shopify/order-payloads.ts';
import type { Order } from '#test/shopify/shop-state.ts';
import { marksOf, save, workOffBacklogs } from '#test/support/backlog.ts';
import { waitingJobs } from '#test/support/intake-factory.ts';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { placeOrders, runJobs } from '#test/support/reconciliation-factory.ts';
import { orderFacts } from '#test/support/order-facts-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const DAY_MS = 86_400_000;

let platform: LocalPlatform;
let shop: Shop;
beforeAll(async () => {
  platform = await startLocalPlatform({ plan: 'enterprise' });
});
beforeEach(async () => {
  await pool.query('DELETE FROM graphile_worker._private_jobs');
  await pool.query('TRUNCATE sync_state, "order", refund, order_deletion, order_journey');
  await db.shop.deleteMany();
  platform.state.orders.length = 0;
  platform.nextAnswers.length = 0;
  platform.asked.length = 0;
  await platform.signIn();
  shop = await makeShop({ domain: platform.state.shop.domain });
});
afterAll(() => platform.stop());

const state = () => findSyncState(shop.id);
const ours = () => db.order.findMany({ where: { shopId: shop.id }, orderBy: { id: 'asc' } });
const ids = (orders: { id: bigint }[]) => orders.map(({ id }) => id).sort();
/** The shop was installed so long ago, and the backfill is through. */
async function synced(sinceMs: number): Promise<void> {
  await askForBackfill(shop.id, shop.installedAt, new Date(Date.now() - sinceMs));
  await pool.query('DELETE FROM graphile_worker._private_jobs');
}
const webhook = (order: Order) =>
  save(shop.id, {
    kind: 'order',
    facts: parseOrderPayload(JSON.stringify(orderPayloads(platform.state).order(order))),
  });

const FAILURE = {
  status: 200,
  body: { errors: [{ message: 'no', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
};

/** Shopify fails from the nth page of orders on. */
function failAtPage(nth: number): { end(): void } {
  const answers = platform.nextAnswers;
  const shift = answers.shift.bind(answers);
  let pages = 0;
  answers.shift = () => {
    if (platform.asked.at(-1) === 'OrderPage') pages += 1;
    return pages >= nth ? FAILURE : shift();
  };
  return { end: () => (answers.shift = shift) };
}

describe('the backfill', () => {
  it('brings every order of before the installation, refunds and all, once', async () => {
    const placed = placeOrders(platform.state, 255, { test: false });
    const refunded = placed[3];
    if (refunded) platform.state.refundOrder(refunded, { amountMinor: 150n });
    placeOrders(platform.state, 1, { test: true });
    placeOrders(platform.state, 1, { at: new Date(Date.now() - 61 * DAY_MS) });
    const other = await makeShop();
    await askForBackfill(shop.id, shop.installedAt, new Date());
    await askForBackfill(shop.id, shop.installedAt, new Date());
    expect(await runJobs('backfill-orders')).toBe(3);
    expect(await state()).toMatchObject({ backfillState: 'done', backfilledOrders: 256 });
    expect(ids(await ours())).toEqual(ids(platform.state.orders.slice(0, 256)));
    expect(await db.refund.count({ where: { shopId: shop.id } })).toBe(1);
    expect((await ours()).filter(({ test }) => test)).toHaveLength(1);
    expect(new Set(await marksOf(shop.id)).size).toBe(256);
    expect(await db.orderJourney.count({ where: { shopId: shop.id, dueAt: { not: null } } })).toBe(256);
    expect(await db.order.count({ where: { shopId: other.id } })).toBe(0);
    expect(platform.asked.filter((name) => name === 'StartBulk')).toHaveLength(1);
  });

  it('cut short in the middle of its file goes on, and tells each order once', async () => {
    const placed = placeOrders(platform.state, 230);
    const refunded = placed[150];
    if (refunded) platform.state.refundOrder(refunded, { amountMinor: 150n });
    await askForBackfill(shop.id, shop.installedAt, new Date());
    await backfillOrders({ shopId: shop.id });
    await backfillOrders({ shopId: shop.id });
    const id = (await state())?.bulkOperationId ?? '';
    const ready = await orderBulkState(shop, id);
    const url = ready.state === 'ready' ? ready.url : null;
    const bulkOperation = { status: 'COMPLETED', errorCode: null, url };
    // The refunded order of the second hundred is asked for: there the job ends.
    platform.nextAnswers.push({ status: 200, body: { data: { bulkOperation } } }, FAILURE);
    await expect(backfillOrders({ shopId: shop.id })).rejects.toThrow('internal_server_error');
    expect(await ours()).toHaveLength(100);
    expect(await state()).toMatchObject({ backfillState: 'running' });
    await backfillOrders({ shopId: shop.id });
    expect(ids(await ours())).toEqual(ids(placed));
    expect(await state()).toMatchObject({ backfillState: 'done', backfilledOrders: 230 });
    expect(new Set(await marksOf(shop.id)).size).toBe(230);
  });

  it('that Shopify gave up begins anew, and one that finds nothing is done', async () => {
    await askForBackfill(shop.id, shop.installedAt, new Date());
    await backfillOrders({ shopId: shop.id });
    const bulkOperation = { status: 'FAILED', errorCode: 'TIMEOUT', url: null };
    platform.nextAnswers.push({ status: 200, body: { data: { bulkOperation } } });
    await backfillOrders({ shopId: shop.id });
    expect(await state()).toMatchObject({ backfillState: 'asked', backfillFailure: 'timeout' });
    await runJobs('backfill-orders');
    expect(await state()).toMatchObject({
      backfillState: 'done',
      backfilledOrders: 0,
      backfillFailure: null,
    });
  });
});

describe('a sweep', () => {
  it('brings an order whose webhooks never came, and has it decided', async () => {
    await synced(2 * DAY_MS);
    const [order] = placeOrders(platform.state, 1);
    await sweepOrders({ shopId: shop.id });
    expect(await ours()).toMatchObject([{ id: order?.id, sourceName: 'web' }]);
    expect(await marksOf(shop.id)).toEqual([order?.id]);
    expect(await state()).toMatchObject({
      lastChecked: 1,
      lastMissing: 1,
      lastDifferent: 0,
      lastRepaired: 1,
    });
    expect((await state())?.lastDifferenceMinor).toBe((await ours())[0]?.valueMinor);
    await sweepOrders({ shopId: shop.id });
    expect(await state()).toMatchObject({ lastMissing: 0, lastRepaired: 0, lastDifferenceMinor: 0n });
  });

  it('brings a refund whose webhooks never came, and keeps where the visit began', async () => {
    await synced(2 * DAY_MS);
    platform.state.recordVisit('v1', {
      at: new Date(Date.now() - 2 * 3_600_000),
      landingPage: 'https://shop.test/?utm_source=news',
      referrer: 'https://search.test/',
    });
    const [order] = placeOrders(platform.state, 1, { visitor: 'v1' });
    if (!order) return;
    const [before] = await webhook(order);
    platform.state.refundOrder(order, { amountMinor: 500n });
    await sweepOrders({ shopId: shop.id });
    expect(await ours()).toMatchObject([
      {
        valueMinor: (before?.valueMinor ?? 0n) - 500n,
        landingSite: '/?utm_source=news',
        referringSite: 'https://search.test/',
      },
    ]);
    expect(await state()).toMatchObject({ lastDifferent: 1, lastMissing: 0, lastDifferenceMinor: -500n });
  });

  it('puts right an order of the same version whose cents differ', async () => {
    await synced(2 * DAY_MS);
    const [order] = placeOrders(platform.state, 1);
    if (!order) return;
    const [right] = await webhook(order);
    await db.order.updateMany({
      where: { shopId: shop.id },
      data: { valueMinor: 99_999n, totalMinor: 99_999n },
    });
    await sweepOrders({ shopId: shop.id });
    expect(await ours()).toMatchObject([{ valueMinor: right?.valueMinor, totalMinor: right?.valueMinor }]);
  });

  it('goes page by page over 250 orders, and on from the last page where it is cut short', async () => {
    await synced(30 * DAY_MS);
    const placed = placeOrders(platform.state, 260);
    const untilPage = failAtPage(2);
    await expect(sweepOrders({ shopId: shop.id })).rejects.toThrow('internal_server_error');
    untilPage.end();
    expect(await ours()).toHaveLength(100);
    const cursor = (await state())?.cursor ?? new Date(0);
    expect(cursor.getTime()).toBe(Math.floor((placed[99]?.updatedAt.getTime() ?? 0) / 1_000) * 1_000);
    await sweepOrders({ shopId: shop.id });
    expect(ids(await ours())).toEqual(ids(placed));
    expect((await state())?.lastChecked).toBeLessThan(200);
  });

  it('leaves other shops alone', async () => {
    await synced(2 * DAY_MS);
    const other = await makeShop();
    const [order] = placeOrders(platform.state, 1);
    const theirs = orderFacts({ id: order?.id });
    await save(other.id, { kind: 'order', facts: theirs });
    await sweepOrders({ shopId: shop.id });
    expect(await db.order.findMany({ where: { shopId: other.id } })).toMatchObject([
      { id: order?.id, valueMinor: 10_000n, totalMinor: 10_000n },
    ]);
    expect(await ours()).toHaveLength(1);
  });

  it('waits where the shop no longer lets the app in', async () => {
    await synced(2 * DAY_MS);
    await pool.query('DELETE FROM "Session"');
    await sweepOrders({ shopId: shop.id });
    const known = await state();
    expect(known).toMatchObject({ sweepFailure: 'access_lost', lastSweepAt: null });
    expect(known?.nextSweepAt.getTime()).toBeGreaterThan(Date.now() + 50 * 60_000);
    await unscopedAskForSweeps(new Date());
    expect(await waitingJobs('sweep-orders')).toEqual([]);
  });
});

describe('keeping house', () => {
  it('asks for the sweep of each installed shop when it is due, of which one waits', async () => {
    const gone = await makeShop({ uninstalledAt: new Date() });
    const now = Date.now();
    for (const minutes of [0, 1, 6]) await unscopedAskForSweeps(new Date(now + minutes * 60_000));
    expect(await waitingJobs('sweep-orders')).toEqual([{ shopId: shop.id }]);
    expect(await waitingJobs('backfill-orders')).toEqual([{ shopId: shop.id }]);
    expect(await findSyncState(gone.id)).toBeUndefined();
  });
});

describe('a repair of a period', () => {
  it('goes both ways: what is missing here comes, what is gone from Shopify is worth nothing', async () => {
    await synced(0);
    const [kept, deleted] = placeOrders(platform.state, 2);
    if (!kept || !deleted) return;
    await webhook(deleted);
    platform.state.deleteOrder(deleted);
    const payload = {
      shopId: shop.id,
      from: new Date(Date.now() - 5 * DAY_MS).toISOString(),
      to: new Date().toISOString(),
    };
    await repairOrders(payload);
    expect(await ours()).toMatchObject([{ id: kept.id }, { id: deleted.id, valueMinor: 0n }]);
    expect(await state()).toMatchObject({ repairChecked: 1, repairRepaired: 2, repairFailure: null });
    await workOffBacklogs();
    expect(
      await db.orderStanding.findMany({ where: { shopId: shop.id, orderId: deleted.id } }),
    ).toMatchObject([{ bucket: 'excluded', reason: 'deleted_in_shopify' }]);
  });

  it('says so where Shopify fails, and is done by the time that it answers', async () => {
    await synced(0);
    placeOrders(platform.state, 1);
    const period = lastDays(7, new Date(), shop.timeZone);
    await askForRepair(shop.id, period, new Date());
    expect(await repairProgress(shop)).toMatchObject({ state: 'running' });
    const payload = { shopId: shop.id, from: period.from.toISOString(), to: period.to.toISOString() };
    platform.nextAnswers.push({
      status: 200,
      body: { errors: [{ message: 'no', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
    });
    await expect(repairOrders(payload)).rejects.toThrow(AdminRequestFailed);
    expect(await repairProgress(shop)).toMatchObject({ state: 'failed', failure: 'internal_server_error' });
    await repairOrders(payload);
    expect(await repairProgress(shop)).toMatchObject({ state: 'done', repaired: 1, failure: null });
  });
});
