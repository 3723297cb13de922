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
});
