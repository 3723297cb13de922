import type { Locator, Page } from 'playwright-core';

const MOST_STOPS = 60;

export const hasFocus = (element: Locator) => element.evaluate((node) => node === document.activeElement);

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, element: Locator): Promise<void> {
  await element.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await hasFocus(element)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${String(element)}`);
}
