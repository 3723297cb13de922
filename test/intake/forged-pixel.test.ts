import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, type Order, type Shop } from '~/db.server';
import { clickToken } from '~/tracking/link-token.server';
import {
  makeClick,
  makeJourney,
  makeOrder,
  makeSentMessage,
  type SentMessage,
} from '#test/support/attribution-factory';
import { wireEvent, wireLanding } from '#test/support/intake-factory';
import { fateOfEvent as post } from '#test/support/pixel-fate';
import { makeShop } from '#test/support/shop-factory';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let shop: Shop;
let now: Date;
let earned: SentMessage;
let rival: SentMessage;
beforeEach(async () => {
  shop = await makeShop();
  now = new Date();
  const sentAt = ago(2 * DAY);
  earned = await makeSentMessage(shop, { sentAt });
  rival = await makeSentMessage(shop, { sentAt, name: 'Rival' });
});

const ago = (ms: number) => new Date(now.getTime() - ms);

async function standing(order: Order) {
  await attributeOrders(shop.id, [order.id], now);
  const { bucket } = await db.orderStanding.findFirstOrThrow({ where: { orderId: order.id } });
  const credits = await db.credit.findMany({ where: { shopId: shop.id, orderId: order.id } });
  return { bucket, credits: credits.map(({ versionId, amountMinor }) => [versionId, amountMinor]) };
}

const TO_EARNED = () => ({ bucket: 'credited', credits: [[earned.version.id, 5_000n]] });

/** A buyer who clicked the message that earned the order, and the buyer's own event. */
async function purchase(some: Partial<Order> = {}) {
  const clickId = await makeClick(shop, earned, ago(60 * MINUTE));
  const token = randomUUID().replaceAll('-', '');
  const order = await makeOrder(shop, { checkoutToken: token, processedAt: ago(500), ...some });
  await makeJourney(shop, order.id, 'absent');
  const event = wireEvent(shop, now, {
    visitor: `buyer-${token}`,
    checkout: { token, order: String(order.id) },
    landings: [landingOf(earned, 60, clickToken(shop.id, clickId))],
  });
  return { order, token, event, clickId };
}

const landingOf = ({ version }: SentMessage, minutesAgo: number, click?: string) =>
  wireLanding(now, { at: ago(minutesAgo * MINUTE).toISOString(), id: version.publicId, click });

const moneyOf = async () => {
  const where = { shopId: shop.id };
  const { _sum } = await db.order.aggregate({ where, _sum: { valueMinor: true } });
  return {
    orders: await db.order.count({ where }),
    refunds: await db.refund.count({ where }),
    ledger: await db.ledgerEntry.count({ where }),
    valueMinor: _sum.valueMinor,
  };
};

describe('a pixel event, true or forged,', () => {
  it('makes no order and no money, whatever it says of them', async () => {
    const { order, event } = await purchase();
    await post(event);
    const before = await moneyOf();
    const invented = { order: '987654321', total: '1000000.00', value: { amount: 1e9, currency: 'EUR' } };
    for (const checkout of [
      { token: randomUUID(), ...invented },
      { token: order.checkoutToken, ...invented },
    ])
      await post(wireEvent(shop, now, { checkout, total: 1e9, refund: 1e9 }));
    expect(await standing(order)).toEqual(TO_EARNED());
    expect(await moneyOf()).toEqual(before);
    expect(await db.credit.aggregate({ where: { shopId: shop.id }, _sum: { amountMinor: true } })).toEqual({
      _sum: { amountMinor: 5_000n },
    });
  });

  it('is worth nothing without an order of Shopify’s that its checkout became', async () => {
    const clickId = await makeClick(shop, rival, ago(MINUTE));
    await post(wireEvent(shop, now, { landings: [landingOf(rival, 1, clickToken(shop.id, clickId))] }));
    expect(await db.credit.count({ where: { shopId: shop.id } })).toBe(0);
    expect(await db.orderStanding.count({ where: { shopId: shop.id } })).toBe(0);
  });
});

describe('the credit of another visitor is not moved by an event', () => {
  it.each<[string, (bought: Awaited<ReturnType<typeof purchase>>) => Record<string, unknown>]>([
    ['of theirs that is replayed', ({ event }) => event],
    ['of theirs that is replayed by another visitor', ({ event }) => ({ ...event, visitor: 'thief' })],
    [
      'by another visitor that names their checkout with landings of its own',
      ({ event }) => ({ ...event, visitor: 'thief', landings: [landingOf(rival, 2)] }),
    ],
    [
      'that names their order with a checkout of its own',
      ({ order }) =>
        wireEvent(shop, now, {
          visitor: 'thief',
          checkout: { token: randomUUID(), order: `gid://shopify/Order/${order.id}` },
          landings: [landingOf(rival, 2)],
        }),
    ],
    [
      'that says it completed their checkout long before them',
      ({ event }) => ({ ...event, visitor: 'thief', at: ago(DAY).toISOString(), landings: [] }),
    ],
    [
      'that names the account of another shop',
      ({ event }) => ({ ...event, account: 'account-of-nobody', landings: [landingOf(rival, 2)] }),
    ],
  ])('%s', async (_, forge) => {
    const bought = await purchase();
    await post(bought.event);
    expect(await standing(bought.order)).toEqual(TO_EARNED());
    await post(forge(bought));
    expect(await standing(bought.order)).toEqual(TO_EARNED());
  });

  it('that guesses their checkout before they complete it: it would have to know the token', async () => {
    const { order, token, event } = await purchase();
    const guesses = [token.slice(1), `${token}0`, token.toUpperCase().replace(/[A-F]/, '0'), `${order.id}`];
    for (const guess of guesses)
      await post(
        wireEvent(shop, now, {
          visitor: 'thief',
          checkout: { token: guess },
          landings: [landingOf(rival, 2)],
        }),
      );
    expect(await post(event)).toBe('stored');
    expect(await standing(order)).toEqual(TO_EARNED());
  });

  it('that names an order without a checkout token after the buyer’s own event did', async () => {
    const { order, event } = await purchase({ checkoutToken: null });
    await post(event);
    await post(
      wireEvent(shop, now, {
        visitor: 'thief',
        checkout: { token: randomUUID(), order: String(order.id) },
        landings: [landingOf(rival, 2)],
      }),
    );
    expect(await standing(order)).toEqual(TO_EARNED());
  });

  it('that names an order without a checkout token late, for a checkout that was told before the buyer’s', async () => {
    const { order, event } = await purchase({ checkoutToken: null });
    const early = { visitor: 'thief', checkout: { token: randomUUID() }, landings: [landingOf(rival, 2)] };
    const forged = wireEvent(shop, now, early);
    await post(forged);
    await post(event);
    await post({ ...forged, checkout: { ...early.checkout, order: String(order.id) } });
    expect(await standing(order)).toEqual(TO_EARNED());
  });

  it('of another shop that names their checkout, their order and their click', async () => {
    const { order, event } = await purchase();
    await post(event);
    const other = await makeShop();
    expect(await post({ ...event, account: other.pixelAccount, visitor: 'thief' })).toBe('stored');
    expect(await standing(order)).toEqual(TO_EARNED());
    expect(await db.touch.findMany({ where: { shopId: other.id } })).toMatchObject([{ clickId: null }]);
    expect(await db.credit.count({ where: { shopId: other.id } })).toBe(0);
  });
});

describe('an event about the sender’s own checkout', () => {
  it('names no click by a token that was made up, altered, or signed for another shop', async () => {
    const { order, token, clickId } = await purchase();
    const signed = clickToken(shop.id, clickId);
    const other = await makeShop();
    const altered = (signed.startsWith('A') ? 'B' : 'A') + signed.slice(1);
    const landings = [clickId, altered, clickToken(other.id, clickId), randomUUID()].map((click, nth) =>
      wireLanding(now, { click, source: 'nobody', campaign: `none-${nth}` }),
    );
    await post(wireEvent(shop, now, { checkout: { token }, landings }));
    expect((await db.touch.findMany({ where: { shopId: shop.id } })).map((touch) => touch.clickId)).toEqual(
      Array(4).fill(null),
    );
    expect((await standing(order)).credits).toEqual([]);
  });

  it('can name a click that another contact made, and moves the credit of its own order alone', async () => {
    const theirs = await purchase();
    await post(theirs.event);
    expect(await standing(theirs.order)).toEqual(TO_EARNED());
    const own = await purchase();
    await post({
      ...own.event,
      landings: [landingOf(earned, 1, clickToken(shop.id, theirs.clickId))],
    });
    // The click's time is ours, not the event's: an hour ago, whatever the landing says.
    expect(await standing(own.order)).toEqual(TO_EARNED());
    const [credit] = await db.credit.findMany({ where: { shopId: shop.id, orderId: own.order.id } });
    expect(credit?.touchAt).toEqual(
      (await db.click.findFirstOrThrow({ where: { shopId: shop.id, id: theirs.clickId } })).at,
    );
    expect(await standing(theirs.order)).toEqual(TO_EARNED());
  });

  it.each([
    ['in the future', -20 * MINUTE, 'dropped:future_checkout'],
    ['far in the future', -10 * 365 * DAY, 'dropped:future_checkout'],
    ['longer ago than any window', 91 * DAY, 'dropped:old_checkout'],
    ['at the beginning of time', 56 * 365 * DAY, 'dropped:old_checkout'],
  ])('is dropped when it says that it was %s', async (_, age, fate) => {
    expect(await post(wireEvent(shop, now, { at: ago(age).toISOString() }))).toBe(fate);
    expect(await db.checkout.count({ where: { shopId: shop.id } })).toBe(0);
  });

  it('has landings of the future, and of before any window, taken out of its path', async () => {
    const { order, token } = await purchase();
    const landings = [-20, -60 * 24 * 400, 91 * 24 * 60].map((minutes) => landingOf(rival, minutes));
    expect(await post(wireEvent(shop, now, { checkout: { token }, landings }))).toBe('stored');
    expect(await db.touch.count({ where: { shopId: shop.id } })).toBe(0);
    expect((await standing(order)).credits).toEqual([]);
  });
});
