import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, pool, type Shop } from '~/db.server';
import { formatMoney } from '~/lib/money';
import { type Period, periodOf, yearBefore } from '~/lib/period';
import { salesOverview as overview } from '~/reports/sales-overview/query.server';
import {
  makeCheckout,
  makeClick,
  makeDelivery,
  makeJourney,
  makeOrder,
  makeSentMessage,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory';
import { save } from '#test/support/backlog.ts';
import { orderFacts, refundFacts } from '#test/support/order-facts-factory.ts';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-12-05T00:00:00Z');
const NOVEMBER = periodOf('2026-11-01', '2026-11-30', 'Europe/Berlin');
const SENT_AT = new Date('2026-10-01T00:00:00Z');

/** With the sums as a worker would have made them by then. */
const salesOverview: typeof overview = async (of, ...rest) => {
  await rollUpAll(of);
  return overview(of, ...rest);
};

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

/** An attributed order; credited to `sent` where given, else of a visitor who came directly. */
async function bought(at: string, valueMinor: bigint, sent?: SentMessage, of: Shop = shop) {
  const placedAt = new Date(at);
  const order = await makeOrder(of, { processedAt: placedAt, valueMinor });
  const hourBefore = new Date(placedAt.getTime() - 3_600_000);
  await makeCheckout(
    of,
    `checkout-${order.id}`,
    sent ? [{ at: hourBefore, utm: tags({ id: sent.version.publicId }) }] : [],
    { completedAt: placedAt },
  );
  await makeJourney(of, order.id, 'absent');
  await attributeOrders(of.id, [order.id], NOW);
  return order;
}

const euros = (minor: bigint | string) => formatMoney({ minor: BigInt(minor), currency: 'EUR' });

describe('the sales overview', () => {
  it('counts what was placed in the shop’s days, beside the days before', async () => {
    const sent = await makeSentMessage(shop, { sentAt: SENT_AT });
    await bought('2026-10-31T22:59:59Z', 1_000n, sent); // 31 October in Berlin
    await bought('2026-10-31T23:00:00Z', 2_000n, sent); // 1 November
    await bought('2026-11-30T22:59:59Z', 3_000n);
    await bought('2026-11-30T23:00:00Z', 9_900n); // 1 December

    const view = await salesOverview(shop, NOVEMBER);
    expect(view.creditedRevenue.value).toBe('€20.00');
    expect(view.creditedRevenue.change).toEqual({ text: '+100%', direction: 'up', before: '€10.00' });
    expect(view.creditedOrders.value).toBe('1');
    expect(view.totalSales.value).toBe('€50.00');
    expect(view.allOrders).toMatchObject({ value: '2', change: { text: '+100%' } });
    expect(view.creditedShare).toMatchObject({ value: '40%', change: { text: '-60 points' } });
    expect(view.sentence).toBe('Your messages earned €20.00 of €50.00 (40%), in 1 of 2 orders.');
    expect(view.period).toEqual({ label: '1 Nov 2026 – 30 Nov 2026', before: '2 Oct 2026 – 31 Oct 2026' });
    expect(view.days).toHaveLength(30);
    expect(view.days[0]).toEqual({
      day: '2026-11-01',
      label: '1 Nov',
      credited: 20,
      all: 20,
      before: 0,
      creditedText: '€20.00',
      allText: '€20.00',
      beforeText: '€0.00',
      creditedOrders: 1,
      allOrders: 1,
    });
    expect(view.days.at(-1)).toMatchObject({ day: '2026-11-30', credited: 0, all: 30, allOrders: 1 });
  });

  it('lists each message with what it earned, its persons and deliveries', async () => {
    const winter = await makeSentMessage(shop, { sentAt: SENT_AT });
    const quiet = await makeSentMessage(shop, {
      name: 'Quiet',
      subject: 'Psst',
      sentAt: new Date('2026-11-10T00:00:00Z'),
    });
    await makeSentMessage(shop, { name: 'Earlier, without orders', sentAt: SENT_AT });
    const second = await makeDelivery(shop, winter.version);
    await makeDelivery(shop, winter.version, { state: 'failed', sentAt: null });
    await makeDelivery(shop, winter.version, { state: 'skipped', sentAt: null });
    for (const delivery of [winter.delivery, winter.delivery, second]) {
      await makeClick(shop, { version: winter.version, delivery }, new Date('2026-11-02T10:00:00Z'));
    }
    await makeClick(shop, quiet, new Date('2026-11-12T10:00:00Z'), 'machine');
    await bought('2026-11-03T10:00:00Z', 4_200n, winter);
    await bought('2026-11-04T10:00:00Z', 100n, winter);

    const { messages } = await salesOverview(shop, NOVEMBER);
    expect(messages).toEqual([
      {
        versionId: String(winter.version.id),
        campaignId: String(winter.campaign.id),
        campaign: 'Winter mugs',
        trackingLinkId: null,
        automationId: null,
        subject: 'Warm hands',
        channel: 'email',
        channelLabel: 'Email',
        utm: { source: 'newsletter', medium: 'email', campaign: 'winter_mugs' },
        orders: '2',
        revenue: '€43.00',
        renewals: null,
        uniqueClicks: '2',
        delivered: '2',
      },
      expect.objectContaining({
        campaign: 'Quiet',
        orders: '0',
        revenue: '€0.00',
        renewals: null,
        uniqueClicks: '0',
        delivered: '1',
      }),
    ]);
  });

  it('has buckets that add up to all orders, those not decided yet among the pending', async () => {
    const sent = await makeSentMessage(shop, { sentAt: SENT_AT });
    await bought('2026-11-03T10:00:00Z', 4_200n, sent);
    await bought('2026-11-04T10:00:00Z', 300n);
    await makeOrder(shop, { processedAt: new Date('2026-11-05T10:00:00Z'), valueMinor: 50n });
    const test = await makeOrder(shop, {
      processedAt: new Date('2026-11-05T10:00:00Z'),
      valueMinor: 7n,
      test: true,
    });
    await attributeOrders(shop.id, [test.id], NOW);

    const view = await salesOverview(shop, NOVEMBER);
    expect(view.buckets.map(({ bucket, orders, value, share }) => [bucket, orders, value, share])).toEqual([
      ['credited', '1', '€42.00', '25%'],
      ['no_touch', '1', '€3.00', '25%'],
      ['consent_absent', '0', '€0.00', '0%'],
      ['untrackable', '0', '€0.00', '0%'],
      ['pending', '1', '€0.50', '25%'],
      ['excluded', '1', '€0.07', '25%'],
    ]);
    expect(view.bucketTotal).toEqual({ orders: '4', value: '€45.57' });
    expect([view.allOrders.value, view.totalSales.value]).toEqual(['3', '€45.50']);
  });

  it('counts refunds on the day of their order or on their own, and averages orders at what they are worth', async () => {
    const processedAt = new Date('2026-11-20T09:00:00Z');
    await save(
      shop.id,
      { kind: 'order', facts: orderFacts({ processedAt }) },
      {
        kind: 'order',
        facts: orderFacts({ id: 1002n, processedAt, totalMinor: 5_001n, grossMinor: 5_001n }),
      },
      {
        kind: 'refund',
        orderId: 1001n,
        refund: refundFacts({ processedAt: new Date('2026-12-01T09:00:00Z') }),
      },
    );
    const asked = async (period: Period, basis: 'placed' | 'moved') => {
      const view = await salesOverview(shop, period, { basis });
      return [view.totalSales, view.taken, view.allOrders, view.averageOrder].map(({ value }) => value);
    };
    const december = periodOf('2026-12-01', '2026-12-31', 'Europe/Berlin');
    expect(await asked(NOVEMBER, 'placed')).toEqual(['€120.01', '-€30.00', '2', '€60.01']);
    expect(await asked(NOVEMBER, 'moved')).toEqual(['€150.01', '€0.00', '2', '€60.01']);
    expect(await asked(december, 'moved')).toEqual(['-€30.00', '-€30.00', '0', null]);
    expect((await salesOverview(shop, december, { basis: 'moved' })).basis).toContain(
      'by the day they happened',
    );
  });

  it('compares with what it is told to compare with, or with nothing', async () => {
    await bought('2025-11-03T10:00:00Z', 1_000n);
    await bought('2026-11-03T10:00:00Z', 3_000n);
    const year = await salesOverview(shop, NOVEMBER, { before: yearBefore(NOVEMBER) });
    expect(year.totalSales.change).toMatchObject({ text: '+200%', before: '€10.00' });
    expect(year.days[2]).toMatchObject({ all: 30, before: 10 });
    const alone = await salesOverview(shop, NOVEMBER, { before: null });
    expect([alone.totalSales.change, alone.period.before, alone.days[2]?.before]).toEqual([
      null,
      null,
      undefined,
    ]);
  });

  it('knows no share of nothing, and sums no other currency', async () => {
    const none = await salesOverview(shop, NOVEMBER);
    expect(none).toMatchObject({
      empty: true,
      note: null,
      sentence: 'No orders were placed in this period.',
    });
    expect(none.creditedShare).toMatchObject({
      value: null,
      unknown: 'No orders were placed in this period.',
    });
    expect(none.buckets.map(({ share }) => share)).toEqual(Array(6).fill(null));

    await makeOrder(shop, { processedAt: new Date('2026-11-05T10:00:00Z'), currency: 'USD' });
    expect(await salesOverview(shop, NOVEMBER)).toMatchObject({
      empty: false,
      note: '1 order in another currency than EUR: counted, and not in the sums of money.',
      totalSales: { value: '€0.00' },
    });
  });

  it('agrees with the tables to the cent over random orders of two shops', async () => {
    const other = await makeShop();
    const messages = [
      await makeSentMessage(shop, { sentAt: SENT_AT }),
      await makeSentMessage(shop, { sentAt: SENT_AT }),
    ];
    const foreign = await makeSentMessage(other, { sentAt: SENT_AT });
    const orders = fc.sample(
      fc.record({
        at: fc.date({
          min: new Date('2026-10-28T00:00:00Z'),
          max: new Date('2026-12-03T00:00:00Z'),
          noInvalidDate: true,
        }),
        value: fc.bigInt(0n, 100_000n),
        sent: fc.constantFrom(...messages, undefined),
        shop: fc.constantFrom(shop, shop, other),
      }),
      { numRuns: 60, seed: 7 },
    );
    for (const { at, value, sent, shop: of } of orders) {
      await bought(at.toISOString(), value, of === other ? sent && foreign : sent, of);
    }
    const { rows } = await pool.query<{ credited: string; credits: string; sales: string; orders: string }>(
      `WITH o AS (
         SELECT * FROM "order"
         WHERE shop_id = $1 AND (processed_at AT TIME ZONE 'Europe/Berlin')::date BETWEEN '2026-11-01' AND '2026-11-30')
       SELECT (SELECT sum(amount_minor) FROM credit WHERE shop_id = $1 AND order_id IN (SELECT id FROM o)) AS credited,
              (SELECT count(*) FROM credit WHERE shop_id = $1 AND order_id IN (SELECT id FROM o)) AS credits,
              (SELECT sum(value_minor) FROM o) AS sales, (SELECT count(*) FROM o) AS orders`,
      [shop.id],
    );
    const [table] = rows;
    const view = await salesOverview(shop, NOVEMBER);
    expect(Number(table?.credits)).toBeGreaterThan(5);
    expect(view.creditedRevenue.value).toBe(euros(table?.credited ?? ''));
    expect(view.creditedOrders.value).toBe(table?.credits);
    expect(view.totalSales.value).toBe(euros(table?.sales ?? ''));
    expect(view.bucketTotal).toEqual({ orders: table?.orders, value: euros(table?.sales ?? '') });

    expect(view.grades?.total).toBe(view.creditedRevenue.value);
    expect(view.grades?.parts).toMatchObject([
      { grade: 'pixel_tags', orders: table?.credits, amount: view.creditedRevenue.value, share: '100%' },
    ]);

    const cents = (amounts: number[]) =>
      BigInt(Math.round(amounts.reduce((sum, amount) => sum + amount, 0) * 100));
    expect(euros(cents(view.days.map(({ credited }) => credited)))).toBe(view.creditedRevenue.value);
    expect(euros(cents(view.days.map(({ all }) => all)))).toBe(view.totalSales.value);
    expect(view.messages.reduce((sum, { orders: own }) => sum + Number(own), 0)).toBe(Number(table?.credits));
    expect(await db.credit.count({ where: { shopId: shop.id, versionId: foreign.version.id } })).toBe(0);
  });
});
