import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { newPerson, openInAdmin, reloadUntil } from '../support/story.ts';
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

describe('an e-mail made in the visual editor', () => {
  it(
    'shows a product of the shop, is tested on oneself, and is edited again',
    { timeout: 90_000 },
    async () => {
      const merchant = await newPerson(browser);
      const page = await merchant.newPage();
      const app = await openInAdmin(page, trail, '/app/campaigns/new');
      await app.getByRole('textbox', { name: 'Campaign name' }).fill('Mugs are back');
      await app.getByRole('radio', { name: /^Email/ }).check();
      await app.getByRole('button', { name: 'Continue' }).click();
      await app
        .getByRole('textbox', { name: 'Subject' })
        .fill('Back for you, {{ first_name | default: "friend" }}');

      const editor = app.getByRole('textbox', { name: 'E-mail', exact: true });
      await editor.click();
      await page.keyboard.type('Hello ');
      const focused = app.locator('[aria-label="E-mail"]:focus');
      await page.keyboard.press('Tab');
      await focused.waitFor({ state: 'detached' });
      await page.keyboard.press('Shift+Tab');
      await focused.waitFor();
      await app.getByRole('button', { name: 'First name' }).click();
      await page.keyboard.type(', look:');
      await app.getByRole('button', { name: 'Product', exact: true }).click();
      const picker = page.getByRole('dialog', { name: 'Add products' });
      await picker.waitFor();
      await page.keyboard.type('mug');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await editor.getByText('Enamel deck mug').waitFor();

      const seenBy = app.getByRole('combobox', { name: 'As seen by' });
      await seenBy.click();
      await seenBy.pressSequentially('Zoë');
      await app.getByRole('option', { name: /Zoë O’Neill/ }).click();
      const preview = app.frameLocator('iframe[title="Preview of the e-mail"]');
      await preview.getByText('Hello Zoë, look:').waitFor();
      await preview.getByText('€16.50').waitFor();

      await app.getByRole('textbox', { name: 'Send a test to' }).fill('owner@tidewater-goods.example');
      await app.getByRole('button', { name: 'Send test' }).click();
      await app.getByText('The mail server took the test for owner@tidewater-goods.example').waitFor();
      const inbox = await merchant.newPage();
      await inbox.goto(`${trail.shopify.inboxUrl}/?to=owner%40tidewater-goods.example`);
      const mail = inbox.getByRole('link', { name: /\[Test\] Back for you, Zoë/ });
      await reloadUntil(inbox, mail);

      await app.getByRole('button', { name: 'Continue' }).click();
      await app.getByRole('heading', { level: 2, name: 'Audience' }).waitFor();
      await app.getByRole('link', { name: 'Back', exact: true }).click();
      await editor.getByText('Enamel deck mug').waitFor();
      await editor.getByText('Hello {{ first_name | default: "friend" }}, look:').waitFor();

      await app.getByRole('button', { name: 'Import HTML' }).click();
      await app
        .getByRole('textbox', { name: 'HTML of the e-mail' })
        .fill('<h1 onclick="x()">New</h1><script>x</script><p><a href="https://shop.test/new">Go</a></p>');
      await app
        .getByText('because mail programs do not run or show them: code on events and 1 script.')
        .waitFor();
      await app.getByText('As blocks in the visual editor').click();
      await app.getByRole('button', { name: 'Replace the e-mail' }).click();
      await editor.getByRole('heading', { name: 'New' }).waitFor();
      await app.getByText(/^Imported without code on events and 1 script/).waitFor();

      await app.getByRole('button', { name: 'HTML', exact: true }).click();
      await app.getByRole('button', { name: 'Edit the HTML by hand' }).click();
      await app.getByRole('dialog').getByRole('button', { name: 'Edit the HTML by hand' }).click();
      await app.getByText('This HTML is made by the visual editor').waitFor({ state: 'detached' });
      expect(await app.locator('input[name="design"]').inputValue()).toBe('');
      expect(await app.locator('input[name="html"]').inputValue()).toContain('https://shop.test/new');
      await merchant.close();
    },
  );
});
