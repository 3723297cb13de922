import { readFileSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TWILIO_ACCOUNT } from '../shopify/twilio.ts';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { newPerson, openInAdmin, reloadUntil } from '../support/story.ts';
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

/** What a screen reader says of a field beside its name. */
const describedBy = (field: Locator) =>
  field.evaluate((node) =>
    (node.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' '),
  );

describe('the settings, in a real browser', () => {
  it(
    'keep data as long as the merchant says, and say at the field why not',
    { timeout: 60_000 },
    async () => {
      const merchant = await newPerson(browser);
      const page = await merchant.newPage();
      const app = await openInAdmin(page, trail, '/app/settings');
      const clicks = app.getByLabel('Clicks');
      expect(await clicks.inputValue()).toBe('25');
      await clicks.fill('5');
      await app.getByText('is deleted within the hour and cannot be brought back').waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await app.getByText('At least 6 months.').waitFor();
      expect(await clicks.getAttribute('aria-invalid')).toBe('true');
      expect(await describedBy(clicks)).toContain('At least 6 months. An order looks back up to 90 days');
      expect(await clicks.evaluate((node) => node === document.activeElement)).toBe(true);

      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('12');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Settings saved').waitFor();
      await page.reload();
      await app.getByRole('heading', { name: 'Retention' }).waitFor();
      expect(await clicks.inputValue()).toBe('12');
      await merchant.close();
    },
  );

  it('connect SMS, test it and disconnect it again, by keyboard alone', { timeout: 60_000 }, async () => {
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    const app = await openInAdmin(page, trail, '/app/settings');
    const key = (name: string) => page.keyboard.press(name);
    const write = (text: string) => page.keyboard.type(text);
    await app.getByRole('link', { name: 'Connect SMS' }).focus();
    await key('Enter');
    const sid = app.getByLabel('Account SID');
    await sid.focus();
    await key('Enter');
    await app.getByText('Enter the account SID').first().waitFor();
    expect(await sid.evaluate((node) => node === document.activeElement)).toBe(true);
    expect(await describedBy(sid)).toContain('AC and 32 more characters');
    await write(TWILIO_ACCOUNT.accountSid);
    await key('Tab');
    await write(TWILIO_ACCOUNT.authToken);
    await key('Tab');
    await write('+49 30 901820000');
    await key('Enter');
    await app.getByText('From +4930901820000').waitFor();
    expect(await app.getByLabel('Auth token').inputValue()).toBe('');
    expect(await page.content()).not.toContain(TWILIO_ACCOUNT.authToken);

    await app.getByLabel('Your phone number').focus();
    await write('+4915112345678');
    await key('Enter');
    await app.getByText('Twilio took it. Look whether the SMS arrives at +4915112345678.').waitFor();
    expect(trail.shopify.state.phoneMessages.at(-1)).toMatchObject({ channel: 'sms', to: '+4915112345678' });

    await app.getByRole('button', { name: 'Disconnect SMS' }).focus();
    await key('Enter');
    await app.getByText('The stored credentials are deleted.').waitFor();
    await app.getByRole('button', { name: 'Disconnect', exact: true }).focus();
    await key('Enter');
    await app.getByText('Nobody sends SMS for your shop yet.').waitFor();
    await merchant.close();
  });

  it('hand over the data of a customer who asks for it', { timeout: 60_000 }, async () => {
    const [buyer] = trail.shopify.subscribers;
    if (!buyer) throw new Error('the local shop has no subscriber');
    trail.shopify.state.events.emit('customer-data-request', buyer);
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    const app = await openInAdmin(page, trail, '/app/settings');
    const download = app.getByRole('button', { name: /^Download the data of / });
    await reloadUntil(page, download);
    const downloaded = page.waitForEvent('download');
    await download.click();
    const file = await (await downloaded).path();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      customer: { number: String(buyer.id) },
      orders: [],
    });
    await app.getByRole('button', { name: /^Mark the request of .* as answered$/ }).click();
    await app.getByText('No request is open.').waitFor();
    await merchant.close();
  });
});
