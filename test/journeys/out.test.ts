import { readFile } from 'node:fs/promises';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
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

/** The rows of the file that a button gives. */
async function exported(app: FrameLocator, button: string): Promise<string[]> {
  const downloading = page.waitForEvent('download');
  const direct = app.getByRole('button', { name: button });
  await direct.focus();
  await page.keyboard.press('Enter');
  const csv = await readFile(await (await downloading).path(), 'utf8');
  return csv.trimEnd().split('\r\n');
}

describe('what leaves the app', { timeout: 120_000 }, () => {
  it('is read by a program with a key that is made, shown once and revoked, by keyboard alone', async () => {
    const app = await openInAdmin(page, trail, '/app/settings/api-keys');
    await app.getByRole('textbox', { name: 'Name' }).focus();
    await page.keyboard.press('Enter');
    await app.getByText('Name the key after what uses it.').waitFor();
    await page.keyboard.type('Warehouse');
    await page.keyboard.press('Enter');
    await app.getByText('Copy the key “Warehouse” now: it is not shown again').waitFor();
    const key = (await app.getByText(/^st_/).textContent()) ?? '';
    expect(await wrongWith(page, 'a key that was made')).toEqual([]);

    const ask = (path: string) =>
      fetch(`${trail.app.url}/api/v1${path}`, { headers: { Authorization: `Bearer ${key}` } });
    const orders = (await (await ask('/orders?bucket=credited')).json()) as { data: unknown[] };
    expect(orders.data.length).toBeGreaterThan(10);
    const described = await fetch(`${trail.app.url}/api/v1/openapi.json`);
    expect(await described.json()).toMatchObject({ openapi: '3.1.0' });

    const phone = await (await newPerson(browser, PHONE)).newPage();
    await openInAdmin(phone, trail, '/app/settings/api-keys');
    expect(await wrongWith(phone, 'keys on a phone')).toEqual([]);
    await phone.context().close();

    await page.reload();
    await app.getByRole('button', { name: 'Revoke Warehouse' }).focus();
    expect(await app.getByText(/^st_/).count()).toBe(0);
    await page.keyboard.press('Enter');
    await app.getByRole('button', { name: 'Revoke', exact: true }).focus();
    await page.keyboard.press('Enter');
    await app.getByText('No program has a key. Make one below.').waitFor();
    expect((await ask('/orders')).status).toBe(401);
  });

  it('is a file of any list', async () => {
    const app = await openInAdmin(page, trail, '/app/orders?bucket=credited');
    const rows = await exported(app, 'Export CSV');
    expect(rows[0]).toBe('Order,Placed,Standing,Why,Value,Currency,Credited,Campaign,Message');
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.slice(1).every((row) => row.includes(',Credited,'))).toBe(true);

    const campaigns = await openInAdmin(page, trail, '/app/campaigns');
    expect(
      (await exported(campaigns, 'Export CSV')).some((row) => row.startsWith('Winter teas,Email,')),
    ).toBe(true);
    await campaigns.getByRole('link', { name: 'Winter teas' }).first().click();
    await campaigns.getByRole('tab', { name: 'Preview', exact: true }).click();
    expect((await exported(campaigns, 'Export CSV of the links'))[0]).toBe(
      'Variant,Place,Link,People,Clicks',
    );
  });

  it('is a view of a report under a name, which the page then opens with', async () => {
    const app = await openInAdmin(page, trail, '/app/reports/channels?days=90');
    await app.getByRole('button', { name: 'Views', exact: true }).focus();
    await page.keyboard.press('Enter');
    await app.getByRole('menuitem', { name: 'Save and manage views' }).focus();
    await page.keyboard.press('Enter');
    await app.getByRole('textbox', { name: 'Save what the page shows now as' }).focus();
    await page.keyboard.type('Quarter');
    await page.keyboard.press('Enter');
    await app.getByRole('button', { name: 'Make default: Quarter' }).focus();
    expect(await wrongWith(page, 'views of a page')).toEqual([]);
    await page.keyboard.press('Enter');
    await app.getByRole('button', { name: 'Not the default any more: Quarter' }).waitFor();

    const again = await openInAdmin(page, trail, '/app/reports/channels');
    await again.getByRole('button', { name: 'Period: Last 90 days' }).waitFor();
    await again.getByRole('button', { name: 'Views', exact: true }).click();
    await again.getByRole('menuitem', { name: 'As it is' }).click();
    await again.getByRole('button', { name: 'Period: Last 30 days' }).waitFor();
    const phone = await (await newPerson(browser, PHONE)).newPage();
    await openInAdmin(phone, trail, '/app/reports/channels');
    expect(await wrongWith(phone, 'a report with views on a phone')).toEqual([]);
    await phone.context().close();
  });

  it('is a digest by e-mail, seen before it is turned on', async () => {
    const app = await openInAdmin(page, trail, '/app/settings/digest');
    await app.getByRole('heading', { name: 'Preview' }).waitFor();
    expect(await app.getByRole('link', { name: /^See the orders/ }).count()).toBeGreaterThan(1);
    expect(await wrongWith(page, 'the digest')).toEqual([]);
    await app.getByRole('combobox', { name: 'Send it' }).selectOption('Every day');
    await app.getByRole('button', { name: 'Save', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Digest saved').waitFor();
    await app.getByRole('textbox', { name: 'E-mail address' }).fill('ada@mail.test');
    await page.keyboard.press('Enter');
    await app.getByText('Not confirmed yet').waitFor();
    const phone = await (await newPerson(browser, PHONE)).newPage();
    const small = await openInAdmin(phone, trail, '/app/settings/digest');
    await small.getByText('ada@mail.test').waitFor();
    expect(await wrongWith(phone, 'the digest on a phone')).toEqual([]);
    await phone.context().close();
  });

  it('is paper: every column of a table, and a chart as its table', async () => {
    const app = await openInAdmin(page, trail, '/app/reports/sales-overview');
    await app.getByRole('button', { name: 'View as table' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    await app.getByRole('columnheader', { name: 'Total sales', exact: true }).waitFor();
    expect(await app.getByRole('button', { name: 'All reports' }).isVisible()).toBe(false);
    const cut = () =>
      page.frame('app-iframe')?.evaluate(() =>
        [...document.querySelectorAll('table')]
          .filter((table) => table.getClientRects().length > 0)
          .filter((table) => {
            for (let box = table.parentElement; box; box = box.parentElement)
              if (getComputedStyle(box).overflowX !== 'visible' && box.scrollWidth > box.clientWidth)
                return true;
            return table.getBoundingClientRect().right > document.documentElement.clientWidth;
          })
          .map((table) => table.textContent.slice(0, 80)),
      );
    await page.setViewportSize({ width: 794, height: 1123 });
    expect(await cut()).toEqual([]);
    await openInAdmin(page, trail, '/app/reports/top-messages');
    expect(await cut()).toEqual([]);
    await app.getByText('Orders by the day they were placed', { exact: false }).first().waitFor();
    await page.emulateMedia({ media: null });
    await page.setViewportSize(DESKTOP);
  });
});
