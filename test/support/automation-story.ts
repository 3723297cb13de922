import type { FrameLocator, Page } from 'playwright-core';
import type { Customer } from '../shopify/shop-model.ts';
import { openInAdmin } from './story.ts';
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
