import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { acceptTracking, buy, newPerson, openInAdmin, openOrder, reloadUntil } from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

const TAGS = 'other_tool / email / autumn_letter';

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

describe('a campaign that another tool sent', { timeout: 120_000 }, () => {
  it('has brought an order that no message can be credited with', async () => {
    const visitor = await newPerson(browser);
    const shop = await visitor.newPage();
    const [source, medium, campaign] = TAGS.split(' / ');
    await shop.goto(
      `${trail.shopify.storefrontUrl}/products/linen-shirt?utm_source=${source}&utm_medium=${medium}&utm_campaign=${campaign}`,
    );
    await acceptTracking(shop);
    order = await buy(shop, 'visitor@example.com');
    await visitor.close();
    await openOrder(page, trail, order, 'No touch');
  });

  it('is adopted by the tags that its visits carried, and earns that order', async () => {
    const app = await openInAdmin(page, trail, '/app/campaigns');
    await app
      .getByRole('link', { name: 'Adopt a campaign' })
      .or(app.getByRole('button', { name: 'Adopt a campaign' }))
      .first()
      .click();
    await app.getByRole('heading', { level: 1, name: 'Adopt a campaign' }).waitFor();
    await app.getByRole('button', { name: 'Adopt campaign' }).click();
    await app.getByText('Give the campaign a name.').first().waitFor();

    await app.getByRole('textbox', { name: 'Campaign name' }).fill('Autumn letter');
    await app.getByRole('button', { name: `Use these tags: ${TAGS}` }).click();
    expect(await app.getByRole('textbox', { name: 'UTM campaign' }).inputValue()).toBe('autumn_letter');
    await app.getByRole('button', { name: 'Adopt campaign' }).click();
    await app.getByRole('heading', { level: 1, name: 'Autumn letter' }).waitFor();
    await app.getByText('Adopted', { exact: true }).waitFor();
    await reloadUntil(page, app.getByTestId('metric-credited-orders').filter({ hasText: /^1$/ }));

    const receipt = await openOrder(page, trail, order, 'Credited');
    expect(await receipt.getByRole('heading', { level: 2 }).first().textContent()).toMatch(
      /^Credited to .*adopted campaign “Autumn letter”/,
    );
  });

  it('gives the order back when the merchant undoes it', async () => {
    const app = await openInAdmin(page, trail, '/app/campaigns');
    await app.getByRole('link', { name: 'Autumn letter' }).click();
    await app.getByRole('button', { name: 'Undo adoption' }).click();
    await app.getByRole('dialog').getByRole('button', { name: 'Undo adoption' }).click();
    await app.getByText('sent without sales tracking').waitFor();
    await openOrder(page, trail, order, 'No touch');
  });
});
