import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './support/browser.ts';
import { makeHistory } from './support/history.ts';
import { DESKTOP, newPerson, openInAdmin, openOrder, PHONE } from './support/story.ts';
import { startWholeTrail } from './support/whole-trail.ts';

const FOLDER = 'docs/screenshots';
/** The pages scroll inside the admin's frame: the window is made as high as what it holds, up to this. */
const HIGHEST = 2_400;

/** `npm run screenshots`: the pages that the README shows, from the running app, on a desktop and on a phone. */
const home = await mkdtemp(join(tmpdir(), 'sales-trail-screenshots-'));
const trail = await startWholeTrail({ database: { dir: join(home, 'postgres') } });
const browser = await launchBrowser();
try {
  await mkdir(FOLDER, { recursive: true });
  const history = await makeHistory(browser, trail);
  for (const viewport of [DESKTOP, PHONE]) {
    const person = await newPerson(browser, viewport);
    const page = await person.newPage();
    const shoot = async (name: string) => {
      await fitWindow(page, viewport);
      await page.screenshot({ path: `${FOLDER}/${name}-${viewport.width}.png` });
      await page.setViewportSize(viewport);
    };
    const pages = {
      home: '/app',
      campaigns: '/app/campaigns',
      'campaign-detail': history.sentPath,
      'wizard-content': history.draftPath.replace(/summary$/, 'content'),
      'campaign-summary': history.draftPath,
      orders: '/app/orders',
      'sales-overview': '/app/reports/sales-overview',
    };
    for (const [name, path] of Object.entries(pages)) {
      await openInAdmin(page, trail, path);
      await shoot(name);
    }
    await openOrder(page, trail, history.refunded, 'Credited');
    await shoot('receipt');
    await person.close();
  }
} finally {
  await browser.close();
  await trail.stop();
  await rm(home, { recursive: true, force: true });
}

/** Gives the window the height of the whole page, once everything on it is drawn. */
async function fitWindow(page: Page, { width, height }: { width: number; height: number }): Promise<void> {
  await page.waitForLoadState('networkidle');
  const frame = page.frame('app-iframe');
  const content = await frame?.evaluate(() => document.documentElement.scrollHeight);
  const around = await page.locator('iframe').evaluate((element) => element.getBoundingClientRect().top);
  await page.setViewportSize({ width, height: Math.min(HIGHEST, Math.max(height, (content ?? 0) + around)) });
  await page.waitForLoadState('networkidle');
}
