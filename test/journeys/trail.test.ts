import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { runChain } from '../support/chain.ts';
import { acceptTracking, buy, newPerson, openOrder } from '../support/story.ts';
import { startWholeTrail, type WholeTrail } from '../support/whole-trail.ts';

let trail: WholeTrail;
let browser: Browser;
const database = `sales_trail_test_journey_${randomBytes(4).toString('hex')}`;

beforeAll(async () => {
  const serverUrl = inject('serverUrl');
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database}`);
  await admin.end();
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  trail = await startWholeTrail({ database: { url: url.href } });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await trail.stop();
});

describe('the trail, in a real browser', () => {
  it(
    'leads from a campaign created in the admin to revenue on the report',
    { timeout: 120_000 },
    async () => {
      const { proof, credited } = await runChain(browser, trail);
      expect(proof).toMatchObject({
        bucket: 'credited',
        creditedTo: {
          campaign: 'Black Friday early access',
          utm: { source: 'newsletter', medium: 'email', campaign: 'black_friday' },
        },
      });
      expect(proof.revenue.reported).toBe(proof.revenue.shopify);
      expect(credited).toBe(true);
    },
  );

  it(
    'puts an order without a click into no touch, and its receipt says so',
    { timeout: 60_000 },
    async () => {
      const stranger = await newPerson(browser);
      const page = await stranger.newPage();
      const product = trail.shopify.products[1];
      await page.goto(`${trail.shopify.storefrontUrl}/products/${product?.handle}`);
      await acceptTracking(page);
      const order = await buy(page, 'stranger@example.com');
      await stranger.close();

      const merchant = await newPerson(browser);
      const receipt = await openOrder(await merchant.newPage(), trail, order, 'No touch');
      expect(await receipt.getByRole('heading', { level: 2 }).first().textContent()).toMatch(/^Not credited/);
      await merchant.close();
    },
  );
});
