import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOUNCE_MAILBOX } from '../shopify/imap.ts';
import { wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import {
  DESKTOP,
  fillCampaign,
  newPerson,
  openInAdmin,
  PHONE,
  reloadUntil,
  sendNow,
  storyCampaign,
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

describe('an e-mail that comes back', { timeout: 180_000 }, () => {
  it('is told on its campaign, and its address stands on the suppression list until it is removed', async () => {
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    const settings = await openInAdmin(page, trail, '/app/settings/channels/email');
    await settings.getByLabel('Return address').fill(BOUNCE_MAILBOX.user);
    await settings.getByLabel('IMAP server').fill('127.0.0.1');
    await settings.getByLabel('IMAP port').fill(String(trail.shopify.imap.port));
    await settings.getByLabel('IMAP security').selectOption('starttls');
    await settings.getByLabel('Mailbox user').fill(BOUNCE_MAILBOX.user);
    await settings.getByLabel('Mailbox password').fill('wrong');
    await settings.getByRole('button', { name: 'Connect bounce mailbox' }).click();
    await settings.getByText('The mail server refuses the login').waitFor();
    await settings.getByLabel('Mailbox password').fill(BOUNCE_MAILBOX.password);
    await settings.getByRole('button', { name: 'Connect bounce mailbox' }).click();
    await settings.getByRole('button', { name: 'Disconnect bounce mailbox' }).waitFor();

    const [gone] = trail.shopify.subscribers;
    if (!gone) throw new Error('the local shop has no subscriber');
    trail.shopify.mailFaults.set(gone.email.toLowerCase(), { kind: 'bounce', status: '5.1.1' });
    const app = await openInAdmin(page, trail, '/app/campaigns');
    await fillCampaign(page, app, storyCampaign(trail, '/products/linen-shirt'));
    await sendNow(app);
    await app.getByText('Sent', { exact: true }).first().waitFor({ timeout: 60_000 });
    const sent = new URL(page.url()).pathname.replace(/^.*(?=\/app\/)/, '');
    // Saved again, without its password, it is read by the next minute instead of the third.
    const again = await openInAdmin(page, trail, '/app/settings/channels/email');
    await again.getByRole('button', { name: 'Save bounce mailbox' }).click();
    await again.getByText('Not read yet.').waitFor();
    const campaign = await openInAdmin(page, trail, sent);
    await reloadUntil(
      page,
      campaign.getByText('came back: the receiving mail server could not deliver it'),
      80,
    );

    const wrong: string[] = [];
    for (const viewport of [DESKTOP, PHONE]) {
      await page.setViewportSize(viewport);
      const list = await openInAdmin(page, trail, '/app/settings/suppression');
      await list.getByText(gone.email).first().waitFor();
      await list.getByText('The address takes no mail').first().waitFor();
      wrong.push(...(await wrongWith(page, `the suppression list at ${viewport.width}`)));
      await openInAdmin(page, trail, '/app/settings/channels/email');
      wrong.push(...(await wrongWith(page, `the bounce mailbox at ${viewport.width}`)));
    }
    expect(wrong).toEqual([]);

    await page.setViewportSize(DESKTOP);
    const list = await openInAdmin(page, trail, '/app/settings/suppression');
    await list.getByLabel('E-mail addresses').fill('stranger@mail.example');
    await list.getByRole('button', { name: 'Add to the list' }).click();
    await list.getByText('Not a contact now').waitFor();
    await list
      .getByRole('row', { name: new RegExp(gone.email) })
      .getByRole('checkbox')
      .check({ force: true });
    await list.getByRole('button', { name: 'Remove from the list' }).first().click();
    await list.getByText('Campaigns are sent there again').waitFor();
    await list.getByRole('button', { name: 'Remove', exact: true }).click();
    await list.getByText(gone.email).waitFor({ state: 'detached' });
    await list.getByText('Not a contact now').waitFor();
    await merchant.close();
  });
});
