import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongIn, wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import {
  createLink,
  DESKTOP,
  fillCampaign,
  newPerson,
  openInAdmin,
  openOrder,
  PHONE,
  sendNow,
  storyCampaign,
  trackSales,
} from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

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

/** Opens each page at both widths and gathers what is wrong with them. */
async function wrongWithPages(paths: string[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const viewport of [DESKTOP, PHONE]) {
    const merchant = await newPerson(browser, viewport);
    const page = await merchant.newPage();
    for (const path of paths) {
      await openInAdmin(page, trail, path);
      wrong.push(...(await wrongWith(page, `${path} at ${viewport.width}`)));
    }
    await merchant.close();
  }
  return wrong;
}

describe('no page breaks a rule of WCAG 2.1 A or AA that axe-core can check', { timeout: 180_000 }, () => {
  it('before anything has happened', async () => {
    const paths = [
      '',
      '/campaigns',
      '/campaigns/new',
      '/automations',
      '/automations/new',
      '/links',
      '/links/new',
      '/orders',
      '/reports/sales-overview',
      '/reports/models-compared',
      '/reports/channels',
      '/reports/top-messages',
      '/reports/top-sources',
      '/reports/tags-explorer',
      '/settings/attribution',
      '/settings/channels/email',
      '/settings/channels/sms',
      '/settings/channels/whatsapp',
      '/settings/channels/voice',
      '/nowhere',
    ];
    expect(await wrongWithPages(paths.map((path) => `/app${path}`))).toEqual([]);
  });

  it('with campaigns, links, orders and a receipt', async () => {
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    const story = storyCampaign(trail, '/products/linen-shirt');
    const app = await openInAdmin(page, trail, '/app/campaigns');
    await fillCampaign(page, app, story);
    await trackSales(app, story);
    await sendNow(app);
    await app.getByText('Sent', { exact: true }).first().waitFor({ timeout: 60_000 });
    const sent = new URL(page.url()).pathname.replace(/^.*(?=\/app\/)/, '');

    const again = await openInAdmin(page, trail, '/app/campaigns');
    await fillCampaign(page, again, { ...story, name: 'Voiceless' });
    await trackSales(again, story);
    await again.getByRole('radio', { name: /^Send later/ }).click();
    await again.getByText('has this value too').waitFor();
    const wrong = await wrongWith(page, 'Summary with advice');
    const draft = new URL(page.url()).pathname.replace(/^.*(?=\/app\/)|\/summary$/g, '');

    const [product] = trail.shopify.products;
    const variant = product?.variants[0];
    if (!variant) throw new Error('the local shop sells nothing');
    const order = trail.shopify.state.createOrder({
      lines: [{ variantId: variant.id, quantity: 1 }],
      sourceName: 'pos',
    });
    await openOrder(page, trail, order.name, 'Untrackable');
    const receipt = new URL(page.url()).pathname.replace(/^.*(?=\/app\/)/, '');
    const link = await createLink(page, trail, 'Market stall', '/products/linen-shirt');
    await merchant.close();

    const steps = ['channel', 'content', 'audience', 'summary'].map((step) => `${draft}/${step}`);
    const lists = [
      '/app',
      '/app/campaigns',
      '/app/links',
      '/app/orders',
      '/app/reports/sales-overview',
      '/app/reports/models-compared?by=channel',
      '/app/reports/channels',
      '/app/reports/top-messages',
      '/app/reports/top-sources',
      '/app/reports/tags-explorer',
      '/app/reports/shopify-word',
      '/app/settings',
      '/app/settings/channels/email',
      '/app/settings/suppression',
      '/app/settings/shopify',
    ];
    expect([...wrong, ...(await wrongWithPages([...lists, sent, draft, ...steps, receipt, link]))]).toEqual(
      [],
    );
  });

  it('behind the unsubscribe link of an e-mail, before and after', async () => {
    const mail = trail.shopify.state.mails.find(({ headers }) => headers['list-unsubscribe']);
    const url = /<([^>]+)>/.exec(mail?.headers['list-unsubscribe'] ?? '')?.[1];
    if (!url) throw new Error('no e-mail has an unsubscribe link');
    const wrong: string[] = [];
    for (const viewport of [DESKTOP, PHONE]) {
      const person = await newPerson(browser, viewport);
      const page = await person.newPage();
      await page.goto(url);
      wrong.push(...(await wrongIn(page.mainFrame(), `asking at ${viewport.width}`)));
      await page.getByRole('button', { name: 'Unsubscribe' }).click();
      await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
      wrong.push(...(await wrongIn(page.mainFrame(), `unsubscribed at ${viewport.width}`)));
      await person.close();
    }
    expect(wrong).toEqual([]);
  });

  it('on the Content step of every channel', async () => {
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    const drafts: string[] = [];
    const create = async (channel: string) => {
      const app = await openInAdmin(page, trail, '/app/campaigns/new');
      await app.getByRole('textbox', { name: 'Campaign name' }).fill(`By ${channel}`);
      await app.getByRole('radio', { name: new RegExp(`^${channel}`) }).check();
      await app.getByRole('button', { name: 'Continue' }).click();
      await app.getByRole('heading', { level: 2, name: 'Content' }).waitFor();
      drafts.push(new URL(page.url()).pathname.replace(/^.*(?=\/app\/)/, ''));
      return app;
    };
    const email = await create('Email');
    const editor = email.getByRole('textbox', { name: 'E-mail', exact: true });
    await editor.click();
    await page.keyboard.type('Hello');
    await email.getByRole('button', { name: 'Link', exact: true }).click();
    await email.getByRole('textbox', { name: 'Where the link leads' }).waitFor();
    const wrong = await wrongWith(page, 'the fields of a link');
    await page.keyboard.press('Escape');
    await email.getByRole('button', { name: 'Import HTML' }).click();
    await email.getByRole('textbox', { name: 'HTML of the e-mail' }).fill('<script>x</script>');
    await email.getByText('because mail programs do not run').waitFor();
    wrong.push(...(await wrongWith(page, 'the import')));
    const sms = await create('SMS');
    await sms.getByRole('textbox', { name: 'Message' }).fill('“Hi” – https://shop.test/new');
    await sms.getByText('Draft saved').waitFor();
    const chat = await create('WhatsApp');
    await chat.getByText('An approved template').click();
    await chat.getByRole('textbox', { name: 'Approved text' }).fill('Hi {{1}}');
    await chat.getByText('Draft saved').waitFor();
    const call = await create('Voice');
    await call.getByRole('textbox', { name: 'What the call says' }).fill('Good morning.');
    await call.getByText('Draft saved').waitFor();
    await merchant.close();
    expect([...wrong, ...(await wrongWithPages(drafts))]).toEqual([]);
  });
});
