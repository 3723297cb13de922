import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { acceptTracking, buy, newPerson, openInAdmin, openOrder, reloadUntil } from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

let trail: WholeTrail;
let browser: Browser;
let merchant: BrowserContext;
let page: Page;
let shortUrl: string;

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

const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();

describe('a link to share anywhere', { timeout: 120_000 }, () => {
  it('is created by the merchant, with a QR code to download', async () => {
    const app = await openInAdmin(page, trail, '/app/links');
    await app
      .getByRole('link', { name: 'Create link' })
      .or(app.getByRole('button', { name: 'Create link' }))
      .first()
      .click();
    await app.getByRole('textbox', { name: 'Name', exact: true }).fill('Parcel insert');
    const destination = app.getByRole('textbox', { name: 'Destination' });
    await destination.fill('/products/linen-shirt');
    await destination.blur();
    await app
      .getByRole('button', { name: `Use “${trail.shopify.storefrontUrl}/products/linen-shirt”` })
      .click();
    await app.getByRole('textbox', { name: 'UTM source' }).fill('parcel');
    await app
      .getByRole('group', { name: 'Values to pick for UTM medium' })
      .getByRole('button', { name: 'qr' })
      .click();
    await save();
    await app.getByText('The link is not saved yet').waitFor();
    await app.getByRole('textbox', { name: 'UTM campaign' }).fill('thank_you');
    await save();
    await app.getByRole('heading', { level: 1, name: 'Parcel insert' }).waitFor();
    shortUrl =
      (await app
        .getByText(/^https?:\/\/.*\/s\/\w+$/)
        .first()
        .textContent()) ?? '';

    expect(await app.getByRole('img', { name: `QR code of ${shortUrl}` }).isVisible()).toBe(true);
    for (const kind of ['SVG', 'PNG']) {
      const downloaded = page.waitForEvent('download');
      await app.getByRole('link', { name: `Download ${kind}` }).click();
      expect((await downloaded).suggestedFilename()).toBe(`Parcel-insert.${kind.toLowerCase()}`);
    }
  });

  it('earns the order of a visitor who opened it, on the receipt and on its own page', async () => {
    const visitor = await newPerson(browser);
    const shop = await visitor.newPage();
    await shop.goto(shortUrl);
    expect(new URL(shop.url()).pathname).toBe('/products/linen-shirt');
    await acceptTracking(shop);
    const order = await buy(shop, 'visitor@example.com');
    await visitor.close();

    const receipt = await openOrder(page, trail, order, 'Credited');
    expect(await receipt.getByRole('heading', { level: 2 }).first().textContent()).toMatch(
      /^Credited to the tracking link “Parcel insert”/,
    );
    await receipt.getByRole('link', { name: 'Parcel insert' }).click();
    await receipt.getByRole('heading', { level: 1, name: 'Parcel insert' }).waitFor();
    await receipt.getByRole('row').filter({ hasText: order }).filter({ hasText: 'Credited' }).waitFor();
    const value = await receipt.getByTestId('metric-credited-revenue').textContent();
    expect(value).toMatch(/[1-9]/);
    expect(await receipt.getByTestId('metric-credited-orders').textContent()).toBe('1');
    expect(await receipt.getByTestId('metric-total-clicks').textContent()).toBe('1');

    const links = await openInAdmin(page, trail, '/app/links');
    const row = links.getByRole('row').filter({ hasText: 'Parcel insert' });
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(expect.arrayContaining(['1', value]));
  });

  it('leads to its new destination under the same short address', async () => {
    const app = await openInAdmin(page, trail, '/app/links');
    await app.getByRole('link', { name: 'Parcel insert' }).click();
    const destination = app.getByRole('textbox', { name: 'Destination' });
    await destination.fill(`${trail.shopify.storefrontUrl}/products/wool-beanie`);
    await save();
    await app.getByText('/products/wool-beanie?utm_source=parcel').waitFor();

    const visitor = await newPerson(browser);
    const shop = await visitor.newPage();
    await shop.goto(shortUrl);
    expect(new URL(shop.url()).pathname).toBe('/products/wool-beanie');
    await visitor.close();
    await reloadUntil(page, app.getByTestId('metric-total-clicks').filter({ hasText: /^2$/ }));
    expect(await app.getByTestId('metric-credited-orders').textContent()).toBe('1');
  });

  it('asks before what was typed is left', async () => {
    const app = await openInAdmin(page, trail, '/app/links/new');
    await app.getByRole('textbox', { name: 'Name', exact: true }).fill('Half a link');
    await app
      .getByRole('button', { name: 'Links' })
      .or(app.getByRole('link', { name: 'Links' }))
      .first()
      .click();
    expect(await app.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Half a link');
  });
});
