import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, type Shop } from '~/db.server';
import { dropExpired } from '~/jobs/drop-expired';
import { orderReceipt } from '~/reports/order-receipt/query.server';
import { saveRetention } from '~/tracking/retention-store.server';
import {
  makeCheckout,
  makeClick,
  makeJourney,
  makeOrder,
  makeSentMessage,
  OUR_TAGS,
} from '#test/support/attribution-factory';
import { save } from '#test/support/backlog';
import { refundFacts } from '#test/support/order-facts-factory';
import { makeShop } from '#test/support/shop-factory';

const DAY_MS = 86_400_000;
const PLACED = new Date(Date.now() - 300 * DAY_MS);
const earlier = (days: number) => new Date(PLACED.getTime() - days * DAY_MS);

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

/** An order of ten months ago that a signed click earned, while another message's tags are in Shopify's journey. */
async function oldOrder() {
  const winner = await makeSentMessage(shop, { sentAt: earlier(3) });
  const other = await makeSentMessage(shop, {
    name: 'Summer mugs',
    sentAt: earlier(4),
    utmCampaign: 'summer_mugs',
  });
  const order = await makeOrder(shop, {
    processedAt: PLACED,
    totalMinor: 10_000n,
    valueMinor: 10_000n,
    grossMinor: 10_000n,
    customerId: other.customerId,
  });
  await makeClick(shop, other, earlier(2));
  const clickId = await makeClick(shop, winner, earlier(1));
  await makeCheckout(shop, `checkout-${order.id}`, [{ at: earlier(1), clickId }], { completedAt: PLACED });
  const utm = { ...OUR_TAGS, campaign: 'summer_mugs' };
  await makeJourney(shop, order.id, 'ready', [{ at: earlier(2), utm }]);
  await attributeOrders(shop.id, [order.id], PLACED);
  return { order, winner, other };
}

async function standingOf(orderId: bigint) {
  const where = { shopId: shop.id, orderId };
  const standing = await db.orderStanding.findUniqueOrThrow({ where: { shopId_orderId: where } });
  const credits = await db.credit.findMany({ where });
  return {
    bucket: standing.bucket,
    computedAt: standing.computedAt,
    credits: credits.map(({ versionId, grade, amountMinor }) => [versionId, grade, amountMinor]),
  };
}

async function refund(orderId: bigint, totalMinor: bigint) {
  const refunded = refundFacts({ processedAt: new Date(), goodsMinor: totalMinor, totalMinor });
  await save(shop.id, { kind: 'refund', orderId, refund: refunded });
  await attributeOrders(shop.id, [orderId], new Date());
}

const shortest = { clickMonths: 6, touchMonths: 6, receiptDays: 30 };

describe('an order that is older than what is kept', () => {
  it('keeps its credit with the message that earned it through a late refund, in proportion', async () => {
    const { order, winner } = await oldOrder();
    const before = await standingOf(order.id);
    expect(before.credits).toEqual([[winner.version.id, 'click_id', 10_000n]]);

    await saveRetention(shop.id, shortest);
    await dropExpired();
    expect(await db.click.count({ where: { shopId: shop.id } })).toBe(0);
    expect(await db.touch.count({ where: { shopId: shop.id } })).toBe(0);
    await refund(order.id, 2_500n);
    expect(await standingOf(order.id)).toEqual({
      ...before,
      credits: [[winner.version.id, 'click_id', 7_500n]],
    });
  });

  it('keeps it too where only a part of its evidence is gone, and what is left names another message', async () => {
    const { order, winner } = await oldOrder();
    await saveRetention(shop.id, { ...shortest, clickMonths: 60 });
    await dropExpired();
    expect(await db.click.count({ where: { shopId: shop.id } })).toBe(2);
    await refund(order.id, 1n);
    expect((await standingOf(order.id)).credits).toEqual([[winner.version.id, 'click_id', 9_999n]]);
  });

  it('keeps it where a shop keeps more again: what is gone is not forgotten to be gone', async () => {
    const { order, winner } = await oldOrder();
    await saveRetention(shop.id, shortest);
    await dropExpired();
    await saveRetention(shop.id, { clickMonths: 60, touchMonths: 60, receiptDays: 30 });
    await dropExpired();
    await refund(order.id, 2_500n);
    expect((await standingOf(order.id)).credits).toEqual([[winner.version.id, 'click_id', 7_500n]]);
  });

  it('has a receipt that still tells why, with the money as it is now, and that the decision lasts', async () => {
    const { order } = await oldOrder();
    const whole = await orderReceipt(shop, order.id);
    expect(whole).toMatchObject({ bucket: 'credited', lasting: null });
    await saveRetention(shop.id, shortest);
    await dropExpired();
    await refund(order.id, 2_500n);
    const lasting = await orderReceipt(shop, order.id);
    expect(lasting).toMatchObject({
      bucket: 'credited',
      sentence: whole?.sentence,
      accepted: whole?.accepted,
      rejected: whole?.rejected,
      decidedAt: whole?.decidedAt,
      lasting: expect.stringContaining('The decision stays as it was made') as string,
      value: '€75.00',
      money: { credits: [{ amount: '€75.00' }] },
    });
    expect(lasting?.trail.map(({ kind }) => kind)).toEqual([
      ...(whole?.trail.map(({ kind }) => kind) ?? []),
      'refund',
    ]);
  });

  it('that was never decided is decided from what is there', async () => {
    const order = await makeOrder(shop, { processedAt: PLACED, checkoutToken: null });
    await saveRetention(shop.id, shortest);
    await dropExpired();
    await makeJourney(shop, order.id, 'waiting');
    await attributeOrders(shop.id, [order.id], new Date());
    expect(await standingOf(order.id)).toMatchObject({ bucket: 'pending' });
    await makeJourney(shop, order.id, 'absent');
    await attributeOrders(shop.id, [order.id], new Date());
    expect(await standingOf(order.id)).toMatchObject({ bucket: 'consent_absent', credits: [] });
  });
});
