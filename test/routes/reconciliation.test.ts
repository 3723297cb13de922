import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db, pool } from '~/db.server';
import { action, loader } from '~/routes/app.reports.reconciliation/route';
import { loader as progress } from '~/routes/app.repair-progress';
import { sweepOrders } from '~/jobs/sweep-orders';
import { homeReport } from '~/reports/home/query.server';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import { decideAll, placeOrders, runJobs } from '#test/support/reconciliation-factory.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
beforeEach(async () => {
  await pool.query('TRUNCATE "order", order_standing, order_deletion, refund, ledger_entry');
  merchant.platform.state.orders.length = 0;
});
afterAll(() => merchant.leave());

const read = (query = '') =>
  loader({ request: merchant.ask(`/app/reports/reconciliation${query}`), params: {}, context: {} });
const repair = (days: string) =>
  action({ request: merchant.ask('/app/reports/reconciliation', { days }), params: {}, context: {} });
const far = () => progress({ request: merchant.ask('/app/repair-progress'), params: {}, context: {} });

describe('the reconciliation page', () => {
  it('says that a shop without orders has none on either side', async () => {
    expect(await read()).toMatchObject({
      days: '7',
      unavailable: null,
      view: { empty: true, differs: false, orders: [] },
    });
  });

  it('shows a gap with its reason, and after the repair closes to zero', async () => {
    const [order] = placeOrders(merchant.platform.state, 1);
    expect(await read('?days=30')).toMatchObject({
      view: {
        differs: true,
        orders: [{ name: order?.name, reason: 'missing_here', ours: null, known: false }],
      },
    });
    await repair('30');
    expect(await far()).toMatchObject({ state: 'running' });
    await runJobs('repair-orders');
    expect(await far()).toMatchObject({ state: 'done', checked: 1, repaired: 1 });
    await decideAll(merchant.shop);
    const { view } = await read('?days=30');
    expect(view).toMatchObject({ differs: false, orders: [] });
    expect(view?.statement.at(-1)).toEqual({ label: 'Difference', orders: '0', total: '€0.00' });
    expect(view?.days).toHaveLength(30);
  });

  it('says why where Shopify does not answer, and keeps working', async () => {
    const refusal = { message: 'no', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
    merchant.platform.nextAnswers.push({ status: 200, body: { errors: [refusal] } });
    expect(await read()).toMatchObject({ view: null, unavailable: 'not_answered' });
  });

  it('takes no period that Shopify does not show', async () => {
    expect(await read('?days=365')).toMatchObject({ days: '7' });
  });
});

describe('the health of the home page', () => {
  it('tells the last sweep, its difference and the oldest order that is not decided', async () => {
    const { shop, platform } = merchant;
    await db.syncState.updateMany({ where: { shopId: shop.id }, data: { cursor: new Date(0) } });
    await sweepOrders({ shopId: shop.id });
    expect((await homeReport(shop, new Date())).health).toMatchObject({
      reconciledDifference: '€0.00',
      oldestPending: null,
    });
    const [order] = placeOrders(platform.state, 1);
    await db.syncState.updateMany({ where: { shopId: shop.id }, data: { cursor: new Date(0) } });
    await sweepOrders({ shopId: shop.id });
    await decideAll(shop);
    const { health } = await homeReport(shop, new Date());
    expect(health.reconciledDifference).toMatch(/^€[\d.]+, 1 order repaired$/);
    expect(health.lastReconciled).not.toBeNull();
    expect(health.oldestPending).not.toBeNull();
    expect(order).toBeDefined();
  });
});
