import { readFile } from 'node:fs/promises';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { hasFocus, pressAt, tabTo } from '../support/keyboard.ts';
import { runCommand } from '../support/run-command.ts';
import { DESKTOP, newPerson, openInAdmin, PHONE, reloadUntil } from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

/** Thrice round five tabs. */
const MOST_ARROWS = 15;

let trail: WholeTrail;
let browser: Browser;

beforeAll(async () => {
  trail = await startJourney();
  browser = await launchBrowser();
  const page = await (await newPerson(browser, DESKTOP)).newPage();
  await openInAdmin(page, trail, '/app');
  await runCommand('seed', ['--shop', trail.shopify.state.shop.domain], trail.environment);
  const report = await openInAdmin(page, trail, '/app/reports/sales-overview');
  await reloadUntil(page, report.getByTestId('metric-credited-orders').filter({ hasText: /^\d\d$/ }));
}, 180_000);

afterAll(async () => {
  await browser.close();
  await trail.stop();
});

/** Opens a campaign from the list by keyboard. */
async function openCampaign(page: Page, name: string): Promise<FrameLocator> {
  const app = await openInAdmin(page, trail, `/app/campaigns?search=${encodeURIComponent(name)}`);
  await pressAt(page, app.getByRole('link', { name }).first(), 'Enter');
  await app.getByRole('heading', { level: 1, name }).waitFor();
  return app;
}

/** Goes to another of its tabs by keyboard: to the one that is open by Tab, to the others by the arrows. */
async function goToTab(page: Page, app: FrameLocator, name: string): Promise<void> {
  const tab = app.getByRole('tab', { name, exact: true });
  await tabTo(page, app.getByRole('tab', { selected: true }));
  for (let stop = 0; stop < MOST_ARROWS && !(await hasFocus(tab)); stop += 1)
    await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await app.getByRole('tab', { name, exact: true, selected: true }).waitFor();
}

describe('the page of a campaign', { timeout: 180_000 }, () => {
  it.each([DESKTOP, PHONE])(
    'shows reach, sales, details, click map and who unsubscribed, by keyboard, $width pixels wide',
    async (viewport) => {
      const merchant = await newPerson(browser, viewport);
      const page = await merchant.newPage();
      const wrong: string[] = [];
      const check = async (where: string) => wrong.push(...(await wrongWith(page, where)));
      const app = await openCampaign(page, 'Winter teas');
      await check('Overview');
      await pressAt(page, app.getByRole('button', { name: 'Conversion rate' }), 'Enter');
      await app.getByText('Last click within 5 days', { exact: false }).first().waitFor();
      await page.keyboard.press('Escape');
      const revenue = await app.getByTestId('metric-credited-revenue').textContent();

      await goToTab(page, app, 'Sales');
      await app.getByRole('heading', { name: 'Per link' }).waitFor();
      expect(await app.getByTestId('metric-credited-revenue').textContent()).toBe(revenue);
      const total = app.getByRole('row').filter({ hasText: 'All links' });
      expect(await total.textContent()).toContain(revenue);
      await check('Sales');
      const salesPath = new URL(page.url()).pathname.replace(/^.*(?=\/app\/)/, '');

      await goToTab(page, app, 'Details');
      await app.getByText('winter_teas', { exact: true }).waitFor();
      await check('Details');

      await goToTab(page, app, 'Preview');
      const mail = app.frameLocator('iframe[title="Preview of the e-mail"]');
      const badge = mail.locator('a > span').filter({ hasText: /^\d+(\.\d)?%$/ });
      await badge.first().waitFor();
      const share = (await badge.first().textContent()) ?? '';
      await app.getByRole('cell', { name: share, exact: true }).first().waitFor();
      await check('Preview');
      await tabTo(page, app.getByRole('checkbox', { name: 'Show each link’s share of the clicks' }));
      await page.keyboard.press('Space');
      await badge.first().waitFor({ state: 'detached' });

      await goToTab(page, app, 'Unsubscribed');
      await app.getByRole('link', { name: /^Leo/ }).waitFor();
      await app.getByText('Unsubscribe link', { exact: false }).waitFor();
      await check('Unsubscribed');
      if (viewport === DESKTOP) {
        const downloading = page.waitForEvent('download');
        await pressAt(page, app.getByRole('button', { name: 'Export CSV' }), 'Enter');
        const csv = await readFile(await (await downloading).path(), 'utf8');
        expect(csv).toMatch(/^Customer ID,Unsubscribed at,How,Agreed again,Variant\r\n\d+,\d{4}-/);
        expect(csv).not.toContain('@');
      }

      await openInAdmin(page, trail, salesPath);
      await pressAt(page, app.getByRole('link', { name: 'Link not known' }), 'Enter');
      await app.getByText('whose link is not known', { exact: false }).waitFor();
      expect(wrong).toEqual([]);
      await merchant.close();
    },
  );

  it.each([
    ['The tea of the year', 'Per variant'],
    ['Does tea mail sell tea?', 'Holdout'],
    ['Tea magazine', 'Time to order'],
  ])('of “%s” has the card “%s” among its sales', async (name, card) => {
    const merchant = await newPerson(browser, PHONE);
    const page = await merchant.newPage();
    const app = await openCampaign(page, name);
    await goToTab(page, app, 'Sales');
    await app.getByRole('heading', { name: card, exact: true }).waitFor();
    expect(await wrongWith(page, name)).toEqual([]);
    await merchant.close();
  });
});
