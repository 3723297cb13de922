import { describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { insertSettings } from '~/attribution/attribution-store.server';
import { DEFAULT_SETTINGS, type RuleModel } from '~/attribution/facts';
import { db, type Shop } from '~/db.server';
import { earnedBy, earnedByLink, timeToOrder } from '~/reports/campaign/earned.server';
import { campaignReport } from '~/reports/campaign/query.server';
import { durationText, interpretLinkSales, interpretTime } from '~/reports/campaign/sales';
import { NOTHING_EARNED } from '~/reports/campaign/sales-metrics';
import { campaignSales } from '~/reports/campaign/sales.server';
import { orderList } from '~/reports/order-list/query.server';
import {
  before,
  makeCheckout,
  makeClick,
  makeOrder,
  makeSentMessage,
  PLACED_AT,
  tags,
} from '#test/support/attribution-factory';
import { fillShop } from '#test/support/random-shop.ts';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-20T00:00:00Z');

/** A shop of random orders, decided by a model, whose messages had three links each. */
async function randomShop(model: RuleModel, seed: number): Promise<Shop> {
  const shop = await makeShop();
  await insertSettings(shop.id, { ...DEFAULT_SETTINGS, model, windowDays: 30 }, NOW, db);
  await fillShop(shop, 300, seed, NOW);
  await db.$executeRaw`
    UPDATE click SET link_position = abs(hashtext(id::text)) % 3 WHERE shop_id = ${shop.id}`;
  const orders = await db.order.findMany({ where: { shopId: shop.id }, select: { id: true } });
  await attributeOrders(
    shop.id,
    orders.map(({ id }) => id),
    NOW,
  );
  return shop;
}

const versionsOf = async (shop: Shop) =>
  (await db.messageVersion.findMany({ where: { shopId: shop.id }, orderBy: { id: 'asc' } })).map(
    ({ id }) => id,
  );

describe('what messages earned, over random shops', { timeout: 120_000 }, () => {
  it.each([1, 2, 3])('is what plain SQL says of orders that one click has (shop %i)', async (seed) => {
    const shop = await randomShop('last_click', seed);
    for (const versionId of await versionsOf(shop)) {
      const [plain] = await db.$queryRaw<object[]>`
        SELECT count(*)::int AS orders, (count(*) * 1000000)::bigint AS "ordersPpm",
          coalesce(sum(l.worth), 0)::bigint AS "amountMinor", coalesce(sum(l.sale), 0)::bigint AS "soldMinor"
        FROM credit c JOIN (
          SELECT order_id, sum(total_minor) AS worth, sum(total_minor) FILTER (WHERE kind = 'sale') AS sale
          FROM ledger_entry WHERE shop_id = ${shop.id} GROUP BY 1
        ) AS l ON l.order_id = c.order_id
        WHERE c.shop_id = ${shop.id} AND c.version_id = ${versionId}`;
      expect(await earnedBy(shop, [versionId])).toEqual(plain);
    }
  });

  it.each(['linear', 'time_decay', 'any_click'] as const)(
    'adds up to the sums by day where several clicks share orders (%s)',
    async (model) => {
      const shop = await randomShop(model, 7);
      await rollUpAll(shop);
      const ids = await versionsOf(shop);
      for (const versionId of ids) {
        const [days] = await db.$queryRaw<object[]>`
          SELECT coalesce(sum(weight_ppm), 0)::bigint AS "ordersPpm", coalesce(sum(amount_minor), 0)::bigint AS "amountMinor",
            coalesce(sum(amount_minor - taken_minor), 0)::bigint AS "soldMinor"
          FROM credit_day WHERE shop_id = ${shop.id} AND version_id = ${versionId} AND NOT apart`;
        expect(await earnedBy(shop, [versionId])).toMatchObject(days ?? {});
      }
      const parts = await Promise.all(ids.map((id) => earnedBy(shop, [id])));
      expect((await earnedBy(shop, ids)).soldMinor).toBe(
        parts.reduce((sum, { soldMinor }) => sum + soldMinor, 0n),
      );
    },
  );

  it.each([4, 5])('goes to the links that were clicked, each order once (shop %i)', async (seed) => {
    const shop = await randomShop('last_click', seed);
    const own = { where: { shopId: shop.id } };
    const ids = await versionsOf(shop);
    const [credits, clicks, orders, deliveries, contacts] = await Promise.all([
      db.credit.findMany(own),
      db.click.findMany(own),
      db.order.findMany(own),
      db.delivery.findMany(own),
      db.contact.findMany(own),
    ]);
    const customers = new Map(contacts.map(({ id, shopifyId }) => [id, shopifyId]));
    const recipients = new Map(deliveries.map(({ id, contactId }) => [id, customers.get(contactId)]));
    const sums = new Map<string, { orders: number; amountMinor: bigint }>();
    for (const credit of credits) {
      const customer = orders.find(({ id }) => id === credit.orderId)?.customerId;
      const at = clicks.filter(
        (click) => click.versionId === credit.versionId && click.at.getTime() === credit.touchAt.getTime(),
      );
      const theirs = at.filter(({ deliveryId }) => recipients.get(deliveryId ?? 0n) === customer);
      const places = new Set((theirs.length > 0 ? theirs : at).map(({ linkPosition }) => linkPosition));
      const key = `${credit.versionId} ${places.size === 1 ? [...places][0] : null}`;
      const { orders: count, amountMinor } = sums.get(key) ?? { orders: 0, amountMinor: 0n };
      sums.set(key, { orders: count + 1, amountMinor: amountMinor + credit.amountMinor });
    }
    const found = await earnedByLink(shop, ids);
    expect(
      new Map(
        found.map((one) => [
          `${one.versionId} ${one.position}`,
          { orders: one.orders, amountMinor: one.amountMinor },
        ]),
      ),
    ).toEqual(sums);
    expect(new Set(found.map(({ position }) => position)).size).toBe(4);
    for (const { versionId, position, orders: count } of found) {
      const list = await orderList(shop, { earnedBy: { versionId, link: position } });
      expect(list.total).toBe(count);
    }
  });
});

describe('the sales of a campaign', () => {
  /** A campaign with a link and an order by its click, an hour before it; another by its tags alone. */
  async function soldTwice() {
    const shop = await makeShop();
    const sent = await makeSentMessage(shop);
    const url = 'https://shop.test/mugs';
    await db.link.create({
      data: { shopId: shop.id, versionId: sent.version.id, position: 0, url, taggedUrl: url },
    });
    const clickId = await makeClick(shop, sent, before({ hours: 1 }));
    const [byClick, byTags] = [await makeOrder(shop), await makeOrder(shop, { valueMinor: 2_000n })];
    await makeCheckout(shop, `checkout-${byClick.id}`, [{ at: before({ minutes: 50 }), clickId }]);
    await makeCheckout(shop, `checkout-${byTags.id}`, [
      { at: before({ hours: 2 }), utm: tags({ id: sent.version.publicId }) },
    ]);
    await attributeOrders(shop.id, [byClick.id, byTags.id], PLACED_AT);
    return { shop, campaignId: sent.campaign.id };
  }

  it('stand per link with those whose link is not known, and add up', async () => {
    const { shop, campaignId } = await soldTwice();
    const report = await campaignReport(shop, campaignId, PLACED_AT);
    if (!report) throw new Error('there is a campaign');
    expect(report).toMatchObject({
      gross: { value: '€70.00' },
      refunds: { value: '€0.00' },
      averageOrder: { value: '€35.00' },
      clickConversion: { value: '200%' },
      revenuePerClick: { value: '€70.00' },
    });
    const { links, time } = await campaignSales(shop, campaignId, report);
    expect(links.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['https://shop.test/mugs', '1', '1', '€0.00', '€50.00', '71.4%'],
      ['Link not known', '–', '1', '€0.00', '€20.00', '28.6%'],
    ]);
    expect(links.total?.map(({ text }) => text)).toEqual(['All links', '', '2', '€0.00', '€70.00', '100%']);
    expect(time.sentence).toBe('2 orders: too few for a middle.');
    expect(time.rows.map(({ orders }) => orders)).toEqual(['0', '2', '0', '0']);
    expect(time.unknown).toBeNull();
  });

  it('know no clicks of a link where the campaign’s are not known', () => {
    const link = { versionId: '1', variant: 'A', position: 0, url: 'https://shop.test/', clickers: null };
    const shown = { uniqueClicks: '–', totalClicks: '–', share: '–' };
    const table = interpretLinkSales({
      ...{ links: [{ ...link, ...shown }], sales: [], all: NOTHING_EARNED, currency: 'EUR', rule: '' },
      noClicks: 'Not kept.',
    });
    expect(table.rows[0]?.cells[1]).toMatchObject({ text: '–', raw: '', note: 'Not kept.' });
    expect(table.rows[0]?.cells[5]).toMatchObject({ text: '–', note: 'Nothing earned' });
    expect(table.rows[0]?.orders).toBe('/app/orders?message=1&link=0');
  });

  it('say how long it took only of orders whose moment is known', async () => {
    const shop = await makeShop();
    const sent = await makeSentMessage(shop);
    const time = await timeToOrder(shop, [sent.version.id]);
    expect(interpretTime(time)).toMatchObject({
      sentence: 'No order is known with the moment of its click.',
      rows: [{ share: '–' }, {}, {}, {}],
      unknown: null,
    });
    expect(
      interpretTime({
        ...{ credits: 12, known: 10, withinHour: 5, withinDay: 4, withinThreeDays: 1, later: 0 },
        ...{ quarterSeconds: 600, medianSeconds: 3_700, threeQuartersSeconds: 200_000 },
      }),
    ).toMatchObject({
      sentence:
        'Half of the orders came within 62 minutes of the click; the middle half between 10 minutes and 2 days.',
      rows: [{ orders: '5', share: '50%' }, {}, {}, {}],
      unknown: expect.stringContaining('Of 2 more') as string,
    });
    expect(
      interpretTime({
        ...{ credits: 10, known: 10, withinHour: 10, withinDay: 0, withinThreeDays: 0, later: 0 },
        ...{ quarterSeconds: 600, medianSeconds: 600, threeQuartersSeconds: 601 },
      }).sentence,
    ).toBe('Half of the orders came within 10 minutes of the click; for the middle half it was 10 minutes.');
    expect([1, 130, 7_200, 172_800].map(durationText)).toEqual([
      '1 second',
      '2 minutes',
      '2 hours',
      '2 days',
    ]);
  });
});
