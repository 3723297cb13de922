import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongWith } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';
import { pressAt, tabTo, typeInto } from '../support/keyboard.ts';
import { pngOf } from '../support/picture-factory.ts';
import { DESKTOP, newPerson, openInAdmin, PHONE } from '../support/story.ts';
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

/** Begins an e-mail with a line of text, and comes to the button that puts a picture in. */
async function beginEmail(page: Page) {
  const app = await openInAdmin(page, trail, '/app/campaigns/new');
  await typeInto(page, app.getByRole('textbox', { name: 'Campaign name' }), 'Summer');
  await pressAt(page, app.getByRole('radio', { name: /^Email/ }), 'Space');
  await pressAt(page, app.getByRole('button', { name: 'Continue' }), 'Enter');
  const editor = app.getByRole('textbox', { name: 'E-mail', exact: true });
  await typeInto(page, editor, 'At the sea: ');
  return { app, editor, open: app.getByRole('button', { name: 'Picture', exact: true }) };
}

describe('a picture of the merchant', { timeout: 120_000 }, () => {
  it.each([DESKTOP, PHONE])(
    'goes into the shop’s files and the e-mail by keyboard alone, and bad files lose nothing, $width pixels wide',
    async (viewport) => {
      const merchant = await newPerson(browser, viewport);
      const page = await merchant.newPage();
      const wrong: string[] = [];
      const check = async (where: string) => wrong.push(...(await wrongWith(page, where)));
      const { app, editor, open } = await beginEmail(page);

      await page.keyboard.press('Shift+Tab');
      for (
        let stop = 0;
        stop < 40 && !(await open.evaluate((node) => node.contains(document.activeElement)));
        stop += 1
      )
        await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      const dialog = app.getByRole('dialog', { name: 'Add a picture' });
      // On a phone the dialog itself has no size: what is in it stands at the foot of the window.
      await dialog.getByRole('textbox', { name: 'Description' }).waitFor();
      await check('the empty dialog');

      const choose = async (file: { name: string; mimeType: string; buffer: Buffer }) => {
        const chooser = page.waitForEvent('filechooser');
        await tabTo(page, dialog.locator('input[type="file"]'));
        await page.keyboard.press('Enter');
        await (await chooser).setFiles(file);
      };
      const add = dialog.getByRole('button', { name: 'Add picture' });
      await choose({ name: 'offer.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
      await typeInto(page, dialog.getByRole('textbox', { name: 'Description' }), 'A beach at noon');
      await dialog.getByText('The file is no JPEG, PNG or GIF picture').waitFor();
      await check('a file that is none');

      await pressAt(page, dialog.getByRole('button', { name: 'Choose another' }), 'Enter');
      await choose({ name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
      await pressAt(page, add, 'Enter');
      await dialog.getByText('or it is damaged').waitFor();
      expect(await dialog.getByRole('textbox', { name: 'Description' }).inputValue()).toBe('A beach at noon');

      await pressAt(page, dialog.getByRole('button', { name: 'Choose another' }), 'Enter');
      await choose({ name: 'beach.png', mimeType: 'image/png', buffer: pngOf(900, 300) });
      await pressAt(page, add, 'Enter');
      await dialog.waitFor({ state: 'detached' });
      const picture = editor.getByRole('img', { name: 'A beach at noon' });
      await picture.waitFor();
      await editor.getByText('At the sea:').waitFor();
      const src = await picture.getAttribute('src');
      expect(src).toContain('/cdn/shop/files/beach.png');
      expect(
        await picture.evaluate((node: HTMLImageElement) => node.decode().then(() => node.naturalWidth)),
      ).toBe(900);
      await app.getByText('Draft saved').waitFor();
      expect(await app.locator('input[name="html"]').inputValue()).toContain(`width="600"`);
      await check('an e-mail with a picture');
      expect(wrong).toEqual([]);
      await merchant.close();
    },
  );

  it('is offered with its description asked for where it is pasted or dropped', async () => {
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    const { app, editor } = await beginEmail(page);
    const bytes = [...pngOf(20, 10)];
    for (const kind of ['paste', 'drop'] as const) {
      await editor.evaluate(
        (node, given) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(given.bytes)], 'sea.png', { type: 'image/png' }));
          const { x, y } = node.getBoundingClientRect();
          const at = { bubbles: true, cancelable: true, clientX: x + 10, clientY: y + 10 };
          node.dispatchEvent(
            given.kind === 'paste'
              ? new ClipboardEvent('paste', { ...at, clipboardData: data })
              : new DragEvent('drop', { ...at, dataTransfer: data }),
          );
        },
        { bytes, kind },
      );
      const dialog = app.getByRole('dialog', { name: 'Add a picture' });
      await dialog.getByText('sea.png').waitFor();
      await dialog.getByRole('button', { name: 'Add picture' }).click();
      await dialog.getByText('Say in a few words what it shows').waitFor();
      await dialog.getByRole('textbox', { name: 'Description' }).fill(`The sea by ${kind}`);
      await dialog.getByRole('button', { name: 'Add picture' }).click();
      await editor.getByRole('img', { name: `The sea by ${kind}` }).waitFor();
    }
    await merchant.close();
  });

  it('is given by its address where the app may not write files, and the page says so', async () => {
    const before = trail.shopify.state.grantedScopes;
    trail.shopify.state.changeScopes(before?.filter((scope) => scope !== 'write_files') ?? []);
    const merchant = await newPerson(browser);
    const page = await merchant.newPage();
    const { app, open } = await beginEmail(page);
    await open.click();
    const dialog = app.getByRole('dialog', { name: 'Add a picture' });
    await dialog.getByText('Sales Trail may not add files to your shop').waitFor();
    expect(await dialog.locator('input[type="file"]').count()).toBe(0);
    await dialog.getByRole('textbox', { name: 'Address of the picture' }).fill('https://shop.test/sea.png');
    await dialog.getByRole('checkbox', { name: /^It is decoration/ }).check();
    await dialog.getByRole('button', { name: 'Add picture' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await app.locator('input[name="html"]').inputValue()).toContain('https://shop.test/sea.png');
    await merchant.close();
  });
});
