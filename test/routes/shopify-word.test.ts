import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { action, loader } from '~/routes/app.reports.shopify-word/route';
import { loader as exporting } from '~/routes/app.reports.export.$report';
import { unscopedSetScopes } from '~/shopify/session-store.server';
import {
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  tags,
} from '#test/support/attribution-factory.ts';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import { rollUpAll } from '#test/support/rollups.ts';

const PATH = '/app/reports/shopify-word';
const TAGGED = 'https://shop.test/?utm_source=newsletter&utm_medium=email&utm_campaign=winter_mugs';
const ADS = 'https://shop.test/?utm_source=google&utm_medium=cpc&utm_campaign=mugs';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
  await makeSentMessage(merchant.shop, { sentAt: ago(3) });
  // Shopify credits all three to us; the pixel saw an ad after the second one's visit.
  await bought('a', [TAGGED]);
  await bought('b', [TAGGED], ADS);
  await bought('c', [TAGGED]);
  await bought('d', [ADS]);
  await rollUpAll(merchant.shop);
});
afterAll(() => merchant.leave());
beforeEach(async () => {
  merchant.platform.nextAnswers.length = 0;
  await unscopedSetScopes(merchant.shop.domain, ['read_orders']);
});

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);

/** An order that Shopify and we have, by visits that Shopify saw; the pixel saw the last of them, or another. */
async function bought(visitor: string, landingPages: string[], seenByPixel = landingPages.at(-1)) {
  const { state } = merchant.platform;
  landingPages.forEach((landingPage, index) =>
    state.recordVisit(visitor, { at: ago(2 - index / 10), landingPage, referrer: null }),
  );
  const order = state.createOrder({
    lines: [{ variantId: state.products[0]?.variants[0]?.id ?? 0n, quantity: 1 }],
    email: `${visitor}@mail.test`,
    visitor,
    at: ago(1),
  });
  await makeOrder(merchant.shop, { id: order.id, name: order.name, processedAt: ago(1), valueMinor: 6_900n });
  const visits = order.visits.map(({ at, landingPage }) => ({ at, landingPage, utm: utmOf(landingPage) }));
  await makeJourney(merchant.shop, order.id, 'ready', visits);
  const { source, medium, campaign } = utmOf(seenByPixel ?? '');
  await makeCheckout(
    merchant.shop,
    `checkout-${order.id}`,
    [{ at: ago(1.5), utm: tags({ source, medium, campaign }) }],
    { orderId: order.id, completedAt: ago(1) },
  );
  await attributeOrders(merchant.shop.id, [order.id], new Date());
  return order;
}

const utmOf = (url: string) => {
  const read = new URL(url).searchParams;
  const of = (name: string) => read.get(`utm_${name}`) ?? '';
  return { source: of('source'), medium: of('medium'), campaign: of('campaign') };
};
const open = (query = '') => loader({ request: merchant.ask(PATH + query), params: {}, context: {} });
const allow = () => {
  merchant.platform.state.changeScopes([
    ...new Set([...(merchant.platform.state.grantedScopes ?? []), 'read_reports']),
  ]);
  return action({ request: merchant.ask(PATH, {}), params: {}, context: {} });
};
const csv = async (report: string) => {
  const answer = await exporting({
    request: merchant.ask(`/app/reports/export/${report}`),
    params: { report },
    context: {},
  });
  return answer.text();
};

describe('Shopify’s word', () => {
  it('is absent without access, while the orders are compared all the same', async () => {
    const { table, unavailable, orders } = await open();
    expect(table).toBeNull();
    expect(unavailable).toBe('no_access');
    expect(orders.sentence).toBe('1 order is credited to different tags.');
    expect(orders.rows.map(({ cells }) => cells.map(({ text }) => text).slice(2, 5))).toEqual([
      ['None of your messages', 'newsletter / email / winter_mugs', 'Another source here'],
    ]);
    await expect(csv('shopify-word')).rejects.toMatchObject({ status: 404 });
    expect(await csv('shopify-word-orders')).toContain('Another source here');
  });

  it('stands beside ours once the merchant allows it', async () => {
    expect(await allow()).toEqual({ granted: true });
    const { table, unavailable } = await open();
    expect(unavailable).toBeNull();
    expect(table?.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['newsletter / email / winter_mugs', '3', '2', '-1', '€207.00', '€138.00', '-€69.00'],
    ]);
    expect(table?.sentence).toBe('Shopify credits your tags with €207.00; we credit €69.00 less.');
    expect(table?.notes.some((note) => note.startsWith('Shopify also credits 1 order to tags'))).toBe(true);
    expect(await csv('shopify-word')).toContain(
      'newsletter / email / winter_mugs,3,2,-1,207.00,138.00,-69.00',
    );
  });

  it('is of the days that are chosen', async () => {
    await allow();
    const { table, orders } = await open('?from=2026-01-01&to=2026-01-02');
    expect(table?.sentence).toBe('Neither side credits your messages with an order.');
    expect(table?.rows).toEqual([]);
    expect(orders.rows).toEqual([]);
  });

  it('says why where Shopify refuses it, or does not know the report', async () => {
    await allow();
    const denied = { message: 'Access denied', extensions: { code: 'ACCESS_DENIED' } };
    merchant.platform.nextAnswers.push({ status: 200, body: { errors: [denied] } });
    expect((await open()).unavailable).toBe('not_approved');
    const misread = { parseErrors: ['Invalid dataset'], tableData: null };
    merchant.platform.nextAnswers.push({ status: 200, body: { data: { shopifyqlQuery: misread } } });
    expect((await open()).unavailable).toBe('not_understood');
  });

  it('is not there where the merchant did not allow it after all', async () => {
    merchant.platform.state.changeScopes(['read_orders']);
    expect(await action({ request: merchant.ask(PATH, {}), params: {}, context: {} })).toEqual({
      granted: false,
    });
    expect((await open()).unavailable).toBe('no_access');
  });
});
