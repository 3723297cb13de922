import type { Locator, Page } from 'playwright-core';

const MOST_STOPS = 80;

export const hasFocus = (element: Locator): Promise<boolean> =>
  element.evaluate((node) => node === document.activeElement);

/** Presses Tab until the element has the focus. */
export const tabTo = (page: Page, element: Locator): Promise<void> => reach(page, element, 'Tab');

/** The same, towards what stands above. */
export const backTo = (page: Page, element: Locator): Promise<void> => reach(page, element, 'Shift+Tab');

async function reach(page: Page, element: Locator, key: string): Promise<void> {
  await element.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await hasFocus(element)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${String(element)}`);
}

/** Goes to the element by Tab and presses a key there. */
export async function pressAt(page: Page, element: Locator, key: string): Promise<void> {
  await tabTo(page, element);
  await page.keyboard.press(key);
}

/** Goes to the field by Tab and types. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}
