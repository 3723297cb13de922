import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { hasFocus, pressAt, tabTo, typeInto } from '../support/keyboard.ts';
import { startJourney } from '../support/journey.ts';
import { newPerson, openInAdmin, storyCampaign } from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

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

describe('a merchant with a keyboard alone', () => {
  it('creates a tracked campaign, mends its tags and saves it as a draft', { timeout: 90_000 }, async () => {
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    const app = await openInAdmin(page, trail, '/app/campaigns');
    const story = storyCampaign(trail, '/products/linen-shirt');
    const press = (element: Locator, key: string) => pressAt(page, element, key);
    const type = (field: Locator, text: string) => typeInto(page, field, text);
    const heading = (name: string) => app.getByRole('heading', { level: 2, name }).waitFor();
    const textbox = (name: string) => app.getByRole('textbox', { name });
    const button = (name: string | RegExp) => app.getByRole('button', { name });

    await press(app.getByRole('link', { name: 'Create campaign' }), 'Enter');
    await type(textbox('Campaign name'), story.name);
    await tabTo(page, app.getByRole('radio', { name: /^Email/ }));
    await page.keyboard.press('ArrowDown');
    expect(await app.getByRole('radio', { name: /^SMS/ }).isChecked()).toBe(true);
    await page.keyboard.press('ArrowUp');
    await press(button('Continue'), 'Enter');

    await heading('Content');
    await type(textbox('Subject'), 'Early access for you');
    await press(app.getByRole('button', { name: 'HTML', exact: true }), 'Enter');
    await tabTo(page, textbox('HTML'));
    await page.keyboard.insertText(story.html);
    await page.keyboard.press('Tab');
    expect(await hasFocus(textbox('HTML'))).toBe(false);
    await page.keyboard.press('Shift+Tab');
    expect(await hasFocus(textbox('HTML'))).toBe(true);
    await press(button('Continue'), 'Enter');

    await heading('Audience');
    await press(app.getByRole('checkbox', { name: story.segment }), 'Space');
    await press(button('Continue'), 'Enter');

    await heading('Summary');
    await press(app.getByRole('checkbox', { name: 'Track sales from this campaign' }), 'Space');
    await type(textbox('UTM source'), 'newsletter');
    await type(textbox('UTM campaign'), 'Black Friday');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await press(button('Use “black_friday”'), 'Enter');
    expect(await textbox('UTM campaign').inputValue()).toBe('black_friday');
    expect(await hasFocus(textbox('UTM campaign'))).toBe(true);
    expect(await textbox('UTM medium').inputValue()).toBe('email');
    await press(button('Save draft'), 'Enter');

    const row = app.getByRole('row').filter({ hasText: story.name });
    await row.getByText('Draft', { exact: true }).waitFor();
    await press(app.getByRole('link', { name: story.name }), 'Enter');
    await tabTo(page, app.getByRole('tab', { name: 'Overview' }));
    for (const next of ['Sales', 'Details']) {
      await page.keyboard.press('ArrowRight');
      await app.locator('[role="tab"]:focus').filter({ hasText: next }).waitFor();
    }
    await page.keyboard.press('Enter');
    await app.getByText('black_friday').first().waitFor();
    await merchant.close();
  });
});
