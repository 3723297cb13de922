import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db } from '~/db.server';
import { sumCohorts } from '~/jobs/sum-cohorts';
import { loader as listOrders } from '~/routes/app.orders._index/route';
import { loader as openCohorts } from '~/routes/app.reports.cohorts/route';
import { loader as exportReport } from '~/routes/app.reports.export.$report';
import { loader as openSalesSubscriptions } from '~/routes/app.reports.sales-overview_.subscriptions';
import { loader as openPerformers } from '~/routes/app.reports.sales-overview_.top-performers';
import { loader as openUpsells } from '~/routes/app.reports.sales-overview_.upsells';
import { loader as openSubscriptions } from '~/routes/app.reports.subscriptions/route';
import { loader as openChurn } from '~/routes/app.reports.subscriptions_.churn';
import { loader as openList } from '~/routes/app.reports.subscriptions_.list';
import {
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  tags,
} from '#test/support/attribution-factory';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import { rollUpAll } from '#test/support/rollups.ts';

const DAY = 86_400_000;

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
  const { shop } = merchant;
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY);
  const sent = await makeSentMessage(shop, { name: '=1+1', sentAt: daysAgo(6) });
  const customerId = 1n;
  const first = await makeOrder(shop, {
    customerId,
    processedAt: daysAgo(5),
    sellingPlan: true,
    editMinor: 700n,
  });
  await makeCheckout(
    shop,
    `checkout-${first.id}`,
    [{ at: daysAgo(5.1), utm: tags({ id: sent.version.publicId }) }],
    { completedAt: daysAgo(5) },
  );
  await makeJourney(shop, first.id, 'absent');
  const gone = [90, 83, 76].map((days, place) =>
    makeOrder(shop, {
      customerId: 2n,
      processedAt: daysAgo(days),
      ...(place === 0 ? { sellingPlan: true } : { sourceName: 'subscription_contract', checkoutToken: null }),
    }),
  );
  const orders = [first, ...(await Promise.all(gone))];
  await attributeOrders(
    shop.id,
    orders.map(({ id }) => id),
    new Date(),
  );
  await rollUpAll(shop);
  await db.cohortState.update({ where: { shopId: shop.id }, data: { nextAt: new Date(0) } });
  await sumCohorts();
});
afterAll(() => merchant.leave());

const at = (path: string, params: Record<string, string> = {}) => ({
  request: merchant.ask(path),
  params,
  context: {},
});

async function csvOf(report: string): Promise<Record<string, string>[]> {
  const answer = await exportReport(at(`/app/reports/export/${report}?days=90`, { report }));
  return parse(await answer.text(), { columns: true });
}

describe('the pages of a report', () => {
  it('are about the days that the address asks for, beside those before', async () => {
    const query = '?days=7&compare=year';
    for (const open of [openSubscriptions, openSalesSubscriptions, openUpsells]) {
      const { bar, view } = await open(at(`/app/reports/any${query}`));
      expect(bar).toMatchObject({ preset: '7', compare: 'year' });
      expect(view.period.before).not.toBeNull();
    }
    for (const open of [openList, openChurn, openPerformers])
      expect((await open(at(`/app/reports/any${query}`))).bar).toMatchObject({ preset: '7' });
    const { query: asked } = await openCohorts(at('/app/reports/cohorts?by=message&range=24'));
    expect(asked).toEqual({ by: 'message', range: '24' });
    const { query: other } = await openCohorts(at('/app/reports/cohorts?by=shoe&range=-1'));
    expect(other).toEqual({ by: 'month', range: '12' });
  });

  it('lead each row to the list of its orders, which says whose they are', async () => {
    const { view } = await openSubscriptions(at('/app/reports/subscriptions'));
    const { table: list } = await openList(at('/app/reports/subscriptions/list?days=90'));
    const { view: upsells } = await openUpsells(at('/app/reports/sales-overview/upsells'));
    const { view: cohorts } = await openCohorts(at('/app/reports/cohorts'));
    const lead = async (path: string | undefined) => {
      const { total, only } = await listOrders(at(path ?? ''));
      return { total, only: only.at(-1) };
    };
    expect(await lead(view.won.rows[0]?.orders)).toEqual({ total: 1, only: 'that began a subscription' });
    expect(await lead(list.rows.at(-1)?.orders)).toEqual({
      total: 3,
      only: 'of one customer’s subscription',
    });
    expect(await lead(upsells.added.rows[0]?.orders)).toEqual({
      total: 1,
      only: 'with something added after the checkout',
    });
    expect(await lead(cohorts.table.rows[0]?.orders)).toMatchObject({
      only: 'that were their customer’s first',
    });
  });

  it('have a file each, whose names no spreadsheet takes for a formula', async () => {
    const [won] = await csvOf('subscriptions');
    expect(won).toMatchObject({ Message: `'=1+1`, 'New subscriptions': '1', Renewals: '0' });
    expect(await csvOf('subscription-list')).toHaveLength(2);
    expect(await csvOf('subscription-churn')).toMatchObject([{ Rhythm: '7', 'MRR lost': '216.67' }]);
    expect(await csvOf('upsells')).toMatchObject([{ Message: `'=1+1`, 'Upsell revenue': '7.00' }]);
    const performers = await csvOf('top-performers');
    expect(performers.map((row) => row.Of)).toEqual(['Messages', 'Campaigns', 'Sources']);
    const cohorts = await csvOf('cohorts');
    expect(cohorts.map((row) => Number(row.Customers)).reduce((sum, count) => sum + count, 0)).toBe(2);
  });
});
