import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, type Shop } from '~/db.server';
import { orderReceipt } from '~/reports/order-receipt/query.server';
import {
  before,
  makeCheckout,
  makeClick,
  makeJourney,
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

const NOTHING = {
  grossMinor: 0n,
  discountMinor: 0n,
  returnMinor: 0n,
  shippingMinor: 0n,
  taxMinor: 0n,
  dutyMinor: 0n,
  tipMinor: 0n,
  otherMinor: 0n,
};

describe('the receipt of an order', () => {
  it('tells the whole trail of a credited and partly refunded order in the shop’s time and money', async () => {
    const sent = await makeSentMessage(shop);
    const order = await makeOrder(shop, { name: '#1001', valueMinor: 4_000n, customerId: sent.customerId });
    const own = { shopId: shop.id, orderId: order.id };
    const refundedAt = before({ days: -1 });
    await db.refund.create({
      data: { ...own, id: 5n, processedAt: refundedAt, goodsMinor: 1_000n, taxMinor: 0n, totalMinor: 1_000n },
    });
    await db.ledgerEntry.createMany({
      data: [
        { ...own, ...NOTHING, at: PLACED_AT, kind: 'sale', ref: 0n, currency: 'EUR', totalMinor: 5_000n },
        { ...own, ...NOTHING, at: PLACED_AT, kind: 'edit', ref: 0n, currency: 'EUR', totalMinor: 0n },
        { ...own, ...NOTHING, at: refundedAt, kind: 'refund', ref: 5n, currency: 'EUR', totalMinor: -1_000n },
      ],
    });
    const clickId = await makeClick(shop, sent, before({ hours: 2 }));
    await makeCheckout(shop, `checkout-${order.id}`, [
      { at: before({ hours: 2 }), clickId },
      { at: before({ days: 6 }), utm: tags({ id: sent.version.publicId }) },
    ]);
    await attributeOrders(shop.id, [order.id], PLACED_AT);

    const view = await orderReceipt(shop, order.id);
    expect(view).toMatchObject({
      orderId: String(order.id),
      name: '#1001',
      placedAt: '24 Nov 2026, 13:00',
      value: '€40.00',
      bucket: 'credited',
      nearest: null,
      rule: 'Last click within 5 days before the order, over all sources.',
      settingsVersion: 1,
      grade: { grade: 'click_id', label: 'Signed click' },
      credited: { campaign: 'Winter mugs', subject: 'Warm hands', channelLabel: 'Email' },
      money: {
        entries: [
          { at: '24 Nov 2026, 13:00', label: 'Sale', amount: '€50.00' },
          { at: '25 Nov 2026, 13:00', label: 'Refund', amount: '-€10.00' },
        ],
        value: '€40.00',
        credits: [{ model: 'Last click', share: '100%', amount: '€40.00' }],
      },
    });
    expect(view?.sentence).toContain('on 24 Nov 2026, 11:00, 2 hours before the order');
    expect(view?.trail.map(({ title, deciding }) => [title, deciding])).toEqual([
      ['Visit from Warm hands (Winter mugs)', false],
      ['Message sent: Warm hands (Winter mugs)', false],
      ['Click in Warm hands (Winter mugs)', true],
      ['Visit from Warm hands (Winter mugs)', false],
      ['Checkout completed, seen by the pixel', false],
      ['Order #1001 placed', false],
      ['Refund', false],
    ]);
    expect(view?.accepted.map(({ grade }) => grade.grade)).toEqual(['click_id', 'contact_click']);
    expect(view?.rejected).toMatchObject([
      {
        grade: { grade: 'pixel_tags' },
        title: 'Warm hands (Winter mugs)',
        at: '18 Nov 2026, 13:00',
        reason: 'It came 6 days before the order, and the rule counts 5 days.',
      },
    ]);
  });

  it('says why nobody earned an order, and what would have', async () => {
    const sent = await makeSentMessage(shop, { sentAt: before({ days: 9 }) });
    const order = await makeOrder(shop);
    await makeCheckout(shop, `checkout-${order.id}`, [
      { at: before({ days: 6 }), utm: tags({ id: sent.version.publicId }) },
    ]);
    await makeJourney(shop, order.id, 'absent');
    await attributeOrders(shop.id, [order.id], PLACED_AT);
    expect(await orderReceipt(shop, order.id)).toMatchObject({
      bucket: 'no_touch',
      credited: null,
      grade: null,
      nearest:
        'With a window of 6 days instead of 5 it would have been credited to “Warm hands” (campaign “Winter mugs”).',
      money: { credits: [] },
    });
  });

  it('says that an order waits to be decided, under the rule that will', async () => {
    const order = await makeOrder(shop);
    expect(await orderReceipt(shop, order.id)).toMatchObject({
      bucket: 'pending',
      sentence: 'Not decided yet: the order has just arrived.',
      rule: 'Last click within 5 days before the order, over all sources.',
      decidedAt: null,
      trail: [{ kind: 'order' }],
    });
  });

  it('says what is out of the ordinary about the money', async () => {
    const order = await makeOrder(shop, {
      giftCardMinor: 2_000n,
      dispute: 'lost',
      presentmentCurrency: 'USD',
      presentmentMinor: 5_480n,
    });
    const own = { shopId: shop.id, orderId: order.id };
    const refund = { goodsMinor: 1_000n, taxMinor: 0n, totalMinor: 1_000n };
    await db.refund.create({ data: { ...own, id: 5n, processedAt: before({ days: -1 }), ...refund } });
    const notes = (await orderReceipt(shop, order.id))?.money.notes ?? [];
    expect(notes.map((note) => note.slice(0, 40))).toEqual([
      '€20.00 of the sale are gift cards. They ',
      'The customer paid $54.80. The value here',
      'Part of the money was sent back.',
      'The customer’s bank took the payment bac',
    ]);
    const plain = await makeOrder(shop);
    expect((await orderReceipt(shop, plain.id))?.money.notes).toEqual([]);
  });

  it('is none for an order of another shop', async () => {
    const order = await makeOrder(await makeShop());
    expect(await orderReceipt(shop, order.id)).toBeUndefined();
  });
});
