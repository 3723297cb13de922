import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, type Shop } from '~/db.server';
import { saveCost } from '~/campaigns/campaign-store.server';
import { saveBounceMailbox } from '~/channels/bounce-mailbox-store.server';
import { campaignReport } from '~/reports/campaign/query.server';
import {
  before,
  makeCheckout,
  makeClick,
  makeDelivery,
  makeOrder,
  makeSentMessage,
  PLACED_AT,
  tags,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

describe('the report of a campaign', () => {
  it('counts deliveries, persons, clicks, orders and money of this campaign alone', async () => {
    const sent = await makeSentMessage(shop);
    const elsewhere = await makeSentMessage(shop, { name: 'Another' });
    const { version, delivery } = sent;
    await db.link.createMany({
      data: [
        {
          shopId: shop.id,
          versionId: version.id,
          position: 1,
          url: 'https://shop.test/b',
          taggedUrl: 'https://shop.test/b?',
        },
        {
          shopId: shop.id,
          versionId: version.id,
          position: 0,
          url: 'https://shop.test/a',
          taggedUrl: 'https://shop.test/a?',
        },
      ],
    });
    const second = await makeDelivery(shop, version, {
      unsubscribedAt: PLACED_AT,
      readAt: PLACED_AT,
      replies: 2,
    });
    await makeDelivery(shop, version, { state: 'failed', reason: '550 no such user' });
    await makeDelivery(shop, version, { state: 'skipped', reason: 'no_consent', sentAt: null });
    await makeDelivery(shop, version, { state: 'queued', sentAt: null });
    for (const clicked of [delivery, delivery, second]) {
      await makeClick(shop, { version, delivery: clicked }, before({ hours: 2 }));
    }
    for (const verdictReason of ['bot_agent', 'too_soon', 'bot_agent'])
      await makeClick(shop, sent, before({ hours: 2 }), 'machine', { verdictReason });
    await makeClick(shop, elsewhere, before({ hours: 2 }));
    for (const publicId of [version.publicId, elsewhere.version.publicId]) {
      const order = await makeOrder(shop);
      await makeCheckout(shop, `checkout-${order.id}`, [
        { at: before({ hours: 1 }), utm: tags({ id: publicId }) },
      ]);
      await attributeOrders(shop.id, [order.id], PLACED_AT);
    }

    const view = await campaignReport(shop, sent.campaign.id, PLACED_AT);
    expect(view).toMatchObject({
      grades: {
        parts: [{ grade: 'pixel_tags', orders: '1', share: '100%', amount: '€50.00' }],
        total: '€50.00',
      },
      name: 'Winter mugs',
      tracked: true,
      audience: { value: '5' },
      delivered: { value: '2' },
      failed: { value: '1' },
      unsubscribed: { value: '1' },
      read: { value: '1' },
      replies: { value: '2' },
      uniqueClicks: { value: '2' },
      totalClicks: { value: '3' },
      machineClicks: { value: '3' },
      machineReasons: [
        { reason: 'bots, scripts and link previews, by their own name', count: '2' },
        { reason: 'opened a link before the message could be read', count: '1' },
      ],
      clickRate: { value: '100%' },
      orders: { value: '1' },
      revenue: { value: '€50.00' },
      conversionRate: { value: '50%' },
      revenuePerRecipient: { value: '€25.00' },
      progress: { finished: 4, all: 5 },
      links: [
        { position: 0, url: 'https://shop.test/a', uniqueClicks: '2', totalClicks: '3' },
        { position: 1, url: 'https://shop.test/b', uniqueClicks: '0', totalClicks: '0' },
      ],
    });
    expect(view?.deliveries.map(({ state, reason, count }) => [state, reason, count])).toEqual([
      ['sent', null, 2],
      ['failed', '550 no such user', 1],
      ['queued', null, 1],
      ['skipped', 'no consent to this channel', 1],
    ]);
  });

  it('knows no sales where they are not tracked, and nothing before anything was sent', async () => {
    const untracked = await makeSentMessage(shop, { trackSales: false });
    expect(await campaignReport(shop, untracked.campaign.id, PLACED_AT)).toMatchObject({
      tracked: false,
      delivered: { value: '1' },
      orders: { value: null, unknown: 'Sales of this campaign are not tracked.' },
      revenue: { value: null },
      uniqueClicks: { value: null },
    });
    const draft = await db.campaign.create({
      data: {
        shopId: shop.id,
        name: 'Draft',
        channel: 'email',
        status: 'draft',
        createdAt: PLACED_AT,
        updatedAt: PLACED_AT,
      },
    });
    expect(await campaignReport(shop, draft.id, PLACED_AT)).toMatchObject({
      audience: { value: null, unknown: 'Nothing has been sent yet.' },
      progress: null,
      deliveries: [],
    });
  });

  it('knows no clicks of a WhatsApp template, whose buttons lead past the app', async () => {
    const sent = await makeSentMessage(shop, { channel: 'whatsapp', template: '{}' });
    const view = await campaignReport(shop, sent.campaign.id, PLACED_AT);
    for (const metric of [view?.uniqueClicks, view?.totalClicks, view?.clickRate])
      expect(metric).toMatchObject({
        value: null,
        unknown:
          'The buttons of a WhatsApp template lead straight to the shop, so taps are not counted. Orders are credited by their tags.',
      });
    expect(view?.orders).toMatchObject({ value: '0' });
  });

  it('is none for a campaign of another shop', async () => {
    const theirs = await makeSentMessage(await makeShop());
    expect(await campaignReport(shop, theirs.campaign.id, PLACED_AT)).toBeUndefined();
  });

  it('says what it cost and what came in for that, and neither where nobody said', async () => {
    const sent = await makeSentMessage(shop);
    await makeDelivery(shop, sent.version);
    const order = await makeOrder(shop);
    await makeClick(shop, sent, before({ hours: 2 }));
    await makeCheckout(shop, `checkout-${order.id}`, [
      { at: before({ hours: 1 }), utm: tags({ id: sent.version.publicId }) },
    ]);
    await attributeOrders(shop.id, [order.id], PLACED_AT);
    const report = () => campaignReport(shop, sent.campaign.id, PLACED_AT);
    const no = { value: null, unknown: 'No cost was entered.' };
    expect(await report()).toMatchObject({ cost: no, returnOnCost: no });
    await saveCost(shop.id, sent.campaign.id, { minor: order.valueMinor / 4n, per: 'message' });
    expect(await report()).toMatchObject({ returnOnCost: { value: '2.00×', unknown: null } });
    await saveCost(shop.id, sent.campaign.id, { minor: 0n, per: 'campaign' });
    expect(await report()).toMatchObject({ returnOnCost: { value: null, unknown: 'It cost nothing.' } });
  });

  it('compares what was ordered by those who got it and those held out, within the window', async () => {
    const sent = await makeSentMessage(shop);
    const startedAt = before({ days: 1 });
    await db.campaign.update({
      where: { shopId_id: { shopId: shop.id, id: sent.campaign.id } },
      data: { holdoutPercent: 50, startedAt },
    });
    const held = { state: 'skipped', reason: 'holdout', sentAt: null };
    await makeDelivery(shop, sent.version, { customerId: 501n });
    await makeDelivery(shop, sent.version, { ...held, customerId: 502n });
    await makeDelivery(shop, sent.version, { ...held, customerId: 503n });
    await makeDelivery(shop, sent.version, { state: 'skipped', reason: 'no_consent', sentAt: null });
    for (const customerId of [501n, 501n, 502n]) await makeOrder(shop, { customerId });
    await makeOrder(shop, { customerId: 502n, test: true });
    await makeOrder(shop, { customerId: 503n, processedAt: before({ days: 2 }) });
    const report = await campaignReport(shop, sent.campaign.id, PLACED_AT);
    expect(report?.holdout).toMatchObject({
      state: 'too_early',
      groups: [
        { name: 'Received it', contacts: '2', buyers: '1 (50%)', ordersPerContact: '1' },
        { name: 'Held out', contacts: '2', buyers: '1 (50%)', ordersPerContact: '0.5' },
      ],
    });
    const later = new Date(startedAt.getTime() + 5 * 86_400_000);
    expect((await campaignReport(shop, sent.campaign.id, later))?.holdout?.state).toBe('too_few');
  });

  it('tells what came back only where a mailbox is read for it, or something is known', async () => {
    const { campaign, version } = await makeSentMessage(shop);
    const report = async () => {
      const view = await campaignReport(shop, campaign.id, PLACED_AT);
      return [view?.bounced, view?.bounceRate, view?.complaints, view?.complaintRate].map(
        (metric) => metric?.value ?? metric?.unknown?.split(',')[0],
      );
    };
    const unknown = 'No bounce mailbox is connected';
    expect(await report()).toEqual([unknown, unknown, unknown, unknown]);
    for (let count = 0; count < 2; count += 1) await makeDelivery(shop, version);
    await makeDelivery(shop, version, { state: 'failed', reason: 'bounced', bounce: 'hard' });
    expect(await report()).toEqual(['1', '25%', unknown, unknown]);
    const login = { host: 'imap.shop.test', port: 993, secure: true, user: 'b', password: 'p' };
    await saveBounceMailbox(shop.id, { address: 'b@shop.test', login }, PLACED_AT);
    expect(await report()).toEqual(['1', '25%', '0', '0%']);
    await makeDelivery(shop, version, { complainedAt: PLACED_AT });
    expect(await report()).toEqual(['1', '20%', '1', '25%']);
  });
});
