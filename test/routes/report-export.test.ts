import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { loader as listOrders } from '~/routes/app.orders._index/route';
import { loader as openChannels } from '~/routes/app.reports.channels';
import { loader as exportReport } from '~/routes/app.reports.export.$report';
import { loader as openTags } from '~/routes/app.reports.tags-explorer';
import { loader as openMessages } from '~/routes/app.reports.top-messages';
import { loader as openSources } from '~/routes/app.reports.top-sources';
import {
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  tags,
} from '#test/support/attribution-factory';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import { rollUpAll } from '#test/support/rollups.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
  const { shop } = merchant;
  const at = new Date(Date.now() - 3_600_000);
  const name = '=HYPERLINK("https://evil.example"), "quoted"\nand broken';
  const sent = await makeSentMessage(shop, { name, sentAt: at, utmSource: '+news' });
  const order = await makeOrder(shop, { processedAt: new Date(), valueMinor: 5_000n });
  await makeCheckout(shop, `checkout-${order.id}`, [{ at, utm: tags({ id: sent.version.publicId }) }], {
    completedAt: new Date(),
  });
  await makeJourney(shop, order.id, 'absent');
  await attributeOrders(shop.id, [order.id], new Date());
  await rollUpAll(shop);
});
afterAll(() => merchant.leave());

const at = (path: string, params: Record<string, string> = {}) => ({
  request: merchant.ask(path),
  params,
  context: {},
});
const csvOf = async (report: string, query = '') =>
  exportReport(at(`/app/reports/export/${report}${query}`, { report }));

describe('the file of a report', () => {
  it('holds the rows that its page shows, as a spreadsheet can read them', async () => {
    const answer = await csvOf('top-messages', '?days=7');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="top-messages.csv"');
    const text = await answer.text();
    expect(text).toContain('\r\n');
    const rows: unknown = parse(text, { columns: true, relax_quotes: false });
    expect(rows).toEqual([
      {
        Message: `'=HYPERLINK("https://evil.example"), "quoted"\nand broken`,
        Channel: 'Email',
        'Source / medium / campaign': `'+news / email / winter_mugs`,
        Orders: '1',
        'Refunds and edits': '0.00',
        'Average order': '50.00',
        Revenue: '50.00',
        Share: '1.000000',
      },
    ]);
  });

  it('of the models has a column for each, and what is not known is empty', async () => {
    const text = await (await csvOf('models-compared', '?by=campaign&show=orders')).text();
    const rows: Record<string, string>[] = parse(text, { columns: true });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      Campaign: `'=HYPERLINK("https://evil.example"), "quoted"\nand broken`,
      Of: 'Email',
      'Last click (yours)': '1',
      'Time decay': '1',
      Markov: '',
      'Markov, from': '',
      Shapley: '',
    });
    const money: Record<string, string>[] = parse(await (await csvOf('models-compared')).text(), {
      columns: true,
    });
    expect(money).toMatchObject([{ Message: 'Warm hands', Linear: '50.00' }]);
  });

  it('is there for each report, and for no other name', async () => {
    for (const report of ['channels', 'top-messages', 'top-sources', 'tags-explorer', 'models-compared']) {
      const lines: unknown[] = parse(await (await csvOf(report)).text());
      expect([report, lines.length]).toEqual([report, 2]);
    }
    await expect(csvOf('passwords')).rejects.toMatchObject({ status: 404 });
  });
});

describe('the page of a report', () => {
  it('says which days it is about, and what its address asks for', async () => {
    const query = '?days=7&basis=moved&by=campaign&within=channel';
    for (const open of [openChannels, openMessages, openSources, openTags]) {
      const page = await open(at(`/app/reports/any${query}`));
      expect(page.bar).toMatchObject({ preset: '7', basis: 'moved', label: 'Last 7 days' });
      expect(page.table.rows).toHaveLength(1);
    }
    const tagsPage = await openTags(at(`/app/reports/tags-explorer${query}`));
    expect([tagsPage.by, tagsPage.within]).toEqual(['campaign', 'channel']);
    expect(tagsPage.table.rows[0]?.cells.slice(0, 2).map(({ text }) => text)).toEqual([
      'winter_mugs',
      'Email',
    ]);
  });

  it('leads each row to the list of its orders, which says whose they are', async () => {
    const { table } = await openMessages(at('/app/reports/top-messages'));
    const orders = await listOrders(at(table.rows[0]?.orders ?? ''));
    expect(orders).toMatchObject({ total: 1, only: [expect.any(String), 'earned by one message'] });
    const none = await listOrders(at('/app/orders?utm_source=elsewhere&message_channel=email'));
    expect(none).toMatchObject({
      total: 0,
      only: ['earned by the channel “email”', 'earned with utm_source “elsewhere”'],
    });
    expect(await listOrders(at('/app/orders?other=Google'))).toMatchObject({
      total: 0,
      only: ['brought by “Google”'],
    });
  });
});
