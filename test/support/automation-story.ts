import type { Browser, FrameLocator, Page } from 'playwright-core';
import type { Customer } from '../shopify/shop-model.ts';
import { acceptTracking, buy, newPerson, openInAdmin, openMail, reloadUntil } from './story.ts';
import type { WholeTrail } from './whole-trail.ts';

/** Begins an automation with a ready-made flow, its messages sent at any hour; leaves its builder open. */
export async function beginAutomation(page: Page, trail: WholeTrail, flow: string): Promise<FrameLocator> {
  const app = await openInAdmin(page, trail, '/app/automations/new');
  await app.getByRole('radio', { name: flow }).check();
  await app.getByRole('button', { name: 'Create automation' }).click();
  await app.getByRole('heading', { level: 1, name: flow }).waitFor();
  await app.getByRole('button', { name: 'Settings', exact: true }).click();
  await app.getByRole('checkbox', { name: 'Quiet hours' }).uncheck();
  return app;
}

/** Sets a length of time that is open in the side panel to a minute. */
export async function setToOneMinute(app: FrameLocator, label: string): Promise<void> {
  await app.getByRole('spinbutton', { name: label }).fill('1');
  await app.getByRole('combobox', { name: 'Unit' }).selectOption({ label: 'Minutes' });
}

/** Publishes what the builder shows. */
export async function publishAs(app: FrameLocator, version: number): Promise<void> {
  await app.getByRole('button', { name: 'Publish', exact: true }).click();
  await app.getByRole('button', { name: 'Publish now' }).click();
  await app.getByText(`Version ${version} is published`).first().waitFor();
}

/** The path of the page that is open, within the app. */
export const pathInApp = (page: Page): string => new URL(page.url()).pathname.replace(/^.*(?=\/app\/)/, '');

/** A customer of the shop who agrees to e-mail now. */
export function subscribe({ shopify: { state } }: WholeTrail, email: string, firstName: string): Customer {
  const customer = state.customerByEmail(email, { firstName, lastName: null });
  state.setEmailMarketing(customer, {
    state: 'SUBSCRIBED',
    optInLevel: 'SINGLE_OPT_IN',
    updatedAt: new Date(),
  });
  return customer;
}

/** Follows the link of a mail into the shop and buys there; returns the order's name. */
export async function buyFromMail(
  browser: Browser,
  trail: WholeTrail,
  { email, subject, link }: { email: string; subject: RegExp; link: string },
): Promise<string> {
  const person = await newPerson(browser);
  const page = await person.newPage();
  await openMail(page, trail, subject, email);
  await page.frameLocator('iframe').getByRole('link', { name: link }).click();
  await page.waitForURL(/utm_campaign/);
  await acceptTracking(page);
  await page.goto(`${trail.shopify.storefrontUrl}/products/linen-shirt`);
  const order = await buy(page, email);
  await person.close();
  return order;
}

/**
 * A welcome series that has earned an order while others wait in it, one for abandoned checkouts, and a draft.
 * @returns the path of the first
 */
export async function makeAutomations(browser: Browser, trail: WholeTrail): Promise<string> {
  const merchant = await newPerson(browser);
  const page = await merchant.newPage();
  await beginAutomation(page, trail, 'Birthday');
  await publishAs(await beginAutomation(page, trail, 'Abandoned checkout'), 1);
  await publishAs(await beginAutomation(page, trail, 'Welcome series'), 1);
  const path = pathInApp(page);
  const people = ['ines', 'otto', 'lena', 'marek'];
  for (const name of people) subscribe(trail, `${name}@example.com`, name);
  await buyFromMail(browser, trail, {
    email: 'ines@example.com',
    subject: /Good to have you here/,
    link: 'Look around',
  });
  const app = await openInAdmin(page, trail, `${path}/analytics`);
  await reloadUntil(page, app.getByTestId('metric-met-the-goal').filter({ hasText: '1' }));
  await merchant.close();
  return path;
}

/** Opens the dry run of an automation with a contact of the shop. */
export async function tryWith(
  page: Page,
  trail: WholeTrail,
  automation: string,
  contact: string,
): Promise<FrameLocator> {
  const app = await openInAdmin(page, trail, automation);
  const dryRun = app.getByRole('button', { name: 'Dry run' });
  const others = app.getByRole('button', { name: /^View actions for/ });
  // Where there is no room for it, it stands in the menu of the others.
  await dryRun.or(others).first().waitFor();
  if (await others.isVisible()) await others.click();
  await dryRun.click();
  await app.getByRole('combobox', { name: 'Contact' }).click();
  await page.keyboard.type(contact);
  await app
    .getByRole('option', { name: new RegExp(`^${contact}`) })
    .first()
    .click();
  await app.getByText('Reaches the end').waitFor();
  return app;
}
