import { beforeEach, describe, expect, it } from 'vitest';
import { db, type Shop } from '~/db.server';
import { attributeBacklog } from '~/jobs/attribute-backlog';
import { keepHouse } from '~/jobs/keep-house';
import { reviewClicks } from '~/jobs/review-clicks';
import { markOrders } from '~/queue/mark-store.server';
import {
  makeCheckout,
  makeClick,
  makeJourney,
  makeOrder,
  makeSentMessage,
  type SentMessage,
} from '#test/support/attribution-factory';
import { marksOf, workOffBacklogs } from '#test/support/backlog';
import { makeShop } from '#test/support/shop-factory';

const SENT_AT = new Date('2026-11-20T08:00:00Z');
const after = (seconds: number) => new Date(SENT_AT.getTime() + seconds * 1_000);

let shop: Shop;
let sent: SentMessage;
beforeEach(async () => {
  shop = await makeShop();
  sent = await makeSentMessage(shop, { sentAt: SENT_AT });
  await reviewedUntil(SENT_AT);
});

const reviewedUntil = (at: Date) => db.clickReview.update({ where: { id: 1 }, data: { reviewedUntil: at } });

/** Clicks at seconds after sending, of links counting from 0 unless told otherwise. */
async function clicked(seconds: number[], some: { link?: number; reason?: string } = {}): Promise<string[]> {
  const ids: string[] = [];
  for (const [nth, second] of seconds.entries()) {
    const verdict = some.reason && some.reason !== 'seen_in_shop' ? 'machine' : 'human';
    const more = { linkPosition: some.link ?? nth, ...(some.reason && { verdictReason: some.reason }) };
    ids.push(await makeClick(shop, sent, after(second), verdict, more));
  }
  return ids;
}

const verdicts = async () =>
  (await db.click.findMany({ where: { shopId: shop.id }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })).map(
    ({ verdict, verdictReason }) => verdictReason ?? verdict,
  );

const bucketOf = async (orderId: bigint) =>
  (await db.orderStanding.findFirst({ where: { shopId: shop.id, orderId } }))?.bucket;

describe('a review of clicks', () => {
  it('takes those for a machine’s that a person cannot have made, and keeps every row', async () => {
    await clicked([1], { link: 0 });
    await clicked([60, 60.5, 61]);
    await clicked([100, 130, 160]);
    await reviewClicks(after(200));
    expect(await verdicts()).toEqual([
      'too_soon',
      'link_burst',
      'link_burst',
      'link_burst',
      'human',
      'human',
      'human',
    ]);
  });

  it('sees a burst that goes on from one look into the next', async () => {
    await clicked([29.2, 29.9, 30.6]);
    await reviewClicks(after(30.3));
    expect(await verdicts()).toEqual(['human', 'human', 'human']);
    await reviewClicks(after(70));
    expect(await verdicts()).toEqual(['link_burst', 'link_burst', 'link_burst']);
  });

  it('sees a click that was stored after its time was looked at', async () => {
    await clicked([60, 60.5]);
    await reviewClicks(after(90));
    await clicked([60.8], { link: 7 });
    await reviewClicks(after(91));
    expect(await verdicts()).toEqual(['link_burst', 'link_burst', 'link_burst']);
  });

  it('leaves what the request said, and what the shop saw, as it is', async () => {
    await clicked([60, 60.1, 60.2]);
    await clicked([60.3], { link: 5, reason: 'bot_agent' });
    await clicked([60.4], { link: 6, reason: 'seen_in_shop' });
    await reviewClicks(after(90));
    expect(await verdicts()).toEqual(['link_burst', 'link_burst', 'link_burst', 'bot_agent', 'seen_in_shop']);
  });

  it('counts by when a delivery was begun where nobody knows that it was sent, and never mixes deliveries', async () => {
    await db.delivery.updateMany({ where: { shopId: shop.id }, data: { sentAt: null, state: 'unknown' } });
    await clicked([1]);
    const other = await makeSentMessage(shop, { sentAt: SENT_AT });
    for (const [nth, to] of [sent, other, other].entries())
      await makeClick(shop, to, after(60 + nth / 10), 'human', { linkPosition: nth });
    await reviewClicks(after(90));
    expect(await verdicts()).toEqual(['too_soon', 'human', 'human', 'human']);
  });

  it('comes to the same in one look and in many, and goes on from where it was', async () => {
    await clicked([1, 30, 30.4, 31, 33.5, 119.9, 120.5, 121]);
    await reviewClicks(after(300));
    const once = await verdicts();
    expect(once).toContain('human');
    await db.click.updateMany({
      where: { shopId: shop.id },
      data: { verdict: 'human', verdictReason: null },
    });
    await reviewedUntil(SENT_AT);
    for (let second = 0; second <= 300; second += 13) await reviewClicks(after(second));
    expect(await verdicts()).toEqual(once);
    expect(await db.clickReview.findMany()).toMatchObject([{ reviewedUntil: after(299) }]);
    await reviewClicks(after(10));
    expect(await db.clickReview.findMany()).toMatchObject([{ reviewedUntil: after(299) }]);
  });

  it('catches up with what was missed an hour at a time', async () => {
    await clicked([1]);
    await clicked([7_000, 7_000.1, 7_000.2]);
    await reviewClicks(after(9_000));
    expect(await verdicts()).toEqual(['too_soon', 'human', 'human', 'human']);
    await reviewClicks(after(9_000));
    await reviewClicks(after(9_000));
    expect(await verdicts()).toEqual(['too_soon', 'link_burst', 'link_burst', 'link_burst']);
  });

  it('is done every minute', async () => {
    const now = new Date();
    await reviewedUntil(now);
    await db.delivery.updateMany({ where: { shopId: shop.id }, data: { sentAt: now } });
    await makeClick(shop, sent, new Date(now.getTime() - 100));
    await keepHouse();
    expect(await verdicts()).toEqual(['too_soon']);
  });
});

describe('an order that a scanner’s click had earned for a message', () => {
  it('is decided anew, and keeps nothing of it', async () => {
    const order = await makeOrder(shop, { customerId: sent.customerId, processedAt: after(3_600) });
    const other = await makeOrder(shop, { processedAt: after(3_600) });
    await makeJourney(shop, order.id, 'absent');
    await clicked([1]);
    await markOrders(shop.id, [order.id, other.id], db);
    await workOffBacklogs();
    expect(await bucketOf(order.id)).toBe('credited');
    await reviewClicks(after(90));
    expect(await marksOf(shop.id)).toEqual([order.id]);
    await attributeBacklog();
    expect(await bucketOf(order.id)).toBe('consent_absent');
    expect(await db.credit.count({ where: { shopId: shop.id } })).toBe(0);
  });

  it('keeps the credit where the shop saw the visitor arrive, and the click is a person’s again', async () => {
    const order = await makeOrder(shop, { customerId: sent.customerId, processedAt: after(3_600) });
    await makeJourney(shop, order.id, 'absent');
    const [clickId = ''] = await clicked([1]);
    await clicked([1.5]);
    await reviewClicks(after(90));
    expect(await verdicts()).toEqual(['too_soon', 'too_soon']);
    await makeCheckout(shop, `checkout-${order.id}`, [{ at: after(2), clickId }], {
      completedAt: after(3_599),
    });
    await markOrders(shop.id, [order.id], db);
    await workOffBacklogs();
    expect(await bucketOf(order.id)).toBe('credited');
    expect(await verdicts()).toEqual(['seen_in_shop', 'too_soon']);
    await reviewedUntil(SENT_AT);
    await reviewClicks(after(90));
    await workOffBacklogs();
    expect(await verdicts()).toEqual(['seen_in_shop', 'too_soon']);
    expect(await bucketOf(order.id)).toBe('credited');
  });

  it('is the same whether it came before the review or after it', async () => {
    const standings = [];
    for (const early of [true, false]) {
      shop = await makeShop();
      sent = await makeSentMessage(shop, { sentAt: SENT_AT });
      await reviewedUntil(SENT_AT);
      const [clickId = ''] = await clicked([60, 60.5, 61]);
      if (!early) await reviewClicks(after(90));
      const order = await makeOrder(shop, { customerId: sent.customerId, processedAt: after(3_600) });
      await makeJourney(shop, order.id, 'absent');
      await makeCheckout(shop, `checkout-${order.id}`, [{ at: after(60), clickId }], {
        completedAt: after(3_599),
      });
      await markOrders(shop.id, [order.id], db);
      await workOffBacklogs();
      if (early) await reviewClicks(after(90));
      await workOffBacklogs();
      standings.push([await bucketOf(order.id), await verdicts()]);
    }
    expect(standings[0]).toEqual(standings[1]);
    expect(standings[0]).toEqual(['credited', ['seen_in_shop', 'link_burst', 'link_burst']]);
  });
});
