import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type Proof, runChain } from '../support/chain.ts';
import { startJourney } from '../support/journey.ts';
import { acceptTracking, buy, newPerson, openInAdmin, openOrder } from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

let trail: WholeTrail;
let browser: Browser;
let told: Proof;

beforeAll(async () => {
  trail = await startJourney();
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
      told = proof;
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

  it('shows an order once, however often Shopify tells of it', { timeout: 60_000 }, async () => {
    const topic = 'orders/create';
    const answers = await trail.shopify.webhooks.redeliver(told.order, { times: 8, topic });
    expect(answers).toEqual(Array(8).fill(200));

    // Whatever the repetitions led to is done before an order that comes after them.
    const variant = trail.shopify.products[1]?.variants[0];
    if (!variant) throw new Error('the local shop sells nothing');
    const lines = [{ variantId: variant.id, quantity: 1 }];
    const later = trail.shopify.state.createOrder({ lines, sourceName: 'pos' });
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    await openOrder(page, trail, later.name, 'Untrackable');

    const orders = await openInAdmin(page, trail, `/app/orders?search=${encodeURIComponent(told.order)}`);
    expect(await orders.getByRole('link', { name: told.order }).count()).toBe(1);
    const report = await openInAdmin(page, trail, '/app/reports/sales-overview');
    expect(await report.getByTestId('metric-credited-revenue').textContent()).toBe(told.revenue.reported);
    const credited = report.getByRole('row').filter({ hasText: 'One of your messages earned it.' });
    expect(await credited.getByRole('cell').allInnerTexts()).toEqual(
      expect.arrayContaining(['1', told.revenue.reported]),
    );
    await report.getByText('100% of the credited revenue rests on signed clicks.').waitFor();
    await report.getByRole('link', { name: 'See orders: Signed click', exact: true }).click();
    await report.getByText('with a credit by “Signed click”').waitFor();
    expect(await report.getByRole('link', { name: /^#\d+$/ }).allInnerTexts()).toEqual([told.order]);
    await merchant.close();
  });
});
