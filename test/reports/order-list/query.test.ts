import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, type Shop } from '~/db.server';
import { periodOf } from '~/lib/period';
import { orderList } from '~/reports/order-list/query.server';
import {
  before,
  makeCheckout,
  makeOrder,
  makeSentMessage,
  PLACED_AT,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

let shop: Shop;
let sent: SentMessage;
beforeEach(async () => {
  shop = await makeShop();
  sent = await makeSentMessage(shop);
});

async function credited(name: string) {
  const order = await makeOrder(shop, { name });
  await makeCheckout(shop, `checkout-${order.id}`, [
    { at: before({ hours: 1 }), utm: tags({ id: sent.version.publicId }) },
  ]);
  await attributeOrders(shop.id, [order.id], PLACED_AT);
  return order;
}

const names = async (filter: Parameters<typeof orderList>[1]) =>
  (await orderList(shop, filter)).rows.map(({ name }) => name);

describe('the list of orders', () => {
  it('shows an order with its bucket, why, value and what was credited', async () => {
    const order = await credited('#1001');
    expect(await orderList(shop, {})).toEqual({
      rows: [
        {
          id: String(order.id),
          name: '#1001',
          placedAt: '24 Nov 2026, 13:00',
          placedAtIso: '2026-11-24T12:00:00.000Z',
          bucket: 'credited',
          bucketLabel: 'Credited',
          why: 'Last click',
          value: '€50.00',
          credited: {
            campaignId: String(sent.campaign.id),
            campaign: 'Winter mugs',
            subject: 'Warm hands',
            amount: '€50.00',
          },
        },
      ],
      total: 1,
      page: 1,
      pageSize: 25,
    });
  });

  it('runs from the newest, in pages that miss and repeat none', async () => {
    for (let n = 1; n <= 30; n += 1) {
      await makeOrder(shop, {
        name: `#${n}`,
        processedAt: before({ minutes: Math.floor(n / 2) }),
        id: BigInt(n),
      });
    }
    const first = await orderList(shop, { page: 1 });
    const second = await orderList(shop, { page: 2 });
    expect([first.total, first.rows.length, second.rows.length]).toEqual([30, 25, 5]);
    const all = [...first.rows, ...second.rows];
    expect(new Set(all.map(({ id }) => id)).size).toBe(30);
    expect(all.map(({ placedAtIso }) => placedAtIso)).toEqual(
      all
        .map(({ placedAtIso }) => placedAtIso)
        .toSorted()
        .toReversed(),
    );
    expect((await orderList(shop, { page: 3 })).rows).toEqual([]);
  });

  it('is filtered by period, bucket, campaign and part of the name, alone and together', async () => {
    await credited('#1001');
    const test = await makeOrder(shop, { name: '#1002', test: true });
    await attributeOrders(shop.id, [test.id], PLACED_AT);
    await makeOrder(shop, { name: 'CAFÉ-7', processedAt: before({ days: 3 }) });
    const today = periodOf('2026-11-24', '2026-11-24', 'Europe/Berlin');

    expect((await names({ period: today })).toSorted()).toEqual(['#1001', '#1002']);
    expect(await names({ bucket: 'excluded' })).toEqual(['#1002']);
    expect(await names({ bucket: 'pending' })).toEqual(['CAFÉ-7']);
    expect(await names({ campaignId: sent.campaign.id })).toEqual(['#1001']);
    expect(await names({ campaignId: sent.campaign.id + 1n })).toEqual([]);
    expect(await names({ search: ' café ' })).toEqual(['CAFÉ-7']);
    expect(await names({ search: '%' })).toEqual([]);
    expect(await names({ search: '100', bucket: 'credited', period: today })).toEqual(['#1001']);
  });

  it('is filtered by the evidence of a credit, of the campaign where one is named', async () => {
    const other = await makeSentMessage(shop, { name: 'Other' });
    await credited('#1001');
    const shared = await credited('#1002');
    const [credit] = await db.credit.findMany({ where: { shopId: shop.id, orderId: shared.id } });
    if (!credit) throw new Error('nothing is credited');
    await db.credit.create({
      data: { ...credit, ordinal: 1, versionId: other.version.id, grade: 'discount_code' },
    });

    expect((await names({ grade: 'pixel_tags' })).toSorted()).toEqual(['#1001', '#1002']);
    expect(await names({ grade: 'discount_code' })).toEqual(['#1002']);
    expect(await names({ grade: 'click_id' })).toEqual([]);
    expect(await names({ grade: 'discount_code', campaignId: other.campaign.id })).toEqual(['#1002']);
    expect(await names({ grade: 'discount_code', campaignId: sent.campaign.id })).toEqual([]);
  });

  it('is filtered by the channel and the source of a visit on the path', async () => {
    await credited('#1001');
    await makeOrder(shop, { name: '#1002' });
    const source = sent.version.utmSource;
    expect(await names({ visits: { channel: 'email' } })).toEqual(['#1001']);
    expect(await names({ visits: { source } })).toEqual(['#1001']);
    expect(await names({ visits: { channel: 'sms', source } })).toEqual([]);
    expect((await names({ visits: {} })).length).toBe(2);
  });

  it('shows no order of another shop', async () => {
    await makeOrder(await makeShop());
    expect(await orderList(shop, {})).toMatchObject({ rows: [], total: 0 });
  });
});
