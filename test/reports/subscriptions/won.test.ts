import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, type Order, type Shop } from '~/db.server';
import { periodOf } from '~/lib/period';
import { savePlanLines } from '~/orders/plan-line-store.server';
import { orderList } from '~/reports/order-list/query.server';
import { lapsedSubscriptions, subscriptionList } from '~/reports/subscriptions/list.server';
import { subscriptionProducts } from '~/reports/subscriptions/products.server';
import { subscriptionsReport } from '~/reports/subscriptions/query.server';
import { rhythmText } from '~/reports/subscriptions/rhythm';
import type { ReportTable } from '~/reports/table';
import {
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-20T09:30:00Z');
const YEAR = periodOf('2026-01-01', '2026-11-30', 'Europe/Berlin');
const OCTOBER = periodOf('2026-10-01', '2026-10-31', 'Europe/Berlin');

let shop: Shop;
let letter: SentMessage;
beforeEach(async () => {
  shop = await makeShop();
  letter = await makeSentMessage(shop, { sentAt: new Date('2026-01-01T08:00:00Z') });
});

const order = (customerId: bigint, day: string, some: Partial<Order>) =>
  makeOrder(shop, { customerId, processedAt: new Date(`${day}T10:00:00Z`), ...some });

/** A first order on a plan, after a visit by the letter where it won it; and its renewals. */
async function subscribed(customerId: bigint, first: string, renewals: string[], isWon = true) {
  const began = await order(customerId, first, { sellingPlan: true, valueMinor: 4_000n });
  const visits = isWon
    ? [{ at: new Date(`${first}T09:00:00Z`), utm: tags({ id: letter.version.publicId }) }]
    : [];
  await makeCheckout(shop, `checkout-${began.id}`, visits, { completedAt: began.processedAt });
  await makeJourney(shop, began.id, 'absent');
  const renewed = await Promise.all(
    renewals.map((day) =>
      order(customerId, day, {
        sourceName: 'subscription_contract',
        checkoutToken: null,
        valueMinor: 2_000n,
      }),
    ),
  );
  for (const { id } of [began, ...renewed]) await attributeOrders(shop.id, [id], NOW);
  return { began, renewed };
}

const cells = ({ columns, rows }: ReportTable) =>
  rows.map((row) => Object.fromEntries(columns.map(({ title }, place) => [title, row.cells[place]?.text])));

describe('subscriptions by the message that won them', () => {
  it('are told with their monthly value and their renewals, and add up with those that no message won', async () => {
    await subscribed(1n, '2026-08-10', ['2026-09-10', '2026-10-10', '2026-11-10']);
    await subscribed(2n, '2026-10-05', ['2026-11-05']);
    await subscribed(3n, '2026-10-06', [], false);
    const { won, metrics, notes } = await subscriptionsReport(shop, OCTOBER, null, NOW);
    expect(cells(won)).toEqual([
      {
        ...{ Message: 'Winter mugs', Channel: 'Email', 'New subscriptions': '1', 'New MRR': '€20.00' },
        ...{ Active: '2', Renewals: '1', 'Renewal revenue': '€20.00' },
      },
      {
        ...{ Message: 'No message', Channel: '', 'New subscriptions': '1', 'New MRR': '€0.00' },
        ...{ Active: '1', Renewals: '0', 'Renewal revenue': '€0.00' },
      },
    ]);
    expect(Object.fromEntries(metrics.map(({ name, value }) => [name, value]))).toMatchObject({
      'New subscriptions': '2',
      'Active subscriptions': '3',
      MRR: '€40.00',
      'New MRR': '€20.00',
      ARPU: '€20.00',
      'Subscription revenue': '€100.00',
    });
    expect(notes).toEqual([expect.stringMatching(/^1 subscription of the active ones/)]);
  });

  it('lead to their first orders, and to no others', async () => {
    const mine = await subscribed(1n, '2026-10-05', ['2026-11-05']);
    const other = await subscribed(2n, '2026-10-06', [], false);
    await order(1n, '2026-10-20', { sellingPlan: true });
    const { won } = await subscriptionsReport(shop, OCTOBER, null, NOW);
    expect(won.rows.map(({ path, orders }) => [path, orders])).toEqual([
      [
        `/app/campaigns/${letter.campaign.id}`,
        `/app/orders?from=2026-10-01&to=2026-10-31&subscription=first&message=${letter.version.id}`,
      ],
      [null, '/app/orders?from=2026-10-01&to=2026-10-31&subscription=first&credited=no'],
    ]);
    const ids = async (filter: Parameters<typeof orderList>[1]) =>
      (await orderList(shop, { period: OCTOBER, ...filter })).rows.map(({ id }) => id);
    expect(await ids({ subscription: 'first', earnedBy: { versionId: letter.version.id } })).toEqual([
      String(mine.began.id),
    ]);
    expect(await ids({ subscription: 'first', isUncredited: true })).toEqual([String(other.began.id)]);
    const renewals = await orderList(shop, { subscription: 'renewal' });
    expect(renewals.rows.map(({ id }) => id)).toEqual(mine.renewed.map(({ id }) => String(id)));
  });

  it('say what is not known instead of nothing', async () => {
    await subscribed(3n, '2026-10-06', []);
    const { metrics } = await subscriptionsReport(shop, OCTOBER, null, NOW);
    const unknown = metrics.filter(({ value }) => value === null).map(({ name }) => name);
    expect(unknown).toEqual(['MRR', 'New MRR', 'Churn', 'MRR churn', 'ARPU']);
    expect(metrics.find(({ name }) => name === 'MRR')?.unknown).toBe(
      'None of them has renewed yet: their rhythm is not known.',
    );
  });
});

describe('the list of subscriptions', () => {
  it('tells of each its rhythm, what it brought and who won it, and leads to its receipt and its orders', async () => {
    const { began } = await subscribed(1n, '2026-08-10', ['2026-09-10', '2026-10-10', '2026-11-10']);
    await savePlanLines(shop.id, began.id, [{ title: 'Tea', plan: 'Monthly', quantity: 2 }], db);
    await subscribed(2n, '2026-03-01', ['2026-03-15', '2026-03-29'], false);
    await subscribed(3n, '2026-11-06', []);
    await order(4n, '2026-11-01', { sourceName: 'subscription_contract', checkoutToken: null });
    await order(1n, '2026-11-11', {});
    const table = await subscriptionList(shop, YEAR, NOW);
    expect(table.sentence).toBe('4 subscriptions ran in this period; 3 of them still do.');
    expect(cells(table).map(({ Subscription: _, ...row }) => row)).toEqual([
      {
        ...{ Status: 'Not renewed yet', Message: 'Winter mugs', Began: '6 Nov 2026', Plan: '–', Rhythm: '–' },
        ...{ Renewals: '0', Revenue: '€40.00', MRR: '–' },
      },
      {
        ...{ Status: 'Active', Message: 'No message', Began: '–', Plan: '–', Rhythm: '–' },
        ...{ Renewals: '1', Revenue: '€50.00', MRR: '–' },
      },
      {
        ...{
          Status: 'Active',
          Message: 'Winter mugs',
          Began: '10 Aug 2026',
          Plan: 'Monthly',
          Rhythm: 'Every month',
        },
        ...{ Renewals: '3', Revenue: '€100.00', MRR: '€20.00' },
      },
      {
        ...{
          Status: 'Lapsed',
          Message: 'No message',
          Began: '1 Mar 2026',
          Plan: '–',
          Rhythm: 'Every 2 weeks',
        },
        ...{ Renewals: '2', Revenue: '€80.00', MRR: '–' },
      },
    ]);
    expect(table.rows[2]).toMatchObject({
      path: `/app/orders/${began.id}`,
      orders: `/app/orders?subscription_of=${began.id}`,
    });
    expect(await orderList(shop, { subscriptionOf: began.id })).toMatchObject({ total: 4 });
  });

  it('leaves out what ended before the period', async () => {
    await subscribed(2n, '2026-03-01', ['2026-03-15', '2026-03-29'], false);
    expect((await subscriptionList(shop, OCTOBER, NOW)).rows).toEqual([]);
  });
});

describe('churn', () => {
  it('names each subscription whose next order is overdue, and when it came after all', async () => {
    await subscribed(1n, '2026-08-03', ['2026-09-03', '2026-10-03', '2026-11-03']);
    await subscribed(2n, '2026-08-10', ['2026-08-24', '2026-09-07', '2026-09-21', '2026-11-01'], false);
    const table = await lapsedSubscriptions(shop, OCTOBER, NOW);
    expect(table.sentence).toBe(
      '1 subscription lapsed: 50% (95 % interval 9.5% – 90.5%) of the 2 that were active at the start.',
    );
    expect(cells(table)).toEqual([
      {
        ...{
          Subscription: expect.stringMatching(/^#/) as string,
          Message: 'No message',
          Began: '10 Aug 2026',
        },
        ...{ 'Last order': '21 Sep 2026', Lapsed: '12 Oct 2026', 'Came back': '1 Nov 2026' },
        ...{ Rhythm: 'Every 2 weeks', Orders: '4', 'MRR lost': '€43.33' },
      },
    ]);
    const { metrics } = await subscriptionsReport(shop, OCTOBER, null, NOW);
    expect(metrics.find(({ name }) => name === 'Churn')?.value).toBe('50%');
  });
});

describe('products', () => {
  it('are told by plan, with what began, runs and lapsed, and lead to the first orders', async () => {
    const tea = await subscribed(1n, '2026-08-10', ['2026-09-10', '2026-10-10', '2026-11-10']);
    const both = await subscribed(2n, '2026-10-05', []);
    await subscribed(3n, '2026-08-10', ['2026-08-24', '2026-09-07', '2026-09-21'], false);
    await savePlanLines(shop.id, tea.began.id, [{ title: 'Tea', plan: 'Monthly', quantity: 1 }], db);
    const lines = [
      { title: 'Tea', plan: 'Monthly', quantity: 1 },
      { title: 'Tea', plan: 'Monthly', quantity: 2 },
      { title: 'Pot', plan: '', quantity: 1 },
    ];
    await savePlanLines(shop.id, both.began.id, lines, db);
    const table = await subscriptionProducts(shop, OCTOBER, NOW);
    expect(table.sentence).toBe('Subscriptions of 2 products ran in this period.');
    expect(table.rows.map(({ cells: own }) => own.map(({ text }) => text))).toEqual([
      ['Tea', 'Monthly', '1', '3', '2', '0', '€20.00'],
      ['Pot', '', '1', '1', '1', '0', '–'],
      ['Not told', '', '0', '–', '0', '1', '€0.00'],
    ]);
    expect(table.rows[1]?.orders).toBe(
      '/app/orders?from=2026-10-01&to=2026-10-31&subscription=first&product=Pot&plan=',
    );
    const { rows } = await orderList(shop, { onPlan: { product: 'Tea', plan: 'Monthly' } });
    expect(rows.map(({ id }) => id).sort()).toEqual([tea, both].map(({ began }) => String(began.id)).sort());
    expect(await orderList(shop, { subscription: 'first', onPlan: 'not_told' })).toMatchObject({ total: 1 });
  });
});

describe('a rhythm', () => {
  it.each([
    [7, 'Every week'],
    [14, 'Every 2 weeks'],
    [28, 'Every 4 weeks'],
    [30, 'Every month'],
    [31, 'Every month'],
    [10, 'Every 10 days'],
    [61, 'Every 2 months'],
    [91, 'Every 3 months'],
    [365, 'Every year'],
  ])('of %i days reads as %s', (days, text) => {
    expect(rhythmText(days)).toBe(text);
  });
});
