import { beforeEach, describe, expect, it } from 'vitest';
import { readReceipts } from '~/attribution/read-receipts.server';
import { adoptCampaign } from '~/campaigns/adopt-campaign.server';
import { undoAdoption } from '~/campaigns/undo-adoption.server';
import { db, type Shop } from '~/db.server';
import { campaignReport } from '~/reports/campaign/query.server';
import {
  before,
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  OUR_TAGS,
  tags,
} from '#test/support/attribution-factory';
import { marksOf, workOffBacklogs } from '#test/support/backlog';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-24T12:30:00Z');
const THEIRS = { source: 'other_tool', medium: 'email', campaign: 'autumn sale (x1)' };
const sentElsewhere = { name: 'Autumn sale', channel: 'email', sentAt: before({ days: 4 }) } as const;
const untracked = { trackSales: false, utmSource: '', utmMedium: '', utmCampaign: '' };

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

const bucketOf = async (orderId: bigint) => {
  const standing = await db.orderStanding.findUnique({
    where: { shopId_orderId: { shopId: shop.id, orderId } },
  });
  return standing?.bucket;
};

describe('a campaign that another tool sent', () => {
  it('earns the orders that came with its tags, by whichever witness, and stays without numbers that nobody knows', async () => {
    const byPixel = await makeOrder(shop);
    await makeCheckout(shop, `checkout-${byPixel.id}`, [
      { at: before({ hours: 3 }), utm: tags({ ...THEIRS, id: '01H-their-own-id' }) },
    ]);
    const byJourney = await makeOrder(shop, { checkoutToken: null });
    await makeJourney(shop, byJourney.id, 'ready', [{ at: before({ hours: 5 }), utm: THEIRS }]);
    const byLanding = await makeOrder(shop, {
      checkoutToken: null,
      landingSite: '/?utm_source=other_tool&utm_medium=email&utm_campaign=autumn%20sale%20(x1)',
    });
    await makeJourney(shop, byLanding.id, 'absent');

    const adopted = await adoptCampaign(shop.id, sentElsewhere, THEIRS, NOW);
    if (!adopted.ok) throw new Error(adopted.reason);
    expect(adopted.value.orders).toBe(3);
    await workOffBacklogs();

    for (const { id } of [byPixel, byJourney, byLanding]) expect(await bucketOf(id)).toBe('credited');
    expect(await campaignReport(shop, adopted.value.id, new Date())).toMatchObject({
      name: 'Autumn sale',
      tracked: true,
      adopted: true,
      orders: { value: '3' },
      revenue: { value: '€150.00' },
      delivered: { value: null },
      uniqueClicks: { value: null },
      conversionRate: { value: null },
    });
  });

  it('earns nothing from a visit before it was sent, from other tags, or from another shop', async () => {
    const early = await makeOrder(shop);
    await makeCheckout(shop, `checkout-${early.id}`, [
      { at: before({ days: 4, hours: 1 }), utm: tags(THEIRS) },
    ]);
    const others = await makeOrder(shop);
    await makeCheckout(shop, `checkout-${others.id}`, [
      { at: before({ hours: 1 }), utm: tags({ ...THEIRS, campaign: 'autumn sale' }) },
    ]);
    const foreign = await makeShop();
    const theirs = await makeOrder(foreign);
    await makeCheckout(foreign, `checkout-${theirs.id}`, [{ at: before({ hours: 1 }), utm: tags(THEIRS) }]);
    for (const order of [early, others]) await makeJourney(shop, order.id, 'absent');

    await adoptCampaign(shop.id, sentElsewhere, THEIRS, NOW);
    expect(await marksOf(foreign.id)).toEqual([]);
    await workOffBacklogs();
    expect(await db.credit.count()).toBe(await db.credit.count({ where: { shopId: { not: shop.id } } }));
  });

  it('is named as adopted on the receipt', async () => {
    const order = await makeOrder(shop);
    await makeCheckout(shop, `checkout-${order.id}`, [{ at: before({ hours: 3 }), utm: tags(THEIRS) }]);
    await adoptCampaign(shop.id, sentElsewhere, THEIRS, NOW);
    await workOffBacklogs();
    const receipts = await readReceipts(shop.id, [order.id], db);
    expect(receipts.get(order.id)).toMatchObject({ messages: [{ campaign: 'Autumn sale', adopted: true }] });
  });

  it('is refused with tags that a message has, by voice with the reason, and from the future', async () => {
    await makeSentMessage(shop);
    expect(await adoptCampaign(shop.id, sentElsewhere, OUR_TAGS, NOW)).toMatchObject({
      reason: 'tags_taken',
    });
    const later = { ...sentElsewhere, sentAt: new Date('2026-11-25T00:00:00Z') };
    expect(await adoptCampaign(shop.id, later, THEIRS, NOW)).toMatchObject({ reason: 'sent_in_the_future' });
    expect(await db.campaign.count({ where: { shopId: shop.id, sentElsewhere: true } })).toBe(0);
  });
});

describe('a campaign of the shop that was sent without tracking', () => {
  it('earns by the tags that its links carried, beside the deliveries that are known', async () => {
    const sent = await makeSentMessage(shop, { ...untracked, sentAt: before({ days: 2 }) });
    await db.message.updateMany({ where: { shopId: shop.id }, data: untracked });
    const order = await makeOrder(shop);
    await makeCheckout(shop, `checkout-${order.id}`, [{ at: before({ hours: 3 }), utm: tags(THEIRS) }]);

    const adopted = await adoptCampaign(shop.id, { campaignId: sent.campaign.id }, THEIRS, NOW);
    expect(adopted).toMatchObject({ ok: true, value: { id: sent.campaign.id, orders: 1 } });
    await workOffBacklogs();
    expect(await campaignReport(shop, sent.campaign.id, new Date())).toMatchObject({
      adopted: true,
      sentElsewhere: false,
      delivered: { value: '1' },
      orders: { value: '1' },
      conversionRate: { value: '100%' },
      uniqueClicks: { value: null },
    });
    expect(await adoptCampaign(shop.id, { campaignId: sent.campaign.id }, OUR_TAGS, NOW)).toMatchObject({
      reason: 'already_tracked',
    });
  });

  it('gives its orders back when the adoption is undone', async () => {
    const order = await makeOrder(shop);
    await makeCheckout(shop, `checkout-${order.id}`, [{ at: before({ hours: 3 }), utm: tags(THEIRS) }]);
    await makeJourney(shop, order.id, 'absent');
    const adopted = await adoptCampaign(shop.id, sentElsewhere, THEIRS, NOW);
    if (!adopted.ok) throw new Error(adopted.reason);
    await workOffBacklogs();
    expect(await bucketOf(order.id)).toBe('credited');

    expect(await undoAdoption(shop.id, adopted.value.id, NOW)).toEqual({ ok: true, value: undefined });
    await workOffBacklogs();
    expect(await bucketOf(order.id)).toBe('no_touch');
    expect(await db.credit.count({ where: { shopId: shop.id } })).toBe(0);
    expect(await undoAdoption(shop.id, adopted.value.id, NOW)).toMatchObject({ reason: 'not_adopted' });
    expect(await adoptCampaign(shop.id, { campaignId: adopted.value.id }, THEIRS, NOW)).toMatchObject({
      ok: true,
    });
  });

  it('is not adopted while it is a draft, or where there is none', async () => {
    const { campaign } = await makeSentMessage(shop, untracked);
    await db.messageVersion.deleteMany({ where: { shopId: shop.id } });
    expect(await adoptCampaign(shop.id, { campaignId: campaign.id }, THEIRS, NOW)).toMatchObject({
      reason: 'not_sent',
    });
    expect(await adoptCampaign(shop.id, { campaignId: campaign.id + 1n }, THEIRS, NOW)).toMatchObject({
      reason: 'not_found',
    });
  });
});
