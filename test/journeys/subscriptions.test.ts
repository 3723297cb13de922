import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { hasFocus, pressAt, tabTo } from '../support/keyboard.ts';
import { runCommand } from '../support/run-command.ts';
import { DESKTOP, newPerson, openInAdmin, PHONE, reloadUntil } from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

let trail: WholeTrail;
let browser: Browser;
let page: Page;

const PATHS = [
  '/app/reports/sales-overview/subscriptions',
  '/app/reports/sales-overview/upsells',
  '/app/reports/sales-overview/top-performers',
  '/app/reports/subscriptions',
  '/app/reports/subscriptions/list',
  '/app/reports/subscriptions/churn',
  '/app/reports/subscriptions/products',
  '/app/reports/cohorts',
  '/app/reports/cohorts?by=message&range=all',
];

beforeAll(async () => {
  trail = await startJourney();
  browser = await launchBrowser();
  page = await (await newPerson(browser, DESKTOP)).newPage();
}, 180_000);

afterAll(async () => {
  await browser.close();
  await trail.stop();
});

async function wrongWithPages(): Promise<string[]> {
  const wrong: string[] = [];
  for (const viewport of [DESKTOP, PHONE]) {
    const merchant = await newPerson(browser, viewport);
    const own = await merchant.newPage();
    for (const path of PATHS) {
      await openInAdmin(own, trail, path);
      wrong.push(...(await wrongWith(own, `${path} at ${viewport.width}`)));
    }
    await merchant.close();
  }
  return wrong;
}

describe('subscriptions, upsells, top performers and cohorts', { timeout: 180_000 }, () => {
  it('say what they will show before there is anything, by the rules of axe on both widths', async () => {
    expect(await wrongWithPages()).toEqual([]);
    const app = await openInAdmin(page, trail, '/app/reports/subscriptions');
    await app.getByText('Subscriptions show here once something is bought on a selling plan').waitFor();
  });

  it('are the same with figures', async () => {
    const { code, err } = await runCommand(
      'seed',
      ['--shop', trail.shopify.state.shop.domain],
      trail.environment,
    );
    expect([code, err]).toEqual([0, '']);
    const cohorts = await openInAdmin(page, trail, '/app/reports/cohorts');
    await reloadUntil(page, cohorts.getByRole('rowheader', { name: 'All customers' }));
    expect(await wrongWithPages()).toEqual([]);
  });

  it('are reached from tab to tab by keyboard, and exported', async () => {
    const app = await openInAdmin(page, trail, '/app/reports/sales-overview?days=90');
    await tabTo(page, app.getByRole('tab', { name: 'Sales', exact: true }));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await app.getByRole('heading', { name: 'MRR by day' }).waitFor();
    expect(page.url()).toContain('/sales-overview/subscriptions');

    await openInAdmin(page, trail, '/app/reports/subscriptions?days=90');
    const metric = app.getByRole('button', { name: 'Churn', exact: true });
    await pressAt(page, metric, 'Enter');
    await app.getByText('seen by the order that does not come', { exact: false }).first().waitFor();
    await page.keyboard.press('Escape');
    const downloading = page.waitForEvent('download');
    await app.getByRole('button', { name: 'Export CSV' }).focus();
    await page.keyboard.press('Enter');
    const csv = await readFile(await (await downloading).path(), 'utf8');
    expect(csv).toMatch(/^Message,Channel,New subscriptions,/);
    expect(csv).toContain('Late summer,Email,1,');
  });

  it('lead from a subscription to its receipt and to its orders', async () => {
    const app = await openInAdmin(page, trail, '/app/reports/subscriptions/list?days=365');
    const row = app.getByRole('row').filter({ hasText: '#SEED-211' });
    await row
      .first()
      .getByRole('link', { name: / orders of / })
      .click();
    await app.getByText('of one customer’s subscription').waitFor();
    expect(await app.getByRole('row').count()).toBeGreaterThan(3);
  });

  it('show cohorts whose numbers are read and scrolled by keyboard on a phone', async () => {
    const phone = await (await newPerson(browser, PHONE)).newPage();
    const app = await openInAdmin(phone, trail, '/app/reports/cohorts');
    const room = app.getByRole('region', { name: 'Revenue per customer by month of the first order' });
    await tabTo(phone, room);
    expect(await hasFocus(room)).toBe(true);
    await app.getByRole('button', { name: 'What these numbers mean' }).focus();
    await phone.keyboard.press('Enter');
    await app
      .getByText('of months all of whose customers have had the time', { exact: false })
      .first()
      .waitFor();
  });
});
