import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { finishWords, unscopedTakeWords } from '~/attribution/order-word-store.server';
import { db, type Shop } from '~/db.server';
import { forgetCustomer } from '~/jobs/forget-customer';
import { tellOrders } from '~/jobs/tell-orders';
import { changeSharing } from '~/shopify/change-sharing.server';
import { loadSharing } from '~/shopify/sharing-store.server';
import {
  before,
  makeCheckout,
  makeOrder,
  makeSentMessage,
  PLACED_AT,
  tags,
} from '#test/support/attribution-factory.ts';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const DECIDED_AT = new Date(PLACED_AT.getTime() + 60_000);
const SCOPES = ['read_orders', 'write_orders'];

let platform: LocalPlatform;
let shop: Shop;
beforeAll(async () => {
  platform = await startLocalPlatform({ scopes: SCOPES });
});
beforeEach(async () => {
  await db.orderWord.deleteMany();
  await db.shop.deleteMany();
  platform.state.changeScopes(SCOPES);
  await platform.signIn();
  shop = await makeShop({ domain: platform.state.shop.domain });
  platform.nextAnswers.length = 0;
});
afterAll(() => platform.stop());

const share = (on = true) => changeSharing(shop, 'orders', on, DECIDED_AT);
const decide = (...ids: bigint[]) => attributeOrders(shop.id, ids, DECIDED_AT);

/** An order of Shopify's and ours, whose customer came by these campaigns' tags, the last one last. */
async function bought(...campaigns: string[]) {
  const [product] = platform.state.products;
  const order = platform.state.createOrder({
    lines: [{ variantId: product?.variants[0]?.id ?? 0n, quantity: 1 }],
    email: 'mara.lindqvist@example.com',
  });
  await makeOrder(shop, { id: order.id, customerId: order.customerId });
  await makeCheckout(
    shop,
    `checkout-${order.id}`,
    campaigns.map((campaign, index) => ({
      at: before({ hours: 5 - index }),
      utm: tags({ source: 'newsletter', medium: 'email', campaign }),
    })),
    { orderId: order.id },
  );
  return order;
}

const message = (name: string, utmCampaign: string) =>
  makeSentMessage(shop, { name, utmCampaign, subject: `About ${name}` });
const worked = async () => {
  platform.asked.length = 0;
  while ((await tellOrders()) > 0);
  return platform.asked;
};
const saidBy = ({ metafields }: { metafields: { value: string }[] }) =>
  metafields.map(({ value }) => JSON.parse(value) as { earned_by: { name: string; share: number }[] });
const namesIn = (order: Parameters<typeof saidBy>[0]) =>
  saidBy(order).flatMap(({ earned_by }) => earned_by.map(({ name }) => name));
const word = (orderId: bigint) => db.orderWord.findFirst({ where: { orderId } });

describe('who earned an order', () => {
  it('stands in its metafield in Shopify, without its customer', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await share();
    await decide(order.id);
    expect(await worked()).toEqual(['SetOrderWords']);
    expect(order.metafields).toMatchObject([{ namespace: '$app', key: 'credited_message', type: 'json' }]);
    expect(saidBy(order)).toEqual([
      {
        earned_by: [
          { kind: 'campaign', name: 'Winter mugs', message: 'About Winter mugs', channel: 'email', share: 1 },
        ],
        model: 'last_click',
        settings_version: 1,
        receipt: `https://${shop.domain}/admin/apps/test-api-key/app/orders/${order.id}`,
      },
    ]);
  });

  it('is told nobody until the shop turns it on, then of the orders of before too', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await decide(order.id);
    expect(await worked()).toEqual([]);
    expect(await word(order.id)).toBeNull();
    expect(await share()).toEqual({ ok: true, value: undefined });
    await worked();
    expect(namesIn(order)).toEqual(['Winter mugs']);
  });

  it('is taken back where the shop turns it off', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await decide(order.id);
    await share();
    await worked();
    await share(false);
    expect(await worked()).toEqual(['DeleteOrderWords']);
    expect(order.metafields).toEqual([]);
    await decide(order.id);
    expect(await worked()).toEqual([]);
  });

  it('is written once, however often the order is decided alike', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await share();
    await decide(order.id);
    await worked();
    await decide(order.id);
    await decide(order.id);
    expect(await worked()).toEqual([]);
    expect(await word(order.id)).toMatchObject({ dueAt: null });
  });

  it('follows the credit to another message, and goes with it', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await share();
    await decide(order.id);
    await worked();
    await message('Spring cups', 'spring_cups');
    await db.touch.updateMany({ data: { utmCampaign: 'spring_cups' } });
    await decide(order.id);
    expect(await worked()).toEqual(['SetOrderWords']);
    expect(namesIn(order)).toEqual(['Spring cups']);
    await db.touch.deleteMany();
    await decide(order.id);
    expect(await worked()).toEqual(['DeleteOrderWords']);
    expect(order.metafields).toEqual([]);
  });

  it('is removed where the customer asks to be forgotten, and stays so', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await share();
    await decide(order.id);
    await worked();
    const notice = { customerId: order.customerId, orderIds: [order.id], email: null };
    await forgetCustomer(shop.id, notice, DECIDED_AT, DECIDED_AT);
    await worked();
    expect(order.metafields).toEqual([]);
    await decide(order.id);
    expect(await worked()).toEqual([]);
  });

  it('is not written into orders that are too old to be written to', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await db.order.updateMany({ data: { createdAt: before({ days: 61 }) } });
    await share();
    await decide(order.id);
    expect(await worked()).toEqual([]);
  });
});

describe('telling Shopify', () => {
  it('takes 25 orders at a time', async () => {
    await message('Winter mugs', 'winter_mugs');
    const orders = [];
    for (let count = 0; count < 30; count += 1) orders.push(await bought('winter_mugs'));
    await share();
    await decide(...orders.map(({ id }) => id));
    expect(await worked()).toEqual(['SetOrderWords', 'SetOrderWords']);
    expect(orders.map(namesIn)).toEqual(orders.map(() => ['Winter mugs']));
  });

  it('leaves out an order that is gone there, and tells of the others', async () => {
    await message('Winter mugs', 'winter_mugs');
    const orders = [await bought('winter_mugs'), await bought('winter_mugs'), await bought('winter_mugs')];
    await share();
    await decide(...orders.map(({ id }) => id));
    const gone = orders[1]?.id ?? 0n;
    platform.state.orders.splice(
      platform.state.orders.findIndex(({ id }) => id === gone),
      1,
    );
    await worked();
    expect(orders.map(namesIn)).toEqual([['Winter mugs'], [], ['Winter mugs']]);
    expect(await word(gone)).toMatchObject({ written: null, failure: 'invalid', dueAt: null });
  });

  it('waits while Shopify is busy, and loses nothing', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await share();
    await decide(order.id);
    platform.throttleNext(2);
    expect(await worked()).toEqual(['SetOrderWords', 'SetOrderWords', 'SetOrderWords']);
    expect(namesIn(order)).toEqual(['Winter mugs']);
  });

  it('needs the access for it: without, nothing is turned on; where it is taken away, all waits', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await decide(order.id);
    platform.state.changeScopes(['read_orders']);
    expect(await share()).toEqual({ ok: false, reason: 'no_access' });
    expect(await loadSharing(shop.id)).toMatchObject({ orders: false, ordersFailure: null });

    platform.state.changeScopes(SCOPES);
    await share();
    platform.state.changeScopes(['read_orders']);
    expect(await worked()).toEqual(['SetOrderWords']);
    expect(await loadSharing(shop.id)).toMatchObject({ orders: true, ordersFailure: 'access_denied' });
    expect(await tellOrders()).toBe(0);

    platform.state.changeScopes(SCOPES);
    await share();
    await db.orderWord.updateMany({ data: { heldUntil: new Date(0) } });
    await worked();
    expect(namesIn(order)).toEqual(['Winter mugs']);
    expect(await loadSharing(shop.id)).toMatchObject({ orders: true, ordersFailure: null });
  });

  it('is done again by another where whoever had it in hand was killed', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await share();
    await decide(order.id);
    await unscopedTakeWords(25, new Date(), new Date(Date.now() + 60_000));
    expect(await tellOrders()).toBe(0);
    // What it wrote before it was killed, nobody noted.
    order.metafields.push({ id: 1n, namespace: '$app', key: 'credited_message', type: 'json', value: '{}' });
    await db.touch.deleteMany();
    await decide(order.id);
    await db.orderWord.updateMany({ data: { heldUntil: new Date(0) } });
    expect(await worked()).toEqual(['DeleteOrderWords']);
    expect(order.metafields).toEqual([]);
  });

  it('comes again for what was decided while it was being told', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await share();
    await decide(order.id);
    const taken = await unscopedTakeWords(25, new Date(), new Date(Date.now() + 60_000));
    await decide(order.id);
    expect(await tellOrders()).toBe(0);
    await finishWords(
      shop.id,
      (taken?.words ?? []).map((one) => ({ ...one, written: '{}', failure: null })),
    );
    expect(await worked()).toEqual(['SetOrderWords']);
    expect(namesIn(order)).toEqual(['Winter mugs']);
  });

  it('ends where the app was uninstalled', async () => {
    await message('Winter mugs', 'winter_mugs');
    const order = await bought('winter_mugs');
    await share();
    await decide(order.id);
    await db.shop.updateMany({ data: { uninstalledAt: DECIDED_AT } });
    expect(await worked()).toEqual([]);
    expect(await word(order.id)).toBeNull();
  });
});
