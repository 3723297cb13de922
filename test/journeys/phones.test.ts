import { once } from 'node:events';
import { DateTime } from 'luxon';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhoneMessage } from '../shopify/shop-model.ts';
import { launchBrowser } from '../support/browser.ts';
import { connectPhones, STORY_TEMPLATE } from '../support/connect-phones.ts';
import { startJourney } from '../support/journey.ts';
import {
  acceptTracking,
  buy,
  newPerson,
  openInAdmin,
  openOrder,
  reloadUntil,
  sendNow,
  trackSales,
} from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

let trail: WholeTrail;
let browser: Browser;
let merchant: BrowserContext;
let page: Page;

beforeAll(async () => {
  trail = await startJourney();
  await connectPhones(trail);
  browser = await launchBrowser();
  merchant = await newPerson(browser);
  page = await merchant.newPage();
});

afterAll(async () => {
  await browser.close();
  await trail.stop();
});

/** Mara, who agreed to every channel. */
const NUMBER = '+491713920001';
const HERS = encodeURIComponent(NUMBER);

/** Names a campaign and chooses its channel: then its Content step shows. */
async function startCampaign(name: string, channel: RegExp): Promise<FrameLocator> {
  const app = await openInAdmin(page, trail, '/app/campaigns/new');
  await app.getByRole('textbox', { name: 'Campaign name' }).fill(name);
  await app.getByRole('radio', { name: channel }).check();
  await app.getByRole('button', { name: 'Continue' }).click();
  await app.getByRole('heading', { level: 2, name: 'Content' }).waitFor();
  return app;
}

/** Goes on from Content with the newsletter's segment: then the Summary step shows. */
async function chooseAudience(app: FrameLocator): Promise<void> {
  await app.getByRole('button', { name: 'Continue' }).click();
  await app.getByRole('checkbox', { name: /Newsletter subscribers/ }).check();
  await app.getByRole('button', { name: 'Continue' }).click();
  await app.getByRole('heading', { level: 2, name: 'Summary' }).waitFor();
}

/** Waits until a message to a number arrives on the phones. */
async function arrival(number: string): Promise<PhoneMessage> {
  for (;;) {
    const [message] = (await once(trail.shopify.state.events, 'phone-message-received')) as [PhoneMessage];
    if (message.to === number) return message;
  }
}

/** The line of a campaign's page that counts those without consent. */
const withoutConsent = (app: FrameLocator) =>
  app.getByText('Skipped: no consent to this channel').locator('..');

/** The two lines of the receipt that name the message, and its tags. */
async function creditedTo(receipt: FrameLocator): Promise<string[]> {
  return (await receipt.getByTestId('credited-message').innerText()).split('\n').filter(Boolean);
}

describe('a text message', { timeout: 240_000 }, () => {
  const tags = { source: 'sms_club', medium: 'sms', campaign: 'mugs' };
  let order: string;

  it('goes out by its schedule, and its short link is tapped and bought through', async () => {
    const app = await startCampaign('Mugs by text', /^SMS/);
    await app
      .getByRole('textbox', { name: 'Message' })
      .fill(`Ahoy {{ first_name | default: "friend" }}: ${trail.shopify.storefrontUrl}/products/enamel-mug`);
    await app.getByText(/^1 text message for each contact/).waitFor();
    await chooseAudience(app);
    await trackSales(app, { tags });
    await app.getByRole('radio', { name: /^Send later/ }).check();
    const at = DateTime.now().setZone(trail.shopify.state.shop.timeZone).plus({ seconds: 90 });
    await app.getByLabel('Date').fill(at.toFormat('yyyy-MM-dd'));
    await app.getByLabel('Time').fill(at.toFormat('HH:mm'));
    const arrived = arrival(NUMBER);
    await app.getByRole('button', { name: /^Schedule for / }).click();
    await app.getByText('Scheduled', { exact: true }).first().waitFor();
    expect(trail.shopify.state.phoneMessages).toEqual([]);

    const message = await arrived;
    expect(message.receivedAt.getTime()).toBeGreaterThanOrEqual(at.startOf('minute').toMillis());
    expect(message.channel).toBe('sms');
    expect(message.text).not.toContain('/products/');

    const customer = await newPerson(browser);
    const phone = await customer.newPage();
    await phone.goto(`${trail.shopify.inboxUrl}/phones`);
    await phone.getByRole('link', { name: 'Mara Lindqvist' }).click();
    await phone.getByText('Ahoy Mara:').waitFor();
    await phone.getByRole('link', { name: /\/l\/[\w-]+$/ }).click();
    await phone.waitForURL(/\/products\/enamel-mug\?.*utm_id=/);
    await acceptTracking(phone);
    order = await buy(phone, 'mara.lindqvist@example.com');
    await customer.close();
  });

  it('is credited with the order on its receipt, on its own page and on the sales overview', async () => {
    const receipt = await openOrder(page, trail, order, 'Credited');
    const [campaign, message, written] = await creditedTo(receipt);
    expect({ campaign, written }).toEqual({ campaign: 'Mugs by text', written: 'sms_club / sms / mugs' });
    expect(message).toBe('SMS: Ahoy friend');
    const value = trail.shopify.totalOf(order);

    await receipt.getByRole('link', { name: 'Mugs by text' }).click();
    await receipt.getByRole('heading', { level: 1, name: 'Mugs by text' }).waitFor();
    await reloadUntil(page, receipt.getByTestId('metric-credited-orders').filter({ hasText: /^1$/ }));
    expect(await receipt.getByTestId('metric-credited-revenue').textContent()).toBe(value);
    expect(await receipt.getByTestId('metric-unique-clicks').textContent()).toBe('1');

    const report = await openInAdmin(page, trail, '/app/reports/sales-overview');
    const row = report.getByRole('row').filter({ hasText: 'Mugs by text' });
    await reloadUntil(page, row.filter({ hasText: value }));
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('SMS: Ahoy friend'), '1', value]),
    );
  });

  it('is shown as delivered, as its provider reported', async () => {
    await trail.shopify.phones.settled();
    const app = await openInAdmin(page, trail, '/app/campaigns');
    await app.getByRole('link', { name: 'Mugs by text' }).click();
    await app.getByRole('heading', { level: 2, name: 'Deliveries' }).waitFor();
    await reloadUntil(page, app.getByText('Delivered', { exact: true }).nth(1));
    await withoutConsent(app).waitFor();
  });
});

describe('a WhatsApp template with a button', { timeout: 120_000 }, () => {
  it('earns an order by the tags in the button’s address', async () => {
    const app = await startCampaign('New from the sea', /^WhatsApp/);
    await app.getByText('An approved template', { exact: true }).click();
    await app
      .getByRole('combobox', { name: 'Template' })
      .selectOption(`${STORY_TEMPLATE.name} ${STORY_TEMPLATE.language}`);
    await app.getByRole('heading', { name: 'As it was approved, with 1 variable' }).waitFor();
    const fields = {
      '{{1}}': '{{ first_name | default: "friend" }}',
      [`How the address of “${STORY_TEMPLATE.button}” goes on`]: 'products/salt-candle',
    };
    for (const [label, value] of Object.entries(fields))
      await app.getByRole('textbox', { name: label, exact: true }).fill(value);
    await chooseAudience(app);
    await trackSales(app, {
      tags: { source: 'whatsapp', medium: 'whatsapp', campaign: 'new_from_the_sea' },
    });
    const arrived = arrival(NUMBER);
    await sendNow(app);
    await arrived;

    const customer = await newPerson(browser);
    const phone = await customer.newPage();
    await phone.goto(`${trail.shopify.inboxUrl}/phones/${HERS}`);
    await phone.getByText('Hello Mara, new things from the sea have arrived.').waitFor();
    await phone.getByRole('link', { name: STORY_TEMPLATE.button }).click();
    await phone.waitForURL(/\/products\/salt-candle\?.*utm_id=/);
    await acceptTracking(phone);
    const order = await buy(phone, 'mara.lindqvist@example.com');
    await customer.close();

    const receipt = await openOrder(page, trail, order, 'Credited');
    const [campaign, message, written] = await creditedTo(receipt);
    expect({ campaign, written }).toEqual({
      campaign: 'New from the sea',
      written: 'whatsapp / whatsapp / new_from_the_sea',
    });
    expect(message).toBe('WhatsApp: Hello friend, new things from the sea have arrived.');

    await trail.shopify.phones.settled();
    await receipt.getByRole('link', { name: 'New from the sea' }).click();
    await receipt.getByRole('heading', { level: 1, name: 'New from the sea' }).waitFor();
    const sent = trail.shopify.state.phoneMessages.filter(({ channel }) => channel === 'whatsapp');
    expect(sent.length).toBeGreaterThan(0);
    for (const metric of ['delivered', 'read'])
      expect(await receipt.getByTestId(`metric-${metric}`).textContent()).toBe(String(sent.length));
  });
});

describe('a call', { timeout: 60_000 }, () => {
  it('refuses tracking and says why, on Content and on Summary, and is spoken as it was written', async () => {
    const app = await startCampaign('Good morning call', /^Voice/);
    await app
      .getByText('Sales of a call cannot be tracked: a call has no links that could be clicked')
      .waitFor();
    await app.getByRole('textbox', { name: 'What the call says' }).fill('Good morning {{ first_name }}.');
    await chooseAudience(app);
    const track = app.getByRole('checkbox', { name: 'Track sales from this campaign' });
    expect(await track.isDisabled()).toBe(true);
    expect(await track.isChecked()).toBe(false);
    await app
      .getByText(/call has no links/)
      .first()
      .waitFor();
    const arrived = arrival(NUMBER);
    await sendNow(app);
    expect(await arrived).toMatchObject({ channel: 'voice', text: 'Good morning Mara.' });
  });
});

describe('STOP, written back from a phone', { timeout: 120_000 }, () => {
  it('ends the consent at Shopify, and the next campaign passes the contact over and says why', async () => {
    const customer = await newPerson(browser);
    const phone = await customer.newPage();
    const her = trail.shopify.state.customers.find(({ phone: number }) => number === NUMBER);
    // What arrived last came by WhatsApp or as a call: the text message of a second campaign is what she answers.
    const first = await startCampaign('Before the stop', /^SMS/);
    await first.getByRole('textbox', { name: 'Message' }).fill('One more from us.');
    await chooseAudience(first);
    const arrived = arrival(NUMBER);
    await sendNow(first);
    await arrived;
    await phone.goto(`${trail.shopify.inboxUrl}/phones/${HERS}`);
    await phone.getByRole('textbox', { name: 'Reply' }).fill('STOP');
    await phone.getByRole('button', { name: 'Send' }).click();
    await phone.locator('.own').getByText('STOP', { exact: true }).waitFor();
    await customer.close();
    await reloadUntil(page, first.getByTestId('metric-replies').filter({ hasText: /^1$/ }));
    const before = Number(/\d+$/.exec(await withoutConsent(first).innerText())?.[0]);
    await expect.poll(() => her?.smsMarketing.state, { timeout: 15_000 }).toBe('UNSUBSCRIBED');

    const app = await startCampaign('After the stop', /^SMS/);
    await app.getByRole('textbox', { name: 'Message' }).fill('Are you still there?');
    await chooseAudience(app);
    await sendNow(app);
    await app.getByText('Sent', { exact: true }).first().waitFor();
    await reloadUntil(page, withoutConsent(app).filter({ hasText: new RegExp(`${before + 1}$`) }));
    const texts = trail.shopify.state.phoneMessages.filter(({ text }) => text.startsWith('Are you still'));
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.map(({ to }) => to)).not.toContain(NUMBER);
  });
});
