import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { pressAt } from '../support/keyboard.ts';
import {
  acceptTracking,
  buy,
  fillCampaign,
  newPerson,
  openInAdmin,
  openMail,
  openOrder,
  PHONE,
  reloadUntil,
  sendNow,
  storyCampaign,
  trackSales,
} from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

let trail: WholeTrail;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  trail = await startJourney();
  browser = await launchBrowser();
  page = await (await newPerson(browser)).newPage();
  // Shopify's own question, whether the app may.
  page.on('dialog', (dialog) => void dialog.accept());
});

afterAll(async () => {
  await browser.close();
  await trail.stop();
});

const wrongOnPhone = async (path: string) => {
  const phone = await (await newPerson(browser, PHONE)).newPage();
  const app = await openInAdmin(phone, trail, path);
  await app.getByRole('heading', { level: 1 }).waitFor();
  return wrongWith(phone, `${path} on a phone`);
};

describe('Shopify and Sales Trail', { timeout: 240_000 }, () => {
  it('tell each other, once the merchant allows it by keyboard alone, who earned an order', async () => {
    const told = await openInAdmin(page, trail, '/app/settings/shopify');
    await pressAt(page, told.getByRole('button', { name: 'Turn on: Who earned each order' }), 'Enter');
    await told.getByRole('button', { name: 'Turn off: Who earned each order' }).waitFor();
    await pressAt(page, told.getByRole('button', { name: 'Turn on: What your messages came to' }), 'Enter');
    await told.getByRole('button', { name: 'Turn off: What your messages came to' }).waitFor();
    const wrong = await wrongWith(page, 'what Shopify is told');

    const [product] = trail.shopify.products;
    const [buyer] = trail.shopify.subscribers;
    if (!product || !buyer) throw new Error('the local shop has no product or no subscriber');
    const story = storyCampaign(trail, `/products/${product.handle}`);
    const app = await openInAdmin(page, trail, '/app/campaigns');
    await fillCampaign(page, app, story);
    await trackSales(app, story);
    await sendNow(app);
    const shop = await (await newPerson(browser)).newPage();
    await openMail(shop, trail, /Early access for you/, buyer.email);
    await shop.frameLocator('iframe').getByRole('link', { name: story.linkText }).click();
    await shop.waitForURL(/utm_id=/);
    await acceptTracking(shop);
    const name = await buy(shop, buyer.email);
    await openOrder(page, trail, name, 'Credited');

    const order = trail.shopify.state.order(name);
    await expect
      .poll(() => order.metafields.map(({ value }) => value).join(), { timeout: 20_000 })
      .toContain(story.name);

    const report = await openInAdmin(page, trail, '/app/reports/shopify-word');
    await report.getByText('Sales Trail may not read Shopify’s reports', { exact: false }).waitFor();
    wrong.push(...(await wrongWith(page, 'Shopify’s word without access')));
    await pressAt(page, report.getByRole('button', { name: 'Allow reading reports' }), 'Enter');
    const tags = Object.values(story.tags).join(' / ');
    await report.getByText('Shopify credits your tags with', { exact: false }).waitFor();
    const ours = report.getByText('as we do', { exact: false });
    await reloadUntil(page, ours);
    await report.getByRole('link', { name: tags }).waitFor();
    await report.getByText('No order is credited to different tags.').waitFor();
    wrong.push(...(await wrongWith(page, 'Shopify’s word')));
    wrong.push(...(await wrongOnPhone('/app/reports/shopify-word')));
    wrong.push(...(await wrongOnPhone('/app/settings/shopify')));
    expect(wrong).toEqual([]);

    const off = await openInAdmin(page, trail, '/app/settings/shopify');
    await off.getByText('1 order says who earned it.').waitFor();
    await pressAt(page, off.getByRole('button', { name: 'Turn off: Who earned each order' }), 'Enter');
    await expect.poll(() => order.metafields.length, { timeout: 20_000 }).toBe(0);
  });
});
