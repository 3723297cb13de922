import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { fillCampaign, newPerson, openInAdmin, PHONE, storyCampaign, trackSales } from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

let trail: WholeTrail;
let browser: Browser;
let merchant: BrowserContext;
let page: Page;

beforeAll(async () => {
  trail = await startJourney();
  browser = await launchBrowser();
});

beforeEach(async () => {
  merchant = await newPerson(browser);
  page = await merchant.newPage();
});

afterEach(() => merchant.close());

afterAll(async () => {
  await browser.close();
  await trail.stop();
});

const stepShows = (app: FrameLocator, name: string) => app.getByRole('heading', { level: 2, name }).waitFor();

describe('a merchant in a hurry', { timeout: 120_000 }, () => {
  it('who clicks twice sends once, and reads why one mail was refused', async () => {
    const [refused, ...others] = trail.shopify.subscribers;
    if (!refused) throw new Error('the local shop has no subscriber');
    trail.shopify.mailFaults.set(refused.email, { kind: 'refuse' });
    const app = await openInAdmin(page, trail, '/app/campaigns');
    const story = storyCampaign(trail, '/products/linen-shirt');
    await fillCampaign(page, app, story);
    await trackSales(app, story);
    await app.getByRole('radio', { name: /^Send now/ }).click();
    await app.getByRole('button', { name: /^Send to / }).dblclick();
    await app.getByText('550 5.1.1 No such user here').waitFor({ timeout: 60_000 });
    await app.getByText('Sent', { exact: true }).first().waitFor({ timeout: 60_000 });
    expect(trail.shopify.state.mails.flatMap(({ to }) => to).sort()).toEqual(
      others.map(({ email }) => email).sort(),
    );
    const list = await openInAdmin(page, trail, '/app/campaigns');
    expect(await list.getByRole('row').filter({ hasText: story.name }).count()).toBe(1);
  });

  it('loses no click to advice that appears under the field just left', async () => {
    const app = await openInAdmin(page, trail, '/app/campaigns');
    const story = { ...storyCampaign(trail, '/products/wool-beanie'), name: 'Another promotion' };
    await fillCampaign(page, app, story);
    await trackSales(app, story);
    await app.getByRole('radio', { name: /^Send later/ }).click();
    await app.getByText('has this value too').waitFor();
    expect(await app.getByRole('radio', { name: /^Send later/ }).isChecked()).toBe(true);
  });

  it('finds everything again after an error, a reload and the back button', async () => {
    const app = await openInAdmin(page, trail, '/app/campaigns/new');
    await app.getByRole('button', { name: 'Continue' }).click();
    await app.getByText('Give the campaign a name.').waitFor();
    await app.getByRole('textbox', { name: 'Campaign name' }).fill('Found again');
    await app.getByRole('button', { name: 'Continue' }).click();

    await stepShows(app, 'Content');
    await app.getByRole('button', { name: 'HTML', exact: true }).click();
    await app.getByRole('textbox', { name: 'HTML' }).click();
    await page.keyboard.insertText('<p>Typed before the error</p>');
    await app.getByRole('button', { name: 'Continue' }).click();
    await app.getByText('Write a subject.').waitFor();
    expect(await app.getByRole('textbox', { name: 'HTML' }).innerText()).toContain('Typed before the error');
    await app.getByRole('textbox', { name: 'Subject' }).fill('Typed after the error');
    await app.getByText('Draft saved').waitFor();

    await page.reload();
    await stepShows(app, 'Content');
    expect(await app.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Typed after the error');
    await app.getByText('Typed before the error').first().waitFor();

    await app.getByRole('button', { name: 'Continue' }).click();
    await stepShows(app, 'Audience');
    await page.goBack();
    await stepShows(app, 'Content');
    expect(await app.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Typed after the error');
  });

  it('keeps what is typed while the app does not answer, and saves it once it does', async () => {
    const app = await openInAdmin(page, trail, '/app/campaigns/new');
    await app.getByRole('textbox', { name: 'Campaign name' }).fill('Out of reach');
    await page.route('**/new.data*', (route) => route.abort());
    await app.getByRole('button', { name: 'Continue' }).click();
    await app.getByText('Sales Trail could not be reached').waitFor();
    expect(await app.getByRole('textbox', { name: 'Campaign name' }).inputValue()).toBe('Out of reach');
    await page.unroute('**/new.data*');
    await app.getByRole('button', { name: 'Continue' }).click();

    await stepShows(app, 'Content');
    await page.route('**/content.data*', (route) => route.abort());
    await app.getByRole('textbox', { name: 'Subject' }).fill('Typed in a tunnel');
    await app.getByText('Not saved yet: check your connection').waitFor();
    expect(await app.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Typed in a tunnel');
    await page.unroute('**/content.data*');
    await app.getByText('Draft saved').waitFor();
    await page.reload();
    await stepShows(app, 'Content');
    expect(await app.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Typed in a tunnel');
  });

  it('who goes to a page that does not come is told so inside the app', async () => {
    const app = await openInAdmin(page, trail, '/app/campaigns');
    await page.route('**/sales-overview.data*', (route) => route.abort());
    await page.getByRole('link', { name: 'Reports' }).click();
    await app.getByText('This page could not be loaded').waitFor();
    await page.unroute('**/sales-overview.data*');
    await app.getByRole('button', { name: 'Try again' }).click();
    await app.getByRole('heading', { level: 1, name: 'Sales overview' }).waitFor();
  });

  it('opens a row with a tap on a phone', async () => {
    await page.setViewportSize(PHONE);
    const app = await openInAdmin(page, trail, '/app/campaigns');
    const name = 'Black Friday early access';
    await app.getByRole('link', { name }).click();
    await app.getByRole('heading', { level: 1, name }).waitFor();
    expect(page.url()).toMatch(/\/app\/campaigns\/\d+$/);
  });
});
