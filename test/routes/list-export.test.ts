import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { createAutomation } from '~/automations/automation-store.server';
import { db, type Shop } from '~/db.server';
import { suppressAddresses } from '~/messaging/suppression-store.server';
import { loader as exportList } from '~/routes/app.export.$list';
import {
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  tags,
} from '#test/support/attribution-factory';
import { email, flowOf } from '#test/support/automation-factory.ts';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import { makeTrackingLink } from '#test/support/tracking-link-factory.ts';

const FORMULA = '=HYPERLINK("https://evil.example")';
const PLACED = new Date('2026-07-24T12:00:00Z');

let merchant: Merchant;
let shop: Shop;
let campaignId: bigint;
let automationId: bigint;
beforeAll(async () => {
  merchant = await openMerchant();
  ({ shop } = merchant);
  const at = new Date(PLACED.getTime() - 3_600_000);
  const sent = await makeSentMessage(shop, { name: FORMULA, sentAt: at });
  campaignId = sent.campaign.id;
  await db.link.create({
    data: {
      shopId: shop.id,
      versionId: sent.version.id,
      position: 0,
      url: 'https://shop.test/tea',
      taggedUrl: 'https://shop.test/tea?utm_source=newsletter',
    },
  });
  const order = await makeOrder(shop, { processedAt: PLACED, valueMinor: 1_234_567n });
  await makeCheckout(shop, `checkout-${order.id}`, [{ at, utm: tags({ id: sent.version.publicId }) }], {
    completedAt: PLACED,
  });
  await makeJourney(shop, order.id, 'absent');
  await attributeOrders(shop.id, [order.id], PLACED);
  await makeTrackingLink(shop, { name: '@sum' });
  automationId = await createAutomation(
    shop.id,
    { name: '+Welcome', flow: flowOf([email('one')]) },
    new Map(),
    PLACED,
  );
  await suppressAddresses(shop.id, 'email', ['one', 'two'], 'manual', PLACED);
});
afterAll(() => merchant.leave());

const fileOf = (list: string, query = '') =>
  exportList({ request: merchant.ask(`/app/export/${list}${query}`), params: { list }, context: {} });
const rowsOf = async (list: string, query = ''): Promise<Record<string, string>[]> =>
  parse(await (await fileOf(list, query)).text(), { columns: true });

describe('the file of a list', () => {
  it('of orders tells why each stands where it does, in plain decimals and the shop’s time', async () => {
    const answer = await fileOf('orders');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="orders.csv"');
    const [row] = parse<Record<string, string>>(await answer.text(), { columns: true });
    expect(row).toMatchObject({
      Placed: expect.stringMatching(/^2026-07-24T\d{2}:00:00[+-]\d{2}:\d{2}$/) as string,
      Standing: 'Credited',
      Why: 'Last click',
      Value: '12345.67',
      Credited: '12345.67',
      Campaign: `'${FORMULA}`,
      Message: 'Warm hands',
    });
    expect(new Date(row?.['Placed'] ?? '')).toEqual(PLACED);
  });

  it('holds what the page’s address narrows the list to', async () => {
    expect(await rowsOf('orders', '?bucket=credited&from=2026-07-24&to=2026-07-25')).toHaveLength(1);
    expect(await rowsOf('orders', '?bucket=no_touch')).toEqual([]);
    expect(await rowsOf('campaigns', '?search=nothing')).toEqual([]);
    expect(await rowsOf('suppression', '?tab=sms')).toEqual([]);
  });

  it('is there for campaigns, automations, links and the suppression list, formulas neutralised', async () => {
    expect(await rowsOf('campaigns')).toMatchObject([
      { Campaign: `'${FORMULA}`, Channel: 'Email', Sent: '1' },
    ]);
    expect(await rowsOf('automations')).toMatchObject([
      { Automation: "'+Welcome", Entered: '0', Opened: '', Revenue: '' },
    ]);
    expect(await rowsOf('links')).toMatchObject([{ Link: "'@sum", Clicks: '0', Revenue: '0.00' }]);
    expect((await rowsOf('suppression')).map((row) => row['Fingerprint']).sort()).toEqual(['one', 'two']);
  });

  it('is there for a campaign’s links and an automation’s steps, and not for those of other shops', async () => {
    expect(await rowsOf('campaign-links', `?id=${campaignId}`)).toEqual([
      { Variant: 'A', Place: '1', Link: 'https://shop.test/tea', People: '0', Clicks: '0' },
    ]);
    expect(await rowsOf('automation-steps', `?id=${automationId}`)).toEqual([]);
    expect(await rowsOf('campaign-links', '?id=999999')).toEqual([]);
    await expect(fileOf('automation-steps', '?id=999999')).rejects.toMatchObject({ status: 404 });
  });

  it('is there for what was reconciled', async () => {
    expect(await rowsOf('reconciled-days', '?days=7')).toHaveLength(7);
    expect(await rowsOf('differing-orders', '?days=7')).toEqual([]);
  });

  it('is there for nothing else', async () => {
    for (const list of ['passwords', 'constructor', 'toString'])
      await expect(fileOf(list)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a file of very many rows', () => {
  it('has each order and each suppressed address once, however many are read at a time', async () => {
    await db.$executeRaw`
      INSERT INTO "order" (shop_id, id, name, created_at, processed_at, updated_at, test, source_name, currency, value_minor, total_minor)
      SELECT ${shop.id}::int, 7000000 + n, '#' || n, at, at, at, false, 'web', 'EUR', -n, n
      FROM (SELECT n, '2026-01-01T00:00:00Z'::timestamptz + (n / 7) * interval '1 second' AS at
            FROM generate_series(1, 1730) n) AS numbers`;
    await suppressAddresses(
      shop.id,
      'sms',
      Array.from({ length: 2_345 }, (_, n) => `hash-${n}`),
      'manual',
      PLACED,
    );
    const orders = await rowsOf('orders');
    expect([orders.length, new Set(orders.map((row) => row['Order'])).size]).toEqual([1_731, 1_731]);
    expect(orders.at(-1)).toMatchObject({ Order: '#1', Value: '-0.01', Credited: '' });
    const suppressed = await rowsOf('suppression', '?tab=sms');
    expect(new Set(suppressed.map((row) => row['Fingerprint'])).size).toBe(2_345);
  });
});
