import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import {
  acceptTracking,
  buy,
  createLink,
  newPerson,
  openInAdmin,
  openOrder,
  PHONE,
  reloadUntil,
} from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

let trail: WholeTrail;
let browser: Browser;
let merchant: BrowserContext;
let page: Page;
let order: string;

beforeAll(async () => {
  trail = await startJourney();
  browser = await launchBrowser();
  merchant = await newPerson(browser);
  page = await merchant.newPage();
});

afterAll(async () => {
  await browser.close();
  await trail.stop();
});

/** Chooses another model and window, and asks what they would change. */
async function preview(app: FrameLocator): Promise<void> {
  await app.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'Linear' });
  await app.getByLabel('Tracking link').fill('30');
  await app.getByRole('button', { name: 'Preview the change' }).click();
  await app.getByRole('heading', { name: 'Before and after' }).waitFor();
}

describe('the attribution settings, in a real browser', { timeout: 180_000 }, () => {
  it('leave an order to the advertisement that came after the merchant’s link', async () => {
    await createLink(page, trail, 'Market stall', '/products/linen-shirt');
    const app = page.frameLocator('iframe[name="app-iframe"]');
    const shortUrl = await app
      .getByText(/^https?:\/\/.*\/s\/\w+$/)
      .first()
      .textContent();
    const visitor = await newPerson(browser);
    const shop = await visitor.newPage();
    await shop.goto(shortUrl ?? '');
    await acceptTracking(shop);
    // Shopify tells an order's time in whole seconds: visits within the same one have no order.
    const notedBefore = (text: string) =>
      shop.waitForFunction(
        (part) =>
          (JSON.parse(localStorage.getItem('st_landings') ?? '[]') as { at: string }[]).some(
            (landing) =>
              JSON.stringify(landing).includes(part) && Date.now() - Date.parse(landing.at) > 2_000,
          ),
        text,
      );
    await notedBefore('flyer');
    await shop.goto(`${trail.shopify.storefrontUrl}/products/linen-shirt?gclid=abc`);
    await notedBefore('gclid');
    order = await buy(shop, 'visitor@example.com');
    await visitor.close();
    const receipt = await openOrder(page, trail, order, 'No touch');
    await receipt.getByText('Settings version 1').waitFor();
  });

  it('say at the field what is wrong', async () => {
    const app = await openInAdmin(page, trail, '/app/settings');
    await app.getByRole('link', { name: 'Change attribution' }).click();
    const window = app.getByLabel('All channels and other sources');
    await window.fill('91');
    await app.getByRole('button', { name: 'Preview the change' }).click();
    await app.getByText('Enter a whole number of days, 1 to 90.').waitFor();
    expect(await window.evaluate((node) => node === document.activeElement)).toBe(true);
    await app.getByRole('button', { name: 'Discard' }).click();
    expect(await window.inputValue()).toBe('5');
  });

  it('show what a change makes of the shop’s own orders, and break no rule of accessibility', async () => {
    const app = page.frameLocator('iframe[name="app-iframe"]');
    await preview(app);
    expect(await app.getByTestId('preview-moved').textContent()).toBe('1 order changes.');
    const moved = app.getByRole('row').filter({ hasText: order });
    expect(await moved.innerText()).toMatch(/No touch\s+Market stall €/);
    const wrong = await wrongWith(page, 'the preview');
    const phone = await newPerson(browser, PHONE);
    const small = await phone.newPage();
    await preview(await openInAdmin(small, trail, '/app/settings/attribution'));
    expect([...wrong, ...(await wrongWith(small, 'the preview on a phone'))]).toEqual([]);
    await phone.close();
  });

  it('are saved as a version that decides the orders anew, which the receipt names', async () => {
    const app = page.frameLocator('iframe[name="app-iframe"]');
    await app.getByRole('button', { name: 'Save as version 2' }).click();
    await app.getByText('settings version 2', { exact: false }).first().waitFor();
    const receipt = await openOrder(page, trail, order, 'Credited');
    await receipt.getByText('Settings version 2').waitFor();
    await receipt.getByText('All clicks within 5 days (Tracking link 30) before the order').first().waitFor();
    await receipt.getByText('Other sources').waitFor();

    const settings = await openInAdmin(page, trail, '/app/settings/attribution');
    await reloadUntil(page, settings.locator('body').filter({ hasNotText: 'Orders are decided anew' }));
    await settings.getByRole('link', { name: 'Sales overview by version 1' }).click();
    await settings.getByText('By settings version 1, as it stood on').waitFor();
    expect(await settings.getByTestId('metric-credited-revenue').textContent()).toBe('€0.00');
    await settings.getByRole('link', { name: 'Show the version in force' }).click();
    await settings.getByTestId('metric-credited-revenue').filter({ hasText: /[1-9]/ }).waitFor();
  });
});
