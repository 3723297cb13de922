import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, type MessageVersion, type Shop } from '~/db.server';
import { uuidv7 } from '~/lib/ids';
import { homeReport } from '~/reports/home/query.server';
import { orderList } from '~/reports/order-list/query.server';
import { salesOverview } from '~/reports/sales-overview/query.server';
import { trackingLinkNumbers, trackingLinkReport } from '~/reports/tracking-link/query.server';
import { lastDays } from '~/lib/period';
import { DEFAULT_RETENTION } from '~/tracking/retention';
import { unscopedNoteKeptFrom } from '~/tracking/retention-store.server';
import { before, makeCheckout, makeOrder, PLACED_AT } from '#test/support/attribution-factory';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';
import { changeTrackingLink, makeTrackingLink } from '#test/support/tracking-link-factory';

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

async function click(version: MessageVersion, visitor: string, some: Record<string, unknown> = {}) {
  const at = before({ hours: 2 });
  const id = uuidv7(at, randomBytes(10));
  const own = {
    shopId: shop.id,
    at,
    id,
    versionId: version.id,
    linkPosition: 0,
    method: 'GET',
    verdict: 'human',
  };
  await db.click.create({ data: { ...own, visitor, ...some } });
  return id;
}

async function buy(clickId: string) {
  const order = await makeOrder(shop);
  await makeCheckout(shop, `checkout-${order.id}`, [{ at: before({ hours: 1 }), clickId }]);
  await attributeOrders(shop.id, [order.id], PLACED_AT);
  return order;
}

describe('what a tracking link brought', () => {
  it('is nothing at first, and known to be nothing', async () => {
    const { messageId } = await makeTrackingLink(shop);
    const report = await trackingLinkReport(shop, messageId);
    expect(
      [report.uniqueClicks, report.totalClicks, report.orders, report.revenue].map(({ value }) => value),
    ).toEqual(['0', '0', '0', '€0.00']);
    expect(report.lateClicks).toBeNull();
  });

  it('counts over all its versions: browsers, clicks, machines with reasons, and clicks after it expired', async () => {
    const { link, messageId, version } = await makeTrackingLink(shop, {}, before({ days: 3 }));
    const moved = await changeTrackingLink(
      shop,
      link.id,
      { destination: 'https://shop.test/mug' },
      before({ days: 1 }),
    );
    await click(version, 'ada');
    const clickId = await click(moved.version, 'ada');
    await click(moved.version, 'bob', { linkPosition: 1 });
    await click(version, 'bot', { verdict: 'machine', verdictReason: 'bot_agent' });
    const order = await buy(clickId);

    const report = await trackingLinkReport(shop, messageId);
    expect(report).toMatchObject({
      uniqueClicks: { value: '2' },
      totalClicks: { value: '3' },
      machineClicks: { value: '1' },
      machineReasons: [{ reason: 'bots, scripts and link previews, by their own name', count: '1' }],
      lateClicks: '1',
      orders: { value: '1' },
      revenue: { value: '€50.00' },
    });
    const other = await makeTrackingLink(shop, { name: 'Unused' });
    expect((await trackingLinkNumbers(shop, [messageId, other.messageId])).numbers).toEqual(
      new Map([
        [messageId, { clicks: '3', orders: '1', revenue: '€50.00' }],
        [other.messageId, { clicks: '0', orders: '0', revenue: '€0.00' }],
      ]),
    );
    expect((await orderList(shop, { trackingLinkId: link.id })).rows.map(({ id }) => id)).toEqual([
      String(order.id),
    ]);
    expect((await orderList(shop, { trackingLinkId: other.link.id })).rows).toEqual([]);
  });

  it('says from when on clicks are kept, where those of its first days are not', async () => {
    const { messageId, version } = await makeTrackingLink(shop, {}, before({ days: 30 }));
    const young = await makeTrackingLink(shop, { name: 'Young' }, before({ days: 1 }));
    await click(version, 'ada');
    const kept = {
      clicks: before({ days: 10 }),
      touches: before({ days: 10 }),
      receipts: before({ days: 10 }),
    };
    await unscopedNoteKeptFrom([{ shop: shop.id, kept, ...DEFAULT_RETENTION }]);
    const sentence = 'Clicks before 14 Nov 2026, 13:00 are no longer kept, and counted nowhere.';
    expect(await trackingLinkReport(shop, messageId)).toMatchObject({
      totalClicks: { value: '1' },
      notKept: sentence,
    });
    expect((await trackingLinkReport(shop, young.messageId)).notKept).toBeNull();
    expect((await trackingLinkNumbers(shop, [messageId, young.messageId])).notKept).toBe(sentence);
  });

  it('stands by the link’s name in the other reports, and leaves the conversion of what was sent alone', async () => {
    const { link, version } = await makeTrackingLink(shop, {}, before({ days: 3 }));
    const order = await buy(await click(version, 'ada'));
    await rollUpAll(shop);
    const named = { trackingLinkId: String(link.id), campaignId: null, subject: 'Parcel insert' };
    const overview = await salesOverview(shop, lastDays(7, PLACED_AT, shop.timeZone));
    expect(overview.messages).toMatchObject([
      { ...named, channelLabel: 'Tracking link', delivered: null, uniqueClicks: '1', orders: '1' },
    ]);
    const home = await homeReport(shop, PLACED_AT);
    expect(home.bestMessages).toMatchObject([{ ...named, campaign: 'Parcel insert', revenue: '€50.00' }]);
    expect(home.creditedOrders.value).toBe('1');
    expect(home.conversionRate.value).toBeNull();
    expect((await orderList(shop, {})).rows).toMatchObject([
      { id: String(order.id), credited: { campaign: 'Parcel insert', amount: '€50.00' } },
    ]);
  });
});
