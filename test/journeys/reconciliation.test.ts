import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { runCommand } from '../support/run-command.ts';
import { newPerson, openInAdmin, reloadUntil } from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

const DAY_MS = 86_400_000;

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

/** What `npm run reconcile` beside the running app exits with, and the difference that it prints. */
async function reconcile(): Promise<{ code: number; difference: unknown }> {
  const args = ['--shop', trail.shopify.state.shop.domain, '--json'];
  const { code, out, err } = await runCommand('reconcile', args, trail.environment);
  expect(err).toBe('');
  const { difference } = JSON.parse(out) as { difference: unknown };
  return { code, difference };
}

describe('the reconciliation, in a real browser', () => {
  it(
    'shows an order that Shopify never delivered, and closes to zero once it is repaired',
    { timeout: 120_000 },
    async () => {
      const merchant = await newPerson(browser);
      const page = await merchant.newPage();
      const path = '/app/reports/reconciliation';
      const report = await openInAdmin(page, trail, path);
      // What was before the installation is loaded first; what comes after it, webhooks and sweeps tell.
      const body = report.locator('body').filter({ hasText: 'agree on 0 orders' });
      await reloadUntil(page, body.filter({ hasNotText: 'The orders of the last 60 days are being loaded' }));
      expect(await reconcile()).toEqual({ code: 0, difference: { orders: 0, total: '0.00' } });

      trail.shopify.webhooks.pause();
      const variant = trail.shopify.products[0]?.variants[0];
      if (!variant) throw new Error('the local shop sells nothing');
      const order = trail.shopify.state.createOrder({
        lines: [{ variantId: variant.id, quantity: 2 }],
        email: 'ada@customer.example',
        // Older than what a sweep looks at again, so that the merchant is the one who finds it.
        at: new Date(Date.now() - 2 * DAY_MS),
      });
      const worth = trail.shopify.totalOf(order.name);

      await openInAdmin(page, trail, path);
      await report.getByRole('heading', { name: `1 order differs: Shopify has ${worth}` }).waitFor();
      const statement = report.locator('.st-statement-line');
      const difference = statement.filter({ hasText: 'Difference' });
      const missing = report.getByRole('row').filter({ hasText: order.name });
      expect(await missing.innerText()).toMatch(/Missing here/);
      expect(await missing.innerText()).toContain(worth);
      expect(await missing.innerText()).toContain('–');
      expect(await reconcile()).toMatchObject({ code: 1, difference: { orders: 1 } });
      expect(await difference.innerText()).toContain(worth);

      await report.getByRole('button', { name: 'Repair now' }).click();
      await report.getByText('1 order compared, 1 repaired.').waitFor({ timeout: 30_000 });
      await report
        .getByRole('heading', { name: `Shopify and Sales Trail agree on 1 order and ${worth}` })
        .waitFor();
      const none = report.getByText('None. Every order of the period is the same on both sides.');
      await reloadUntil(page, none); // the order may still wait to be decided
      expect(await difference.innerText()).toMatch(/^Difference\s+0 orders\s+€0\.00$/);
      expect(await reconcile()).toEqual({ code: 0, difference: { orders: 0, total: '0.00' } });
      await merchant.close();
    },
  );
});
