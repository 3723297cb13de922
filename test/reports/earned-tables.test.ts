import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { insertSettings } from '~/attribution/attribution-store.server';
import { DEFAULT_SETTINGS } from '~/attribution/facts';
import { db, pool, type Shop } from '~/db.server';
import { periodOf } from '~/lib/period';
import { channelsReport } from '~/reports/channels/query.server';
import { orderList } from '~/reports/order-list/query.server';
import type { ReportTable } from '~/reports/table';
import { tagsExplorerReport } from '~/reports/tags-explorer/query.server';
import { topMessagesReport } from '~/reports/top-messages/query.server';
import { topSourcesReport } from '~/reports/top-sources/query.server';
import {
  makeCheckout,
  makeDelivery,
  makeJourney,
  makeOrder,
  makeSentMessage,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory';
import { flowOf, makeAutomation } from '#test/support/automation-factory.ts';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-12-05T00:00:00Z');
const NOVEMBER = periodOf('2026-11-01', '2026-11-30', 'Europe/Berlin');
const SENT_AT = new Date('2026-11-01T08:00:00Z');

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

type Landed = SentMessage | string;

/** An attributed order whose visitor came by these, the last one last: messages, or sites by their host. */
async function bought(at: string, valueMinor: bigint, ...by: Landed[]) {
  const placedAt = new Date(at);
  const order = await makeOrder(shop, { processedAt: placedAt, valueMinor });
  const landings = by.map((from, index) => ({
    at: new Date(placedAt.getTime() - (by.length - index) * 600_000),
    ...(typeof from === 'string'
      ? { referrer: `https://${from}/`, utm: tags() }
      : { utm: tags({ id: from.version.publicId }) }),
  }));
  await makeCheckout(shop, `checkout-${order.id}`, landings, { completedAt: placedAt });
  await makeJourney(shop, order.id, 'absent');
  await attributeOrders(shop.id, [order.id], NOW);
  return order;
}

const column = ({ columns, rows }: ReportTable, title: string) => {
  const place = columns.findIndex((one) => one.title === title);
  const cells = rows.map(({ cells }) => [cells[0]?.text ?? '', cells[place]?.text ?? ''] as const);
  return Object.fromEntries(cells);
};
const sumOf = ({ columns, rows }: ReportTable, title: string) => {
  const place = columns.findIndex((one) => one.title === title);
  const sum = rows.reduce((total, { cells }) => total + Number(cells[place]?.raw), 0);
  return sum.toFixed(2);
};

async function someMessages() {
  const letter = await makeSentMessage(shop, { sentAt: SENT_AT });
  const sms = await makeSentMessage(shop, {
    name: 'By text',
    channel: 'sms',
    utmSource: 'text',
    utmMedium: 'sms',
    sentAt: SENT_AT,
  });
  await db.delivery.updateMany({
    where: { shopId: shop.id, versionId: sms.version.id },
    data: { channel: 'sms' },
  });
  return { letter, sms };
}

describe('the channels', () => {
  it('have what was delivered, ordered and earned beside each other, and say nothing of too few orders', async () => {
    const { letter, sms } = await someMessages();
    await makeDelivery(shop, letter.version, { sentAt: SENT_AT });
    await bought('2026-11-03T10:00:00Z', 4_200n, letter);
    await bought('2026-11-04T10:00:00Z', 100n, letter);
    await bought('2026-11-05T10:00:00Z', 5_000n, sms);
    await bought('2026-12-02T10:00:00Z', 9_900n, sms);
    await rollUpAll(shop);
    const table = await channelsReport(shop, NOVEMBER, 'placed');
    expect(column(table, 'Revenue')).toEqual({ SMS: '€50.00', Email: '€43.00' });
    expect(column(table, 'Orders')).toEqual({ SMS: '1', Email: '2' });
    expect(column(table, 'Delivered')).toEqual({ SMS: '1', Email: '2' });
    expect(column(table, 'Conversion')).toEqual({ SMS: '100%', Email: '100%' });
    expect(column(table, 'Average order')).toEqual({ SMS: '€50.00', Email: '€21.50' });
    expect(table.rows[0]?.cells[2]?.note).toBe('20.7% – 100%');
    expect(table.sentence).toBe('Your messages earned €93.00 in 3 orders: too few to say what does best.');
    expect(table.total?.map(({ text }) => text)).toContain('€93.00');
  });

  it('show one that was sent and earned nothing, and of none what is not known', async () => {
    expect(await channelsReport(shop, NOVEMBER, 'placed')).toMatchObject({
      rows: [],
      sentence: 'No message earned anything in this period.',
    });
    await someMessages();
    await rollUpAll(shop);
    const table = await channelsReport(shop, NOVEMBER, 'placed');
    expect(column(table, 'Revenue')).toEqual({ Email: '€0.00', SMS: '€0.00' });
    expect(column(table, 'Average order')).toEqual({ Email: '–', SMS: '–' });
  });
});

describe('the sources', () => {
  it('add up to all orders, each in one row, and what several share to its parts', async () => {
    const { letter } = await someMessages();
    await insertSettings(shop.id, { ...DEFAULT_SETTINGS, model: 'linear' }, NOW, db);
    await bought('2026-11-03T10:00:00Z', 1_000n, letter, 'blog.example');
    await bought('2026-11-03T11:00:00Z', 2_000n, 'blog.example');
    await bought('2026-11-03T12:00:00Z', 4_000n);
    await makeOrder(shop, { processedAt: new Date('2026-11-03T13:00:00Z'), valueMinor: 8_000n });
    await rollUpAll(shop);
    const table = await topSourcesReport(shop, NOVEMBER, 'placed');
    expect(column(table, 'Sales')).toEqual({
      Pending: '€80.00',
      Direct: '€40.00',
      'blog.example': '€20.00',
      newsletter: '€5.00',
      'Not credited of credited orders': '€5.00',
    });
    expect(column(table, 'Orders')).toMatchObject({
      newsletter: '0.5',
      'Not credited of credited orders': '0.5',
    });
    expect([sumOf(table, 'Sales'), sumOf(table, 'Orders')]).toEqual(['150.00', '4.00']);
    expect(table.sentence).toBe('€5.00 of €150.00 (3.3%) came by your messages, in a period of 4 orders.');
  });
});

describe('every row of a report', () => {
  it('leads to its orders', async () => {
    const { letter, sms } = await someMessages();
    const mine = await bought('2026-11-03T10:00:00Z', 1_000n, letter);
    const texted = await bought('2026-11-04T10:00:00Z', 5_000n, sms);
    const foreign = await bought('2026-11-05T10:00:00Z', 2_000n, 'blog.example');
    const within = { period: NOVEMBER };
    const ids = async (filter: Parameters<typeof orderList>[1]) =>
      (await orderList(shop, { ...within, ...filter })).rows.map(({ id }) => id);
    expect(await ids({ earnedBy: { versionId: letter.version.id } })).toEqual([String(mine.id)]);
    expect(await ids({ earnedBy: { channel: 'sms' } })).toEqual([String(texted.id)]);
    expect(await ids({ earnedBy: { source: 'newsletter', medium: 'email' } })).toEqual([String(mine.id)]);
    expect(await ids({ otherSource: 'blog.example' })).toEqual([String(foreign.id)]);
    await rollUpAll(shop);
    const table = await topMessagesReport(shop, NOVEMBER, 'placed');
    expect(table.rows[0]).toMatchObject({
      path: `/app/campaigns/${sms.campaign.id}`,
      orders: `/app/orders?from=2026-11-01&to=2026-11-30&message=${sms.version.id}`,
    });
  });
});

describe('the messages', () => {
  it('are told with the subject as people read it, and a step of an automation with its name', async () => {
    const subject = 'Tea, {{ first_name | default: "friend" }}';
    const letter = await makeSentMessage(shop, { sentAt: SENT_AT, subject });
    const step = await makeSentMessage(shop, { sentAt: SENT_AT, subject });
    await db.message.updateMany({
      where: { shopId: shop.id, versions: { some: { id: step.version.id } } },
      data: {
        campaignId: null,
        automationId: await makeAutomation(shop, flowOf([]), 'Welcome series', SENT_AT),
        stepId: 'hello',
        stepName: 'Hello',
      },
    });
    await bought('2026-11-03T10:00:00Z', 4_200n, letter);
    await bought('2026-11-04T10:00:00Z', 100n, step);
    await rollUpAll(shop);
    const table = await topMessagesReport(shop, NOVEMBER, 'placed');
    expect(table.rows.map(({ cells }) => [cells[0]?.text, cells[0]?.note])).toEqual([
      ['Winter mugs', 'Tea, friend'],
      ['Welcome series', 'Hello'],
    ]);
  });
});

describe('whatever was bought', () => {
  it('tables of the same credits come to the same, and sources to all sales', async () => {
    const { letter, sms } = await someMessages();
    await insertSettings(shop.id, { ...DEFAULT_SETTINGS, model: 'position_based' }, NOW, db);
    const orders = fc.sample(
      fc.record({
        hours: fc.integer({ min: -48, max: 31 * 24 }),
        value: fc.bigInt(0n, 100_000n),
        by: fc.array(fc.constantFrom<Landed>(letter, sms, 'blog.example', 'www.google.com'), {
          maxLength: 3,
        }),
      }),
      { numRuns: 40, seed: 5 },
    );
    for (const { hours, value, by } of orders)
      await bought(new Date(SENT_AT.getTime() + hours * 3_600_000).toISOString(), value, ...by);
    await rollUpAll(shop);
    const { rows } = await pool.query<{ credited: string; sales: string; orders: string }>(
      `WITH o AS (SELECT id, value_minor FROM "order" WHERE shop_id = $1
                  AND (processed_at AT TIME ZONE 'Europe/Berlin')::date BETWEEN '2026-11-01' AND '2026-11-30')
       SELECT (SELECT sum(amount_minor) / 100.0 FROM credit c JOIN o ON o.id = c.order_id WHERE shop_id = $1)::numeric(20, 2) AS credited,
              (SELECT sum(value_minor) / 100.0 FROM o)::numeric(20, 2) AS sales, (SELECT count(*) FROM o)::numeric(20, 2) AS orders`,
      [shop.id],
    );
    const [table] = rows;
    const tables = [
      await channelsReport(shop, NOVEMBER, 'placed'),
      await topMessagesReport(shop, NOVEMBER, 'placed'),
      await tagsExplorerReport(shop, NOVEMBER, 'placed', 'source', 'campaign'),
      await tagsExplorerReport(shop, NOVEMBER, 'placed', 'channel', null),
    ];
    expect(tables.map((one) => sumOf(one, 'Revenue'))).toEqual(Array(4).fill(table?.credited));
    const sources = await topSourcesReport(shop, NOVEMBER, 'placed');
    expect([sumOf(sources, 'Sales'), sumOf(sources, 'Orders')]).toEqual([table?.sales, table?.orders]);
  });
});
