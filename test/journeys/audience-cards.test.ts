import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { tabTo } from '../support/keyboard.ts';
import { DESKTOP, fillCampaign, newPerson, openInAdmin, PHONE, storyCampaign } from '../support/story.ts';
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

describe('a merchant with a keyboard alone', { timeout: 180_000 }, () => {
  it.each([DESKTOP, PHONE])(
    'caps messages, narrows an audience, holds a part out and enters the cost, $width pixels wide',
    async (viewport) => {
      const merchant = await newPerson(browser, viewport);
      const page = await merchant.newPage();
      const wrong: string[] = [];
      const check = async (where: string) => wrong.push(...(await wrongWith(page, where)));
      const press = async (element: Locator, key: string) => {
        await tabTo(page, element);
        await page.keyboard.press(key);
      };
      const retype = async (element: Locator, text: string) => {
        await press(element, 'ControlOrMeta+A');
        await page.keyboard.type(text);
      };

      const settings = await openInAdmin(page, trail, '/app/settings');
      await press(settings.getByRole('combobox', { name: 'Count messages' }), 'ArrowDown');
      await retype(settings.getByRole('textbox', { name: 'Messages at most' }), String(viewport.width % 97));
      await retype(settings.getByRole('textbox', { name: 'Within' }), '7');
      await check('the frequency cap');
      // The bar with this button is Shopify's own.
      await page.getByRole('button', { name: 'Save' }).press('Enter');
      await page.getByText('Settings saved').waitFor();

      const story = storyCampaign(trail, '/products/linen-shirt');
      const app = await openInAdmin(page, trail, '/app/campaigns');
      await fillCampaign(page, app, story);
      const draft = new URL(page.url()).pathname.replace(/^.*(?=\/app\/)|\/summary$/g, '');
      await openInAdmin(page, trail, `${draft}/audience`);
      await press(app.getByRole('button', { name: 'Exclude segments' }), 'Enter');
      const excluded = app.getByRole('group', { name: 'Exclude' });
      await press(excluded.getByRole('checkbox', { name: 'Wholesale partners' }), 'Space');
      await press(app.getByRole('checkbox', { name: 'Hold out a part of the audience' }), 'Space');
      await retype(app.getByRole('textbox', { name: 'Share held out' }), '20');
      await app.getByText(/about \d+ held out/).waitFor();
      await check('the Audience step');
      await press(app.getByRole('button', { name: 'Continue' }), 'Enter');

      await app.getByRole('heading', { level: 2, name: 'Summary' }).waitFor();
      await app.getByText(/about \d+ held out/).waitFor();
      await tabTo(page, app.getByRole('radio', { name: /^Save as draft/ }));
      await page.keyboard.press('ArrowDown');
      await check('the Summary step');
      await press(app.getByRole('button', { name: /^Send to / }), 'Enter');

      await app.getByText('Sent', { exact: true }).first().waitFor({ timeout: 60_000 });
      await retype(app.getByRole('textbox', { name: 'Amount' }), '12.50');
      await press(app.getByRole('button', { name: 'Save cost' }), 'Enter');
      await app.getByText('€12.50').waitFor();
      await check('a campaign with its cost');
      expect(wrong).toEqual([]);
      await merchant.close();
    },
  );
});
