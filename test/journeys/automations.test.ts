import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathInApp, tryWith } from '../support/automation-story.ts';
import { wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { backTo, hasFocus, pressAt, tabTo, typeInto } from '../support/keyboard.ts';
import { DESKTOP, newPerson, openInAdmin, PHONE } from '../support/story.ts';
import type { WholeTrail } from '../support/whole-trail.ts';

let trail: WholeTrail;
let browser: Browser;
/** Of the automation that the first journey builds. */
let path: string;

beforeAll(async () => {
  trail = await startJourney();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await trail.stop();
});

const button = (app: FrameLocator, name: string | RegExp) => app.getByRole('button', { name });

/** Adds a step by keyboard alone: the menu opens at its first entry, and each further one is a Tab away. */
async function addStep(page: Page, app: FrameLocator, where: string, step: string): Promise<void> {
  await pressAt(page, button(app, `Add a step ${where}`), 'Enter');
  await pressAt(page, app.getByRole('menuitem', { name: step }), 'Enter');
}

/** Chooses in a select by its letters, as browsers let one do. */
async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await typeInto(page, field, option);
  expect(await field.locator('option:checked').textContent()).toBe(option);
}

describe('a merchant with a keyboard alone', { timeout: 120_000 }, () => {
  it('builds an automation with two ways, takes back and moves, writes, tracks and publishes it', async () => {
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    const app = await openInAdmin(page, trail, '/app/automations');
    const wrong: string[] = [];
    await pressAt(page, app.getByRole('link', { name: 'New automation' }), 'Enter');
    await typeInto(page, app.getByRole('textbox', { name: 'Automation name' }), 'Welcome series');
    await pressAt(page, button(app, 'Create automation'), 'Enter');

    await pressAt(page, button(app, /^Contacts enter when/), 'Enter');
    await pressAt(page, button(app, 'Add trigger'), 'Enter');
    await choose(page, app.getByRole('combobox', { name: 'Trigger' }), 'Subscribed');
    await page.keyboard.press('Escape');
    expect(await hasFocus(button(app, 'Contacts enter when Subscribed to e-mail'))).toBe(true);

    await addStep(page, app, 'at the start', 'Send e-mail');
    const source = app.getByRole('textbox', { name: 'UTM source' });
    await pressAt(page, app.getByRole('checkbox', { name: 'Track sales from this Email' }), 'Space');
    await typeInto(page, source, 'Newsletter');
    await page.keyboard.press('Tab');
    await app.getByText('Capital letters make a second value').waitFor();
    wrong.push(...(await wrongWith(page, 'a tracked step')));
    await page.keyboard.press('Shift+Tab');
    await pressAt(page, button(app, 'Use “newsletter”'), 'Enter');
    expect(await source.inputValue()).toBe('newsletter');
    await app.getByText('Will be sent as welcome_series').waitFor();
    await page.keyboard.press('Escape');

    await addStep(page, app, 'after “Email 1”', 'If/Else');
    await page.keyboard.press('Escape');
    await addStep(page, app, 'under No of “If the contact has ordered since entering”', 'Send voice call');
    await app.getByText('A call has no links that could be clicked').waitFor();
    expect(await app.getByRole('checkbox', { name: 'Track sales from this Message' }).isDisabled()).toBe(
      true,
    );
    await page.keyboard.press('Escape');
    const call = button(app, /^Voice Voice 1/);
    expect(await hasFocus(call)).toBe(true);
    await page.keyboard.press('Delete');
    await pressAt(page, button(app, 'Remove step'), 'Enter');
    await call.waitFor({ state: 'detached' });
    await tabTo(page, button(app, /^If\/Else/));
    await page.keyboard.press('Control+z');
    await call.waitFor();
    await page.keyboard.press('Control+y');
    await call.waitFor({ state: 'detached' });

    await page.keyboard.press('ArrowUp');
    const first = button(app, /^Email Email 1/);
    expect(await hasFocus(first)).toBe(true);
    const underYes = app
      .getByRole('region', { name: 'If yes' })
      .getByRole('button', { name: /^Email Email 1/ });
    await page.keyboard.press('Alt+ArrowDown');
    await underYes.waitFor();
    expect(await hasFocus(underYes)).toBe(true);
    await page.keyboard.press('Alt+ArrowUp');
    await underYes.waitFor({ state: 'detached' });

    await addStep(page, app, 'after “Email 1”', 'Delay');
    await page.keyboard.press('Escape');
    await pressAt(page, first, 'Enter');
    await pressAt(page, button(app, 'Write message'), 'Enter');
    await typeInto(page, app.getByRole('textbox', { name: 'Subject' }), 'Welcome to the shop');
    await pressAt(page, app.getByRole('button', { name: 'HTML', exact: true }), 'Enter');
    await tabTo(page, app.getByRole('textbox', { name: 'HTML' }));
    await page.keyboard.insertText(
      `<p>Hello</p><p><a href="${trail.shopify.storefrontUrl}/products/linen-shirt">Look around</a></p>`,
    );
    await pressAt(page, button(app, 'Save and go back'), 'Enter');
    await app.getByText('“Welcome to the shop”').waitFor();
    await app.getByText('Before it can be published').waitFor({ state: 'detached' });
    wrong.push(...(await wrongWith(page, 'the builder')));

    await pressAt(page, button(app, 'Publish'), 'Enter');
    await app.getByText('contacts enter from now on: Subscribed to e-mail').waitFor();
    await pressAt(page, button(app, 'Publish now'), 'Enter');
    await app.getByText('Version 1 is published').waitFor();
    await app.getByText('Active', { exact: true }).waitFor();
    path = pathInApp(page);
    await merchant.close();
    expect(wrong).toEqual([]);
  });

  it('tries it, reads its numbers, and renames, clones and turns off in the list', async () => {
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    const app = await openInAdmin(page, trail, path);
    await pressAt(page, button(app, 'Dry run'), 'Enter');
    await typeInto(page, app.getByRole('combobox', { name: 'Contact' }), 'Mara');
    await app.getByRole('option', { name: /^Mara/ }).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await app.getByText('has not entered before').waitFor();
    await app.getByText('Reaches the end').waitFor();
    await pressAt(page, button(app, 'Gets the Email “Email 1”'), 'Enter');
    await app.getByRole('textbox', { name: 'UTM source' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await hasFocus(button(app, /^Email Email 1/))).toBe(true);

    await backTo(page, app.getByRole('tab', { name: 'Flow' }));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await app.getByRole('heading', { name: 'Step by step' }).waitFor();
    await app.getByRole('heading', { level: 3, name: 'Email 1' }).waitFor();
    await backTo(page, app.getByRole('link', { name: 'Automations' }));
    await page.keyboard.press('Enter');

    const menu = async (of: string, item: string) => {
      await pressAt(page, button(app, `Actions for ${of}`), 'Enter');
      await pressAt(page, app.getByRole('menuitem', { name: item }), 'Enter');
    };
    await menu('Welcome series', 'Clone');
    await app.getByRole('heading', { level: 1, name: 'Copy of Welcome series' }).waitFor();
    await pressAt(page, app.getByRole('link', { name: 'Automations' }), 'Enter');
    await menu('Copy of Welcome series', 'Rename');
    const name = app.getByRole('textbox', { name: 'Automation name' });
    await tabTo(page, name);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Second try');
    await pressAt(page, app.getByRole('dialog').getByRole('button', { name: 'Rename' }), 'Enter');
    await app.getByRole('link', { name: 'Second try' }).waitFor();

    const row = (of: string) => app.getByRole('row').filter({ hasText: of });
    await pressAt(page, row('Welcome series').getByRole('checkbox'), 'Space');
    await backTo(page, button(app, 'Turn off'));
    await page.keyboard.press('Enter');
    await row('Welcome series').getByText('Off', { exact: true }).waitFor();
    await menu('Welcome series', 'Turn on');
    await row('Welcome series').getByText('Active', { exact: true }).waitFor();
    await pressAt(page, row('Second try').getByRole('checkbox'), 'Space');
    await backTo(page, button(app, 'Delete'));
    await page.keyboard.press('Enter');
    await pressAt(page, app.getByRole('dialog').getByRole('button', { name: 'Delete automation' }), 'Enter');
    await row('Second try').waitFor({ state: 'detached' });
    await merchant.close();
  });
});

describe('the screens of an automation', { timeout: 180_000 }, () => {
  it('break no rule of WCAG 2.1 A or AA that axe-core can check', async () => {
    const wrong: string[] = [];
    for (const viewport of [DESKTOP, PHONE]) {
      const merchant = await newPerson(browser, viewport);
      const page = await merchant.newPage();
      const look = async (where: string) =>
        wrong.push(...(await wrongWith(page, `${where} at ${viewport.width}`)));
      const app = await openInAdmin(page, trail, path);
      const step = await button(app, /^Email Email 1/).getAttribute('data-step');
      for (const [where, at] of [
        ['the list', '/app/automations'],
        ['the choice of flows', '/app/automations/new'],
        ['the builder', `${path}?step=${step}`],
        ['the message of a step', `${path}/steps/${step}/content`],
        ['the analytics', `${path}/analytics`],
      ] as const) {
        await openInAdmin(page, trail, at);
        await look(where);
      }
      await tryWith(page, trail, path, 'Mara');
      await look('the dry run');
      await merchant.close();
    }
    expect(wrong).toEqual([]);
  });
});

describe('a merchant on a phone', { timeout: 120_000 }, () => {
  it('changes what is published after reading what that changes, then turns it off in the list', async () => {
    const merchant = await newPerson(browser, PHONE);
    const page = await merchant.newPage();
    let app = await openInAdmin(page, trail, path);
    await button(app, /^Delay/).click();
    await app.getByRole('spinbutton', { name: 'How long' }).fill('3');
    await button(app, 'Delay Wait for 3 days').waitFor();
    const wrong = await wrongWith(page, 'the builder on a phone');
    await button(app, 'Publish').click();
    await app.getByText('Step changed: “Wait for 1 day” is now “Wait for 3 days”').waitFor();
    await app.getByText('Whoever is inside finishes the version they entered').waitFor();
    await button(app, 'Publish now').click();
    await app.getByText('Version 2 is published').waitFor();

    app = await openInAdmin(page, trail, '/app/automations');
    await button(app, 'Actions for Welcome series').click();
    await app.getByRole('menuitem', { name: 'Turn off' }).click();
    await app.getByText('Off', { exact: true }).first().waitFor();
    wrong.push(...(await wrongWith(page, 'the list on a phone')));
    await button(app, 'Actions for Welcome series').click();
    await app.getByRole('menuitem', { name: 'Delete' }).click();
    await app.getByRole('dialog').getByRole('button', { name: 'Delete automation' }).click();
    await app.getByText('Write once, and let it send by itself').waitFor();
    await merchant.close();
    expect(wrong).toEqual([]);
  });
});
