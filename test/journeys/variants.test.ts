import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import {
  acceptTracking,
  buy,
  DESKTOP,
  newPerson,
  openInAdmin,
  openMail,
  openOrder,
  PHONE,
  reloadUntil,
  sendNow,
  trackSales,
} from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MORE_READERS = 40;

let trail: WholeTrail;
let browser: Browser;
let merchant: BrowserContext;
let page: Page;

beforeAll(async () => {
  trail = await startJourney();
  const { customers } = trail.shopify.state;
  const [first] = customers;
  if (!first) throw new Error('the local shop has no customer');
  // So many that each variant, and the rest, has some: chance has next to no say in it.
  for (let n = 1; n <= MORE_READERS; n += 1)
    customers.push({
      ...first,
      id: first.id + 1_000n + BigInt(n),
      email: `reader.${n}@example.com`,
      phone: null,
    });
  browser = await launchBrowser();
  merchant = await newPerson(browser);
  page = await merchant.newPage();
});

afterAll(async () => {
  await browser.close();
  await trail.stop();
});

/** What axe-core finds wrong with the page as it stands, at both widths. */
async function wrongHere(where: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport);
    const frame = page.frame('app-iframe');
    if (!frame) throw new Error('the admin shows no app');
    await frame.evaluate(AXE);
    const { violations } = await frame.evaluate<AxeResults>(() =>
      (window as unknown as { axe: { run(context: Document): Promise<AxeResults> } }).axe.run(document),
    );
    const serious = violations.filter(({ tags }) => tags.some((tag) => tag.startsWith('wcag')));
    wrong.push(...serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${where}: ${id}: ${html}`)));
    const tooWide = await frame.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    if (tooWide) wrong.push(`${where}: wider than the window at ${viewport.width}`);
  }
  return wrong;
}

async function write(app: FrameLocator, subject: string): Promise<void> {
  await app.getByRole('textbox', { name: 'Subject' }).fill(subject);
}

const mailsOf = (subject: string) =>
  trail.shopify.state.mails.filter((mail) => mail.subject.startsWith(subject));

describe('a campaign in two variants', { timeout: 240_000 }, () => {
  it('tests both on a part; the one that earned an order is sent to the rest by hand', async () => {
    const wrong: string[] = [];
    const app = await openInAdmin(page, trail, '/app/campaigns/new');
    await app.getByRole('textbox', { name: 'Campaign name' }).fill('Two voices');
    await app.getByRole('radio', { name: /^Email/ }).check();
    await app.getByRole('button', { name: 'Continue' }).click();
    await write(app, 'Mugs are back');
    await app.getByRole('button', { name: 'HTML', exact: true }).click();
    await app.getByRole('textbox', { name: 'HTML' }).click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(
      `<p><a href="${trail.shopify.storefrontUrl}/products/enamel-mug">See the mug</a></p>`,
    );
    await app.getByRole('button', { name: 'Add variant' }).press('Enter');
    await app.getByText('The same as A so far.').waitFor();
    await write(app, 'Have you seen our mug?');
    await app.getByText('Differs from A in subject.').waitFor();
    await app.getByRole('button', { name: 'Variant A' }).press('Enter');
    await app.getByText('The others are compared with this one.').waitFor();
    expect(await app.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Mugs are back');
    await app.getByRole('button', { name: 'Variant B' }).press('Enter');
    await app.getByText('Differs from A in subject.').waitFor();
    expect(await app.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Have you seen our mug?');
    wrong.push(...(await wrongHere('Content')));

    await app.getByRole('button', { name: 'Continue' }).click();
    await app.getByRole('checkbox', { name: /Newsletter subscribers/ }).check();
    await app.getByRole('radio', { name: /^Test on a part/ }).press('Space');
    await app.getByRole('textbox', { name: 'Share of the audience in the test' }).fill('50');
    await app.getByText(/contacts get each of the 2 variants/).waitFor();
    wrong.push(...(await wrongHere('Audience')));
    await app.getByRole('button', { name: 'Continue' }).click();
    await app.getByText(/^50 % of the audience is split evenly/).waitFor();
    await trackSales(app, { tags: { source: 'newsletter', medium: 'email', campaign: 'two_voices' } });
    await sendNow(app);
    await app.getByText('Testing variants').waitFor({ timeout: 60_000 });
    await app.getByText(/wait for the winner/).waitFor();
    const [tested] = mailsOf('Have you seen our mug?');
    if (!tested) throw new Error('nobody got variant B');

    const customer = await newPerson(browser);
    const shop = await customer.newPage();
    const [recipient = ''] = tested.to;
    await openMail(shop, trail, /Have you seen our mug/, recipient);
    await shop.frameLocator('iframe').getByRole('link', { name: 'See the mug' }).click();
    await shop.waitForURL(/utm_id=/);
    await acceptTracking(shop);
    const order = await buy(shop, recipient);
    await customer.close();
    const receipt = await openOrder(page, trail, order, 'Credited');
    await receipt
      .getByTestId('credited-message')
      .getByText(/^Email, variant B: Have you seen/)
      .waitFor();

    const campaign = await openInAdmin(page, trail, '/app/campaigns');
    await campaign.getByRole('link', { name: 'Two voices' }).click();
    const row = campaign.getByRole('listitem').filter({ hasText: 'B: Have you seen our mug?' });
    await reloadUntil(page, row.filter({ hasText: '€' }));
    wrong.push(...(await wrongHere('Campaign')));
    const ofA = mailsOf('Mugs are back').length;
    const ofB = mailsOf('Have you seen our mug?').length;
    await campaign.getByRole('button', { name: 'Send B to the rest now' }).press('Enter');
    await campaign.getByRole('button', { name: 'Send B to the rest', exact: true }).press('Enter');
    await campaign.getByText(/^You chose B on/).waitFor();
    await campaign.getByText('Sent', { exact: true }).first().waitFor({ timeout: 60_000 });
    const readers = trail.shopify.subscribers.length + MORE_READERS;
    await expect
      .poll(() => mailsOf('Have you seen our mug?').length, { timeout: 60_000 })
      .toBe(readers - ofA);
    expect(mailsOf('Mugs are back')).toHaveLength(ofA);
    expect(ofB).toBeLessThan(readers - ofA);
    expect(wrong).toEqual([]);
  });
});
