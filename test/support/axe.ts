import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** What axe-core finds wrong with the app's part of the page, a line each; nothing may be wider than the window either. */
export function wrongWith(page: Page, where: string): Promise<string[]> {
  const frame = page.frame('app-iframe');
  if (!frame) throw new Error('the admin shows no app');
  return wrongIn(frame, where);
}

/** The same of any page. */
export async function wrongIn(frame: Frame, where: string): Promise<string[]> {
  await frame.waitForFunction(
    () => document.readyState === 'complete' && !document.querySelector('[class*="Polaris-Skeleton"]'),
  );
  await frame.evaluate(AXE);
  const { violations } = await frame.evaluate<AxeResults, string[]>(
    (values) =>
      (
        window as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }
      ).axe.run(document, { runOnly: { type: 'tag', values } }),
    STANDARD,
  );
  const tooWide = await frame.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  return [
    ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${where}: ${id}: ${html}`)),
    ...(tooWide ? [`${where}: wider than the window`] : []),
  ];
}
