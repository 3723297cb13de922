import { isDeepStrictEqual } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import {
  acceptTracking,
  buy,
  fillCampaign,
  newPerson,
  openInAdmin,
  openMail,
  openOrder,
  reloadUntil,
  sendNow,
  storyCampaign,
  trackSales,
} from './story.ts';
import type { WholeTrail } from './whole-trail.ts';

export interface Step {
  name: string;
  ms: number;
}

/** What `npm run demo -- --once --json` prints. */
export interface Proof {
  order: string;
  bucket: string;
  creditedTo: {
    campaign: string;
    message: string;
    utm: { source: string; medium: string; campaign: string };
  } | null;
  /** As decimal amounts with their currency: what the report shows, and what Shopify says the order is worth. */
  revenue: { reported: string; shopify: string };
  steps: Step[];
}

/**
 * Message → click → checkout → order → report, as a merchant and a customer would, in a real browser.
 * @returns the proof, and whether the order was credited to the message with both revenues equal
 */
export async function runChain(
  browser: Browser,
  trail: WholeTrail,
  onStep: (step: Step) => void = () => undefined,
): Promise<{ proof: Proof; credited: boolean }> {
  const steps: Step[] = [];
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    const done = { name, ms: Math.round(performance.now() - started) };
    steps.push(done);
    onStep(done);
    return result;
  };

  const merchant = await newPerson(browser);
  const admin = await merchant.newPage();
  const customer = await newPerson(browser);
  const shop = await customer.newPage();
  const product = trail.shopify.products[0];
  const buyer = trail.shopify.subscribers[0];
  if (!product || !buyer) throw new Error('the local shop has no product or no subscriber');
  const story = storyCampaign(trail, `/products/${product.handle}`);

  const app = await step('open the app in the admin', () => openInAdmin(admin, trail, '/app/campaigns'));
  await step('create the campaign', () => fillCampaign(admin, app, story));
  await step('track its sales', () => trackSales(app, story));
  await step('send it', () => sendNow(app));
  await step('open the mail', () => openMail(shop, trail, /Early access for you/, buyer.email));
  await step('click its link', async () => {
    await shop.frameLocator('iframe').getByRole('link', { name: story.linkText }).click();
    await shop.waitForURL(/utm_id=/);
    await acceptTracking(shop);
  });
  const order = await step('buy', () => buy(shop, buyer.email));
  const receipt = await step('read the receipt', () => readReceipt(admin, trail, order));
  const reported = await step('read the report', async () => {
    const report = await openInAdmin(admin, trail, '/app/reports/sales-overview');
    const revenue = report.getByTestId('metric-credited-revenue');
    // Sums follow an order a moment later; whether they do is what is asked.
    await reloadUntil(admin, revenue.filter({ hasText: trail.shopify.totalOf(order) }), 5).catch(
      () => undefined,
    );
    return (await revenue.textContent())?.trim() ?? '';
  });

  await merchant.close();
  await customer.close();
  const shopifySays = trail.shopify.totalOf(order);
  const proof: Proof = { order, ...receipt, revenue: { reported, shopify: shopifySays }, steps };
  const credited =
    receipt.bucket === 'credited' &&
    receipt.creditedTo?.campaign === story.name &&
    receipt.creditedTo.message === story.subjectShown &&
    isDeepStrictEqual(receipt.creditedTo.utm, story.tags);
  return { proof, credited: credited && reported === shopifySays };
}

/** What the receipt says, as a merchant reads it. */
async function readReceipt(
  page: Page,
  trail: WholeTrail,
  order: string,
): Promise<Pick<Proof, 'bucket' | 'creditedTo'>> {
  const receipt = await openOrder(
    page,
    trail,
    order,
    /Credited|No touch|Consent absent|Untrackable|Excluded/,
  );
  const bucket = (await receipt.getByTestId('bucket').getAttribute('data-bucket')) ?? '';
  const lines = receipt.getByTestId('credited-message');
  if ((await lines.count()) === 0) return { bucket, creditedTo: null };
  const [campaign = '', message = '', tags = ''] = (await lines.innerText()).split('\n').filter(Boolean);
  const [source = '', medium = '', utmCampaign = ''] = tags.split(' / ');
  return {
    bucket,
    creditedTo: {
      campaign,
      message: message.replace(/^Email: /, ''),
      utm: { source, medium, campaign: utmCampaign },
    },
  };
}
