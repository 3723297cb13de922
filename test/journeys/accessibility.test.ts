import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import {
  createLink,
  DESKTOP,
  fillCampaign,
  newPerson,
  openInAdmin,
  openOrder,
  PHONE,
  sendNow,
  storyCampaign,
  trackSales,
} from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

let trail: WholeTrail;
let browser: Browser;

beforeAll(async () => {
  trail = await startJourney();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await trail.stop();
});

/** What axe-core finds wrong with the app's part of the page, a line each; nothing may be wider than the window either. */
async function wrongWith(page: Page, where: string): Promise<string[]> {
  const frame = page.frame('app-iframe');
  if (!frame) throw new Error('the admin shows no app');
  await frame.waitForFunction(
    () => document.readyState === 'complete' && !document.querySelector('[class*="Polaris-Skeleton"]'),
  );
  await frame.evaluate(AXE);
  const { violations } = await frame.evaluate<AxeResults, string[]>(
    (values) =>
      (
        window as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }
      ).axe.run(document, { runOnly: { type: 'tag', values } }),
    STANDARD,
  );
  const tooWide = await frame.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  return [
    ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${where}: ${id}: ${html}`)),
    ...(tooWide ? [`${where}: wider than the window`] : []),
  ];
}

/** Opens each page at both widths and gathers what is wrong with them. */
async function wrongWithPages(paths: string[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const viewport of [DESKTOP, PHONE]) {
    const merchant = await newPerson(browser, viewport);
    const page = await merchant.newPage();
    for (const path of paths) {
      await openInAdmin(page, trail, path);
      wrong.push(...(await wrongWith(page, `${path} at ${viewport.width}`)));
    }
    await merchant.close();
  }
  return wrong;
}

describe('no page breaks a rule of WCAG 2.1 A or AA that axe-core can check', { timeout: 180_000 }, () => {
  it('before anything has happened', async () => {
    const paths = [
      '',
      '/campaigns',
      '/campaigns/new',
      '/links',
      '/links/new',
      '/orders',
      '/reports/sales-overview',
      '/nowhere',
    ];
    expect(await wrongWithPages(paths.map((path) => `/app${path}`))).toEqual([]);
  });

  it('with campaigns, links, orders and a receipt', async () => {
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    const story = storyCampaign(trail, '/products/linen-shirt');
    const app = await openInAdmin(page, trail, '/app/campaigns');
    await fillCampaign(page, app, story);
    await trackSales(app, story);
    await sendNow(app);
    await app.getByText('Sent', { exact: true }).first().waitFor({ timeout: 60_000 });
    const sent = new URL(page.url()).pathname.replace(/^.*(?=\/app\/)/, '');

    const again = await openInAdmin(page, trail, '/app/campaigns');
    await fillCampaign(page, again, { ...story, name: 'Voiceless' });
    await trackSales(again, story);
    await again.getByRole('radio', { name: /^Send later/ }).click();
    await again.getByText('has this value too').waitFor();
    const wrong = await wrongWith(page, 'Summary with advice');
    const draft = new URL(page.url()).pathname.replace(/^.*(?=\/app\/)|\/summary$/g, '');

    const [product] = trail.shopify.products;
    const variant = product?.variants[0];
    if (!variant) throw new Error('the local shop sells nothing');
    const order = trail.shopify.state.createOrder({
      lines: [{ variantId: variant.id, quantity: 1 }],
      sourceName: 'pos',
    });
    await openOrder(page, trail, order.name, 'Untrackable');
    const receipt = new URL(page.url()).pathname.replace(/^.*(?=\/app\/)/, '');
    const link = await createLink(page, trail, 'Market stall', '/products/linen-shirt');
    await merchant.close();

    const steps = ['channel', 'content', 'audience', 'summary'].map((step) => `${draft}/${step}`);
    const lists = [
      '/app',
      '/app/campaigns',
      '/app/links',
      '/app/orders',
      '/app/reports/sales-overview',
      '/app/settings',
    ];
    expect([...wrong, ...(await wrongWithPages([...lists, sent, draft, ...steps, receipt, link]))]).toEqual(
      [],
    );
  });
});
