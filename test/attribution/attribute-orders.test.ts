import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { readReceipts } from '~/attribution/read-receipts.server';
import { db, type Shop } from '~/db.server';
import { clickToken } from '~/tracking/link-token.server';
import {
  before,
  makeCheckout,
  makeClick,
  makeJourney,
  makeOrder,
  makeSentMessage,
  OUR_TAGS,
  tags,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-24T12:05:00Z');
let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

async function outcome(orderId: bigint, of: Shop = shop) {
  await attributeOrders(of.id, [orderId], NOW);
  return standing(orderId, of);
}

async function standing(orderId: bigint, of: Shop = shop) {
  const where = { shopId: of.id, orderId };
  const { bucket, reason } = await db.orderStanding.findUniqueOrThrow({ where: { shopId_orderId: where } });
  const credits = await db.credit.findMany({ where });
  return {
    bucket,
    reason,
    credits: credits.map((credit) => [credit.versionId, credit.grade, credit.amountMinor]),
  };
}

describe('an order finds its message', () => {
  it('by the signed click that the pixel reported', async () => {
    const sent = await makeSentMessage(shop);
    const order = await makeOrder(shop);
    const clickId = await makeClick(shop, sent, before({ hours: 2 }));
    await makeCheckout(shop, `checkout-${order.id}`, [{ at: before({ hours: 2 }), clickId }]);
    expect(await outcome(order.id)).toEqual({
      bucket: 'credited',
      reason: 'last_click',
      credits: [[sent.version.id, 'click_id', 5_000n]],
    });
  });

  it('by the signed click that the cart carried, and by no forged one', async () => {
    const sent = await makeSentMessage(shop);
    const clickId = await makeClick(shop, sent, before({ hours: 2 }));
    const token = clickToken(shop.id, clickId);
    const order = await makeOrder(shop, { cartClickToken: token });
    expect((await outcome(order.id)).credits).toEqual([[sent.version.id, 'cart_click_id', 5_000n]]);

    const other = await makeShop();
    const forged = await makeOrder(shop, { cartClickToken: clickToken(other.id, clickId) });
    await makeJourney(shop, forged.id, 'absent');
    expect(await outcome(forged.id)).toMatchObject({ bucket: 'consent_absent', credits: [] });
  });

  it('by the tags in Shopify’s journey and in the landing page, click id included', async () => {
    const sent = await makeSentMessage(shop);
    const query = `utm_source=newsletter&utm_medium=email&utm_campaign=winter_mugs&utm_id=${sent.version.publicId}`;
    const byJourney = await makeOrder(shop);
    await makeJourney(shop, byJourney.id, 'ready', [
      { at: before({ hours: 3 }), landingPage: `https://shop.test/?${query}`, utm: OUR_TAGS },
    ]);
    expect((await outcome(byJourney.id)).credits).toEqual([[sent.version.id, 'journey_tags', 5_000n]]);

    const byPage = await makeOrder(shop, { landingSite: `/products/mug?${query}` });
    await makeJourney(shop, byPage.id, 'absent');
    expect((await outcome(byPage.id)).credits).toEqual([[sent.version.id, 'landing_tags', 5_000n]]);

    const clickId = await makeClick(shop, sent, before({ days: 6 }));
    const old = await makeOrder(shop, { landingSite: `/?${query}&st_click=${clickToken(shop.id, clickId)}` });
    await makeJourney(shop, old.id, 'absent');
    expect(await outcome(old.id)).toMatchObject({ bucket: 'no_touch', reason: 'outside_window' });
  });

  it('by the customer’s own human click where nobody else saw anything', async () => {
    const sent = await makeSentMessage(shop);
    await makeClick(shop, sent, before({ hours: 3 }), 'machine');
    const order = await makeOrder(shop, { customerId: sent.customerId });
    await makeJourney(shop, order.id, 'absent');
    expect(await outcome(order.id)).toMatchObject({ bucket: 'consent_absent', credits: [] });
    await makeClick(shop, sent, before({ hours: 2 }));
    expect((await outcome(order.id)).credits).toEqual([[sent.version.id, 'contact_click', 5_000n]]);
  });

  it('by the checkout that names the order where the order has no token, and never where it has one', async () => {
    const sent = await makeSentMessage(shop);
    const ours = { at: before({ hours: 1 }), utm: tags({ id: sent.version.publicId }) };
    const tokenless = await makeOrder(shop, { checkoutToken: null });
    await makeCheckout(shop, 'a-token', [ours], { orderId: tokenless.id });
    expect((await outcome(tokenless.id)).credits).toEqual([[sent.version.id, 'pixel_tags', 5_000n]]);

    const order = await makeOrder(shop);
    await makeJourney(shop, order.id, 'ready', [{ at: before({ minutes: 20 }) }]);
    await makeCheckout(shop, 'a-forged-token', [ours], { orderId: order.id });
    expect(await outcome(order.id)).toMatchObject({ bucket: 'no_touch', reason: 'direct', credits: [] });
  });
});

describe('the standing of an order', () => {
  it('is the same whether the pixel came before or after it, and however often it is asked for', async () => {
    const sent = await makeSentMessage(shop);
    const clickId = await makeClick(shop, sent, before({ hours: 2 }));
    const landings = [{ at: before({ hours: 2 }), clickId }];
    const receiptOf = async (orderId: bigint) => (await readReceipts(shop.id, [orderId], db)).get(orderId);

    const order = await makeOrder(shop);
    await makeJourney(shop, order.id, 'ready', [{ at: before({ hours: 1 }) }]);
    expect(await outcome(order.id)).toMatchObject({ bucket: 'no_touch', reason: 'direct' });
    await makeCheckout(shop, `checkout-${order.id}`, landings);
    const after = await outcome(order.id);
    const receipt = await receiptOf(order.id);

    await db.order.delete({ where: { shopId_id: { shopId: shop.id, id: order.id } } });
    await db.orderStanding.deleteMany({ where: { shopId: shop.id } });
    await db.credit.deleteMany({ where: { shopId: shop.id } });
    await db.order.create({ data: order });
    await Promise.all(Array.from({ length: 8 }, () => attributeOrders(shop.id, [order.id], NOW)));
    expect(await standing(order.id)).toEqual(after);
    expect(after.credits).toEqual([[sent.version.id, 'click_id', 5_000n]]);
    expect(await receiptOf(order.id)).toEqual(receipt);
  });

  it('leaves with its evidence: a later visit from elsewhere takes the credit back', async () => {
    const sent = await makeSentMessage(shop);
    const order = await makeOrder(shop);
    await makeCheckout(shop, `checkout-${order.id}`, [
      { at: before({ hours: 2 }), utm: tags({ id: sent.version.publicId }) },
    ]);
    expect((await outcome(order.id)).bucket).toBe('credited');
    await makeJourney(shop, order.id, 'ready', [
      { at: before({ hours: 1 }), referrer: 'https://www.bing.com/' },
    ]);
    expect(await outcome(order.id)).toEqual({
      bucket: 'no_touch',
      reason: 'later_touch_of_other_source',
      credits: [],
    });
  });

  it('follows the order’s value down to zero, with the same message', async () => {
    const sent = await makeSentMessage(shop);
    const order = await makeOrder(shop);
    await makeCheckout(shop, `checkout-${order.id}`, [
      { at: before({ hours: 2 }), utm: tags({ id: sent.version.publicId }) },
    ]);
    for (const valueMinor of [5_000n, 1_250n, 0n]) {
      await db.order.update({
        where: { shopId_id: { shopId: shop.id, id: order.id } },
        data: { valueMinor },
      });
      expect(await outcome(order.id)).toMatchObject({
        bucket: 'credited',
        credits: [[sent.version.id, 'pixel_tags', valueMinor]],
      });
    }
  });

  it('is pending until the journey is known, and none where the order is not', async () => {
    const order = await makeOrder(shop);
    expect(await outcome(order.id)).toMatchObject({ bucket: 'pending', reason: 'journey_waiting' });
    await makeJourney(shop, order.id, 'expired');
    expect(await outcome(order.id)).toMatchObject({ bucket: 'consent_absent', reason: 'nothing_seen' });
    await attributeOrders(shop.id, [424_242n], NOW);
    expect(await db.orderStanding.count({ where: { shopId: shop.id, orderId: 424_242n } })).toBe(0);
  });

  it.each([
    [{ sourceName: 'pos' }, 'untrackable', 'pos'],
    [{ sourceName: 'shopify_draft_order' }, 'untrackable', 'draft'],
    [{ sourceName: 'subscription_contract' }, 'untrackable', 'subscription_renewal'],
    [{ sourceName: '580111' }, 'untrackable', 'other_app'],
    [{ test: true }, 'excluded', 'test'],
  ])('of %j is %s', async (some, bucket, reason) => {
    const order = await makeOrder(shop, some);
    expect(await outcome(order.id)).toEqual({ bucket, reason, credits: [] });
  });

  it('is written under the shop’s settings: the first version is made once, later ones are followed', async () => {
    const sent = await makeSentMessage(shop, { sentAt: before({ days: 8 }) });
    const order = await makeOrder(shop);
    await makeCheckout(shop, `checkout-${order.id}`, [
      { at: before({ days: 6 }), utm: tags({ id: sent.version.publicId }) },
    ]);
    await makeJourney(shop, order.id, 'absent');
    const others = await Promise.all([makeOrder(shop), makeOrder(shop)]);
    await Promise.all([order, ...others].map(({ id }) => attributeOrders(shop.id, [id], NOW)));
    const made = await db.attributionSettings.findMany({ where: { shopId: shop.id } });
    expect(made).toEqual([
      {
        shopId: shop.id,
        version: 1,
        model: 'last_click',
        windowDays: 5,
        scope: 'all_sources',
        validFrom: NOW,
        channelWindows: {},
        halfLifeDays: 7,
        refusedGrades: [],
        renewals: 'apart',
        basis: 'total',
      },
    ]);
    expect(await standing(order.id)).toMatchObject({ bucket: 'no_touch', reason: 'outside_window' });
    await db.attributionSettings.create({
      data: {
        shopId: shop.id,
        version: 2,
        model: 'last_click',
        windowDays: 7,
        scope: 'all_sources',
        validFrom: NOW,
      },
    });
    expect((await outcome(order.id)).credits).toEqual([[sent.version.id, 'pixel_tags', 5_000n]]);
  });

  it('is decided whatever an address bar held', async () => {
    const order = await makeOrder(shop, {
      landingSite: `/%00%ff?utm_source=%00x&utm_medium=%ff&utm_campaign=%F0%9F%98%80&gclid=%00&st_click=%00&utm_id=${'x'.repeat(9_000)}`,
      referringSite: 'https://exa mple/%00',
    });
    await makeJourney(shop, order.id, 'absent');
    expect(await outcome(order.id)).toMatchObject({ bucket: 'no_touch', reason: 'other_source' });
  });

  it('is decided where a long tag ends in the middle of a character', async () => {
    const { version } = await makeSentMessage(shop);
    const cut = `${'x'.repeat(254)}${encodeURIComponent('😀')}`;
    const order = await makeOrder(shop, { landingSite: `/?utm_id=${version.publicId}&utm_source=${cut}` });
    await makeJourney(shop, order.id, 'absent');
    expect(await outcome(order.id)).toMatchObject({ bucket: 'credited' });
  });

  it('has a receipt that names message, campaign and tags', async () => {
    const sent = await makeSentMessage(shop);
    const order = await makeOrder(shop, { customerId: sent.customerId });
    const clickId = await makeClick(shop, sent, before({ hours: 2 }));
    await makeCheckout(shop, `checkout-${order.id}`, [{ at: before({ hours: 2 }), clickId }]);
    await outcome(order.id);
    const receipt = (await readReceipts(shop.id, [order.id], db)).get(order.id);
    expect(receipt?.messages).toEqual([
      {
        versionId: String(sent.version.id),
        campaignId: String(sent.campaign.id),
        campaign: 'Winter mugs',
        variant: null,
        trackingLinkId: null,
        automationId: null,
        subject: 'Warm hands',
        channel: 'email',
        adopted: false,
        utm: OUR_TAGS,
      },
    ]);
    expect(receipt?.trail.map(({ kind }) => kind)).toEqual(['sent', 'click', 'visit', 'checkout', 'order']);
  });
});

describe('another shop', () => {
  it('never earns, and is never written, though everything but the shop is equal', async () => {
    const other = await makeShop();
    const theirs = await makeSentMessage(other);
    const clickId = await makeClick(other, theirs, before({ hours: 2 }));
    const landings = [
      { at: before({ hours: 2 }), clickId },
      { at: before({ hours: 1 }), utm: tags(OUR_TAGS) },
      { at: before({ minutes: 30 }), utm: tags({ ...OUR_TAGS, id: theirs.version.publicId }) },
    ];
    const order = await makeOrder(shop, {
      customerId: theirs.customerId,
      cartClickToken: clickToken(other.id, clickId),
      landingSite: `/?utm_id=${theirs.version.publicId}`,
    });
    await makeOrder(other, { id: order.id });
    await makeCheckout(shop, `checkout-${order.id}`, landings);
    await makeCheckout(other, `checkout-${order.id}`, landings);
    await makeJourney(shop, order.id, 'ready', [{ at: before({ hours: 1 }), utm: OUR_TAGS }]);

    expect(await outcome(order.id)).toMatchObject({ bucket: 'no_touch', credits: [] });
    expect(await db.orderStanding.count({ where: { shopId: other.id } })).toBe(0);
    expect((await outcome(order.id, other)).credits).toEqual([[theirs.version.id, 'pixel_tags', 5_000n]]);
  });
});
