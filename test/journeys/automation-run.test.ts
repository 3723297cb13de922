import type { Browser, FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  beginAutomation,
  buyFromMail,
  pathInApp,
  publishAs,
  setToOneMinute,
  subscribe,
} from '../support/automation-story.ts';
import { wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { newPerson, openInAdmin, openMail, openOrder, PHONE, reloadUntil } from '../support/story.ts';
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

/** The part of the analytics that is about one step. */
const stepOf = (app: FrameLocator, name: string) =>
  app.getByRole('listitem').filter({ has: app.getByRole('heading', { level: 3, name, exact: true }) });

describe('a welcome automation', () => {
  it(
    'is tried, sends two tracked messages of which the second earns the order, and is changed while a contact is inside',
    { timeout: 300_000 },
    async () => {
      const merchant = await newPerson(browser);
      const page = await merchant.newPage();
      let app = await beginAutomation(page, trail, 'Welcome series');
      const path = pathInApp(page);
      const wrong: string[] = [];
      await app.getByRole('button', { name: /^Delay Wait for 2 days/ }).click();
      await setToOneMinute(app, 'How long');

      await app.getByRole('button', { name: 'Dry run' }).click();
      await app.getByRole('combobox', { name: 'Contact' }).click();
      await page.keyboard.type('Mara');
      await app.getByRole('option', { name: /^Mara/ }).first().click();
      await app.getByText('has not entered before').waitFor();
      await app.getByRole('button', { name: 'Gets the Email “Hello”' }).waitFor();
      await app.getByText('has clicked “Hello”: not true').waitFor();
      await app.getByRole('button', { name: 'Gets the Email “Questions”' }).waitFor();
      await app.getByText('Reaches the end').waitFor();
      wrong.push(...(await wrongWith(page, 'the dry run')));
      expect(trail.shopify.state.mails).toEqual([]);

      await publishAs(app, 1);
      subscribe(trail, 'ines@example.com', 'Ines');
      const inbox = await merchant.newPage();
      await openMail(inbox, trail, /Good to have you here/, 'ines@example.com');

      await app.getByRole('button', { name: /^Email Questions/ }).click();
      await app.getByRole('button', { name: 'Edit message' }).click();
      await app.getByRole('textbox', { name: 'Subject' }).fill('What would you like to know?');
      await app.getByRole('button', { name: 'Save and go back' }).click();
      await app.getByText('“What would you like to know?”').waitFor();
      await app.getByRole('button', { name: 'Publish', exact: true }).dblclick();
      await app.getByText('Message changed: “Questions”').waitFor();
      await app.getByRole('button', { name: 'Publish now' }).click();
      await app.getByText('Version 2 is published').first().waitFor();
      subscribe(trail, 'otto@example.com', 'Otto');

      await inbox.goto(`${trail.shopify.inboxUrl}/?to=ines%40example.com`);
      await reloadUntil(inbox, inbox.getByRole('link', { name: /Is there anything/ }), 100);
      await inbox.goto(`${trail.shopify.inboxUrl}/?to=otto%40example.com`);
      await reloadUntil(inbox, inbox.getByRole('link', { name: /What would you like to know/ }), 100);

      const order = await buyFromMail(browser, trail, {
        email: 'ines@example.com',
        subject: /Is there anything/,
        link: 'Visit the shop',
      });
      const receipt = await openOrder(page, trail, order, 'Credited');
      expect(await receipt.getByTestId('credited-message').textContent()).toContain('Welcome series');

      app = await openInAdmin(page, trail, `${path}/analytics`);
      await reloadUntil(page, app.getByTestId('metric-met-the-goal').filter({ hasText: '1' }));
      expect(await app.getByTestId('metric-entered').textContent()).toBe('2');
      expect(await app.getByTestId('metric-inside-now').textContent()).toBe('1');
      expect(await stepOf(app, 'Hello').innerText()).toMatch(/Orders\s+0\s/);
      expect(await stepOf(app, 'Questions').innerText()).toMatch(/Orders\s+1\s/);
      const revenue = (await app.getByTestId('metric-revenue').textContent()) ?? '';
      expect(revenue).toMatch(/^€[1-9]/);
      expect(await stepOf(app, 'Questions').innerText()).toContain(revenue);
      expect(await stepOf(app, 'Hello').innerText()).toContain('€0.00');
      await app.getByRole('heading', { name: /^Version 1, published/ }).waitFor();
      wrong.push(...(await wrongWith(page, 'the analytics')));
      await merchant.close();

      const phone = await newPerson(browser, PHONE);
      const small = await phone.newPage();
      for (const [name, at] of [
        ['the analytics', `${path}/analytics`],
        ['the list', '/app/automations'],
        ['the choice of flows', '/app/automations/new'],
      ] as const) {
        await openInAdmin(small, trail, at);
        wrong.push(...(await wrongWith(small, `${name} on a phone`)));
      }
      await phone.close();
      expect(wrong).toEqual([]);
    },
  );
});

describe('an automation for abandoned checkouts', () => {
  it('reminds whoever left one, and stops once they buy', { timeout: 240_000 }, async () => {
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    let app = await beginAutomation(page, trail, 'Abandoned checkout');
    const path = pathInApp(page);
    await app.getByRole('button', { name: /^Contacts enter when/ }).click();
    await setToOneMinute(app, 'Abandoned after');
    await publishAs(app, 1);

    const { state } = trail.shopify;
    const [customer] = trail.shopify.subscribers;
    const variant = trail.shopify.products[0]?.variants[0];
    if (!customer || !variant) throw new Error('the local shop has nobody, or sells nothing');
    const cart = state.newCart();
    cart.lines.push({ variantId: variant.id, quantity: 1 });
    const checkout = state.newCheckout(cart);
    checkout.email = customer.email;
    state.events.emit('checkout-changed', checkout, customer);

    const inbox = await merchant.newPage();
    await inbox.goto(`${trail.shopify.inboxUrl}/?to=${encodeURIComponent(customer.email)}`);
    await reloadUntil(inbox, inbox.getByRole('link', { name: /You left something behind/ }), 120);
    const order = await buyFromMail(browser, trail, {
      email: customer.email,
      subject: /You left something behind/,
      link: 'Back to your cart',
    });
    await openOrder(page, trail, order, 'Credited');

    app = await openInAdmin(page, trail, `${path}/analytics`);
    await reloadUntil(page, app.getByTestId('metric-met-the-goal').filter({ hasText: '1' }));
    expect(await app.getByTestId('metric-inside-now').textContent()).toBe('0');
    expect(await stepOf(app, 'Wait for 24 hours').innerText()).toContain('Left here: 1 met the goal');
    expect(await stepOf(app, 'Last call').innerText()).toMatch(/Reached\s+0\s/);
    await merchant.close();
  });
});
