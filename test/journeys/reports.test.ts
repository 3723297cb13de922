import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { hasFocus, pressAt, tabTo } from '../support/keyboard.ts';
import { startJourney } from '../support/journey.ts';
import { runCommand } from '../support/run-command.ts';
import { DESKTOP, newPerson, openInAdmin, PHONE, reloadUntil } from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

let trail: WholeTrail;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  trail = await startJourney();
  browser = await launchBrowser();
  page = await (await newPerson(browser, DESKTOP)).newPage();
  await openInAdmin(page, trail, '/app');
  await runCommand('seed', ['--shop', trail.shopify.state.shop.domain], trail.environment);
  const report = await openInAdmin(page, trail, '/app/reports/sales-overview');
  await reloadUntil(page, report.getByTestId('metric-credited-orders').filter({ hasText: /^\d\d$/ }));
}, 180_000);

afterAll(async () => {
  await browser.close();
  await trail.stop();
});

describe('reports', { timeout: 120_000 }, () => {
  it('are reached, read and exported by keyboard alone', async () => {
    const app = await openInAdmin(page, trail, '/app/reports/sales-overview');
    await app.getByRole('button', { name: 'All reports' }).focus();
    await page.keyboard.press('Enter');
    await app
      .getByRole('menuitem', { name: 'Top messages' })
      .or(app.getByRole('link', { name: 'Top messages' }))
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await app.getByRole('heading', { level: 1, name: 'Top messages' }).waitFor();

    await app.getByRole('button', { name: 'What these numbers mean' }).focus();
    await page.keyboard.press('Enter');
    await app.getByText('Last click within 5 days', { exact: false }).first().waitFor();

    const downloading = page.waitForEvent('download');
    await app.getByRole('button', { name: 'Export CSV' }).focus();
    await page.keyboard.press('Enter');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('top-messages.csv');
    const csv = await readFile(await download.path(), 'utf8');
    expect(csv).toMatch(/^Message,Channel,/);
    expect(csv).toMatch(/Winter teas,Email,newsletter \/ email \/ winter_teas,\d+,/);
  });

  it('change with the days that are chosen, which live in the address', async () => {
    const app = await openInAdmin(page, trail, '/app/reports/top-sources');
    await app.getByRole('button', { name: 'Period: Last 30 days' }).click();
    await app.getByLabel('First day').fill('2026-01-02');
    await app.getByLabel('Last day').fill('2026-01-01');
    await app.getByRole('button', { name: 'Apply' }).click();
    await app.getByText('Choose a first day, and a last day that does not come before it.').waitFor();
    await app.getByLabel('Last day').fill('2026-01-03');
    await app.getByRole('button', { name: 'Apply' }).click();
    await app.getByRole('button', { name: 'Period: 2 Jan 2026 – 3 Jan 2026' }).waitFor();
    await app.getByText('No orders in this period', { exact: true }).waitFor();
    await page.goBack();
    await app.getByRole('button', { name: 'Period: Last 30 days' }).waitFor();
    await app.getByRole('combobox', { name: 'Counted on the' }).selectOption('Day of sale or refund');
    const told = app.getByText('by the day they happened', { exact: false });
    await told.filter({ visible: true }).first().waitFor();
  });

  it('count what meets a filter, put together by keyboard and kept in the address', async () => {
    const app = await openInAdmin(page, trail, '/app/reports/sales-overview');
    const orders = app.getByTestId('metric-credited-orders');
    const all = Number(await orders.textContent());
    const press = async (name: string, key = 'Enter') => {
      await app.getByRole('button', { name, exact: true }).focus();
      await page.keyboard.press(key);
    };
    await press('Filter');
    await app.getByRole('combobox', { name: 'Value of condition 1' }).selectOption('SMS');
    await press('And: add a condition');
    await app.getByRole('combobox', { name: 'What is asked in condition 2' }).selectOption('Campaign');
    await app.getByRole('combobox', { name: 'How condition 2 is met' }).selectOption('is not');
    await press('Remove condition 2');
    await press('Or');
    await app
      .getByRole('combobox', { name: 'What is asked in condition 1 of group 2' })
      .selectOption('Customer');
    expect(await wrongWith(page, 'the filter')).toEqual([]);
    await press('Apply filter');
    await app.getByText('Channel is SMS; or customer is New', { exact: true }).waitFor();
    const some = Number(await orders.textContent());
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    await press('Clear filter');
    await orders.filter({ hasText: String(all) }).waitFor();
  });

  it('compare the models by keyboard alone, on a desktop as on a phone', async () => {
    for (const screen of [DESKTOP, PHONE]) {
      const person = await newPerson(browser, screen);
      const own = await person.newPage();
      const app = await openInAdmin(own, trail, '/app/reports/models-compared');
      const by = app.getByRole('combobox', { name: 'By' });
      await tabTo(own, by);
      await own.keyboard.press('ArrowDown');
      await expect.poll(() => by.inputValue()).toBe('campaign');
      expect(await hasFocus(by)).toBe(true);
      await own.keyboard.press('ArrowDown');
      const row = app.getByRole('link', { name: 'SMS', exact: true });
      await row.waitFor();
      expect(await wrongWith(own, `models compared at ${screen.width}`)).toEqual([]);
      if (screen === DESKTOP) {
        const downloading = own.waitForEvent('download');
        await app.getByRole('button', { name: 'Export CSV' }).focus();
        await own.keyboard.press('Enter');
        const csv = await readFile(await (await downloading).path(), 'utf8');
        expect(csv).toMatch(/^Channel,Of,Last click \(yours\),First click,/);
      }
      await pressAt(own, row, 'Enter');
      await app.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
      await person.close();
    }
  });

  it('lead on a phone from a row to its orders', async () => {
    const phone = await (await newPerson(browser, PHONE)).newPage();
    const app = await openInAdmin(phone, trail, '/app/reports/channels');
    expect(await wrongWith(phone, 'channels on a phone')).toEqual([]);
    await app.getByRole('link', { name: 'SMS', exact: true }).click();
    await app.getByText('earned by the channel “sms”').waitFor();
    expect(await app.getByRole('row').count()).toBeGreaterThan(1);
    await app.getByRole('button', { name: 'Show all orders' }).click();
    await app.getByText('earned by the channel “sms”').waitFor({ state: 'detached' });
  });
});
