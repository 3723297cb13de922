import type { Browser, FrameLocator, Page } from 'playwright-core';
import type { NewOrder } from '../shopify/shop-state.ts';
import {
  acceptTracking,
  buy,
  type CampaignStory,
  fillCampaign,
  newPerson,
  openInAdmin,
  openMail,
  reloadUntil,
  sendNow,
  storyCampaign,
  trackSales,
} from './story.ts';
import type { WholeTrail } from './whole-trail.ts';

const DAY_MS = 86_400_000;

export interface History {
  /** Credited after one click, and partly given back since. */
  refunded: string;
  /** Clicked, then came again from a search engine. */
  overtaken: string;
  /** The campaign that earned most: the address of its page. */
  sentPath: string;
  /** Left as a draft with tracking on: the address of its Summary step. */
  draftPath: string;
}

/**
 * A shop in the middle of its season: campaigns in every state, and orders in every bucket but pending. Campaigns come
 * from the wizard, clicks and purchases from browsers, everything else from the local Shopify.
 */
export async function makeHistory(browser: Browser, trail: WholeTrail): Promise<History> {
  const merchant = await newPerson(browser);
  const admin = await merchant.newPage();
  await openInAdmin(admin, trail);
  ordersBefore(trail);
  const early = storyCampaign(trail, '/products/linen-shirt');
  const restock = restockCampaign(trail);
  const [gone] = trail.shopify.subscribers.slice(-1);
  if (gone) trail.shopify.mailFaults.set(gone.email, { kind: 'refuse' });

  const summaryOfSent = await writeCampaign(admin, trail, early, sendToAll);
  await writeCampaign(admin, trail, restock, sendToAll);
  await writeCampaign(admin, trail, lastCallCampaign(trail), sendTomorrow);
  const draftPath = await writeCampaign(admin, trail, adventCampaign(trail), keepDraft);

  const [mara, jürgen, zoë, łukasz] = trail.shopify.subscribers;
  if (!mara || !jürgen || !zoë || !łukasz) throw new Error('the local shop has too few subscribers');
  await buyFrom(browser, trail, early, mara.email);
  const refunded = await buyFrom(browser, trail, early, jürgen.email);
  await buyFrom(browser, trail, restock, zoë.email);
  const overtaken = await buyFrom(browser, trail, early, łukasz.email, async (page) => {
    await page.goto(`${trail.shopify.storefrontUrl}/products/salt-candle`, {
      referer: 'https://www.google.com/',
    });
  });
  refundHalf(trail, refunded);
  ordersToday(trail);
  await allDecided(admin, trail);
  await merchant.close();
  return { refunded, overtaken, draftPath, sentPath: summaryOfSent.replace(/\/summary$/, '') };
}

const restockCampaign = (trail: WholeTrail): CampaignStory => ({
  ...storyCampaign(trail, '/products/wool-beanie', {
    heading: 'The Night watch beanie is back',
    linkText: 'Get yours',
  }),
  name: 'Night watch beanies are back',
  subject: 'Back in stock: the Night watch beanie',
  segment: /VIP customers/,
  tags: { source: 'customers', medium: 'email', campaign: 'beanie_restock' },
});

const lastCallCampaign = (trail: WholeTrail): CampaignStory => ({
  ...storyCampaign(trail, '/products/salt-candle', {
    heading: 'Until midnight: every candle we have left',
    linkText: 'See what is left',
  }),
  name: 'Cyber Monday last call',
  subject: 'Last call: candles until midnight',
  tags: { source: 'newsletter', medium: 'email', campaign: 'cyber_monday_last_call' },
});

const adventCampaign = (trail: WholeTrail): CampaignStory => ({
  ...storyCampaign(trail, '/products/tide-calendar', {
    heading: 'Twenty-four tides until Christmas',
    linkText: 'Open the calendar',
  }),
  name: 'Advent at the harbour: a tide calendar for everybody who counts the days',
  subject: 'Twenty-four tides until Christmas',
  tags: { source: 'newsletter', medium: 'email', campaign: 'advent_calendar' },
});

/** Walks the wizard with tracking on, and ends it as told; returns the path of the campaign's Summary step. */
async function writeCampaign(
  page: Page,
  trail: WholeTrail,
  story: CampaignStory,
  end: (app: FrameLocator) => Promise<void>,
): Promise<string> {
  const app = await openInAdmin(page, trail, '/app/campaigns');
  await fillCampaign(page, app, story);
  const path = new URL(page.url()).pathname.replace(/^.*(?=\/app\/)/, '');
  await trackSales(app, story);
  await end(app);
  await app.getByRole('heading', { level: 2, name: 'Summary' }).waitFor({ state: 'detached' });
  return path;
}

async function sendToAll(app: FrameLocator): Promise<void> {
  await sendNow(app);
  await app.getByText('Sent', { exact: true }).first().waitFor({ timeout: 60_000 });
}

async function sendTomorrow(app: FrameLocator): Promise<void> {
  await app.getByRole('radio', { name: /^Send later/ }).click();
  await app.getByRole('button', { name: /^Schedule for / }).click();
}

async function keepDraft(app: FrameLocator): Promise<void> {
  await app.getByRole('button', { name: 'Save draft' }).click();
}

/** A recipient opens the mail, follows its link, perhaps looks elsewhere, and buys; returns the order's name. */
async function buyFrom(
  browser: Browser,
  trail: WholeTrail,
  story: CampaignStory,
  recipient: string,
  elsewhere?: (page: Page) => Promise<void>,
): Promise<string> {
  const person = await newPerson(browser);
  const page = await person.newPage();
  await openMail(page, trail, new RegExp(story.subject.replace(/\s*\{\{.*$/, '')), recipient);
  await page.frameLocator('iframe').getByRole('link', { name: story.linkText }).click();
  await page.waitForURL(/utm_id=/);
  await acceptTracking(page);
  await elsewhere?.(page);
  // As people do, more slowly than Shopify tells time: in whole seconds.
  await page.waitForTimeout(1_500);
  const reported = page.waitForResponse((response) => new URL(response.url()).pathname === '/pixel');
  const order = await buy(page, recipient);
  await reported;
  await person.close();
  return order;
}

function refundHalf(trail: WholeTrail, name: string): void {
  const order = trail.shopify.state.order(name);
  const [line] = order.lineItems;
  if (line) trail.shopify.state.refundOrder(order, { lines: [], amountMinor: line.priceMinor / 2n });
}

/** Sold before the first campaign went out: by search, by social networks, over the counter. */
function ordersBefore(trail: WholeTrail): void {
  const referrers = ['https://www.google.com/', 'https://www.instagram.com/', 'https://www.google.com/'];
  [12, 10, 9, 7, 4, 2].forEach((daysAgo, index) => {
    const at = new Date(Date.now() - daysAgo * DAY_MS - index * 47 * 60_000);
    if (index % 2 === 1) return sell(trail, index, { email: null, sourceName: 'pos', at });
    const visitor = `earlier visitor ${index}`;
    trail.shopify.state.recordVisit(visitor, {
      at: new Date(at.getTime() - 9 * 60_000),
      landingPage: `${trail.shopify.storefrontUrl}/`,
      referrer: referrers[index / 2] ?? null,
    });
    sell(trail, index, { email: `guest${index}@example.com`, visitor, at });
  });
}

/** At the counter, as a test, and by visitors who allowed no tracking or simply came by. */
function ordersToday(trail: WholeTrail): void {
  sell(trail, 1, { email: 'quiet.visitor@example.com', visitor: null });
  sell(trail, 3, { email: null, sourceName: 'pos' });
  sell(trail, 5, { email: 'trial@example.com', test: true });
  trail.shopify.state.recordVisit('passer-by', {
    at: new Date(Date.now() - 60_000),
    landingPage: `${trail.shopify.storefrontUrl}/`,
    referrer: null,
  });
  sell(trail, 2, { email: 'passer.by@example.com', visitor: 'passer-by' });
}

function sell(trail: WholeTrail, which: number, order: Omit<NewOrder, 'lines'>): void {
  const { products, state } = trail.shopify;
  const variant = products[which % products.length]?.variants[0];
  if (!variant) throw new Error('the local shop sells nothing');
  const quantity = 1 + (which % 2);
  state.createOrder({ lines: [{ variantId: variant.id, quantity }], ...order });
}

/** Waits until the admin shows every order, and none as pending. */
async function allDecided(page: Page, trail: WholeTrail): Promise<void> {
  const last = trail.shopify.state.orders.at(-1)?.name ?? '';
  const arrived = await openInAdmin(page, trail, '/app/orders');
  await reloadUntil(page, arrived.getByRole('link', { name: last }));
  const pending = await openInAdmin(page, trail, '/app/orders?bucket=pending');
  await reloadUntil(page, pending.getByText('No order stands here.'));
}
