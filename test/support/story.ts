import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { DESKTOP_USER_AGENT } from './browser.ts';
import type { WholeTrail } from './whole-trail.ts';

/** The UTM values that the stories use: the document's own example of an e-mail campaign. */
export const STORY_TAGS = { source: 'newsletter', medium: 'email', campaign: 'black_friday' };

export interface Viewport {
  width: number;
  height: number;
}

export const DESKTOP: Viewport = { width: 1280, height: 900 };
export const PHONE: Viewport = { width: 390, height: 844 };

/** A person at a browser of their own: no cookies shared with anybody. */
export async function newPerson(browser: Browser, viewport: Viewport = DESKTOP): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport, userAgent: DESKTOP_USER_AGENT, locale: 'en-GB' });
  context.setDefaultTimeout(15_000);
  return context;
}

/** Opens a page of the app inside the admin; returns the frame that holds it once its heading shows. */
export async function openInAdmin(page: Page, trail: WholeTrail, path = '/app'): Promise<FrameLocator> {
  await page.goto(trail.shopify.adminUrl(path));
  const app = page.frameLocator('iframe[name="app-iframe"]');
  await app.getByRole('heading', { level: 1 }).first().waitFor();
  return app;
}

export interface CampaignStory {
  name: string;
  subject: string;
  /** The same for a contact without a name, as reports show it. */
  subjectShown: string;
  html: string;
  /** What its one link into the shop says. */
  linkText: string;
  segment: RegExp;
  tags: typeof STORY_TAGS;
}

/** A message with one link into the shop. */
export function storyCampaign(
  trail: WholeTrail,
  productPath: string,
  { heading, linkText } = { heading: 'Black Friday starts early', linkText: 'Shop the early access' },
): CampaignStory {
  return {
    name: 'Black Friday early access',
    subject: 'Early access for you, {{ first_name | default: "friend" }}',
    subjectShown: 'Early access for you, friend',
    html: [
      '<!doctype html><html><body>',
      `<h1>${heading}</h1>`,
      '<p>Hello {{ first_name | default: "friend" }}, the doors are open for you.</p>',
      `<p><a href="${trail.shopify.storefrontUrl}${productPath}">${linkText}</a></p>`,
      '</body></html>',
    ].join('\n'),
    linkText,
    segment: /Newsletter subscribers/,
    tags: STORY_TAGS,
  };
}

/** Walks the wizard up to its Summary step, by mouse and by keyboard. */
export async function fillCampaign(page: Page, app: FrameLocator, story: CampaignStory): Promise<void> {
  await app
    .getByRole('link', { name: 'Create campaign' })
    .or(app.getByRole('button', { name: 'Create campaign' }))
    .first()
    .click();
  await app.getByRole('textbox', { name: 'Campaign name' }).fill(story.name);
  const email = app.getByRole('radio', { name: /^Email/ });
  await email.focus();
  await page.keyboard.press('Space');
  await app.getByRole('button', { name: 'Continue' }).click();

  await app.getByRole('textbox', { name: 'Subject' }).fill(story.subject);
  await app.getByRole('button', { name: 'HTML', exact: true }).click();
  const editor = app.getByRole('textbox', { name: 'HTML' });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(story.html);
  await app.getByRole('button', { name: 'Continue' }).click();

  await app.getByRole('checkbox', { name: story.segment }).click();
  await app.getByRole('button', { name: 'Continue' }).click();
  await app
    .getByRole('heading', { name: /Summary/ })
    .first()
    .waitFor();
}

/** Turns on sales tracking on the Summary step and enters the tags. */
export async function trackSales(app: FrameLocator, { tags }: Pick<CampaignStory, 'tags'>): Promise<void> {
  await app.getByRole('checkbox', { name: 'Track sales from this campaign' }).check();
  await app.getByRole('textbox', { name: 'UTM source' }).fill(tags.source);
  await app.getByRole('textbox', { name: 'UTM medium' }).fill(tags.medium);
  await app.getByRole('textbox', { name: 'UTM campaign' }).fill(tags.campaign);
}

/** Creates a tracking link to a page of the shop; returns the path of its own page. */
export async function createLink(page: Page, trail: WholeTrail, name: string, path: string): Promise<string> {
  const app = await openInAdmin(page, trail, '/app/links/new');
  const fields = {
    Name: name,
    Destination: `${trail.shopify.storefrontUrl}${path}`,
    'UTM source': 'flyer',
    'UTM medium': 'print',
    'UTM campaign': 'market',
  };
  for (const [label, value] of Object.entries(fields))
    await app.getByRole('textbox', { name: label, exact: true }).fill(value);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await app.getByRole('heading', { level: 1, name }).waitFor();
  return new URL(page.url()).pathname.replace(/^.*(?=\/app\/)/, '');
}

/** Chooses Send now and confirms. */
export async function sendNow(app: FrameLocator): Promise<void> {
  await app.getByRole('radio', { name: /^Send now/ }).click();
  await app.getByRole('button', { name: /^Send to / }).click();
}

/** Waits until the recipient's mail of this subject is in the inbox, and opens it. */
export async function openMail(
  page: Page,
  trail: WholeTrail,
  subject: RegExp,
  recipient: string,
): Promise<void> {
  await page.goto(`${trail.shopify.inboxUrl}/?to=${encodeURIComponent(recipient)}`);
  const mail = page.getByRole('link', { name: subject }).first();
  await reloadUntil(page, mail);
  await mail.click();
}

/** Buys what the page shows; returns the order's name, such as #1001. */
export async function buy(page: Page, email: string): Promise<string> {
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page
    .getByRole('link', { name: 'Check out' })
    .or(page.getByRole('button', { name: 'Check out' }))
    .first()
    .click();
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('button', { name: 'Pay now' }).click();
  const heading = page.getByRole('heading', { name: /#\d+/ });
  await heading.waitFor();
  const name = /#\d+/.exec((await heading.textContent()) ?? '')?.[0];
  if (!name) throw new Error('the thank-you page names no order');
  return name;
}

/** Accepts the cookie banner. */
export async function acceptTracking(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Accept' }).click();
}

/** Waits until the orders list shows the order in this bucket, and opens its receipt. */
export async function openOrder(
  page: Page,
  trail: WholeTrail,
  order: string,
  bucket: string | RegExp,
): Promise<FrameLocator> {
  const app = await openInAdmin(page, trail, `/app/orders?search=${encodeURIComponent(order)}`);
  const row = app.getByRole('row').filter({ hasText: order }).filter({ hasText: bucket });
  await reloadUntil(page, row);
  await row.getByRole('link', { name: order }).click();
  await app.getByRole('heading', { level: 1, name: order }).waitFor();
  return app;
}

/** Loads the page anew until the element shows: at most half a minute. */
export async function reloadUntil(page: Page, element: Locator, attempts = 30): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const shown = await element.waitFor({ timeout: 1_000 }).then(
      () => true,
      () => false,
    );
    if (shown) return;
    await page.reload();
  }
  await element.waitFor();
}
