import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from './support/browser.ts';
import { runChain } from './support/chain.ts';
import { DESKTOP, newPerson, openInAdmin, openOrder, PHONE } from './support/story.ts';
import { startWholeTrail } from './support/whole-trail.ts';

const FOLDER = 'docs/screenshots';

/** `npm run screenshots`: the pages that the README shows, from the running app, on a desktop and on a phone. */
const home = await mkdtemp(join(tmpdir(), 'sales-trail-screenshots-'));
const trail = await startWholeTrail({ database: { dir: join(home, 'postgres') } });
const browser = await launchBrowser();
try {
  await mkdir(FOLDER, { recursive: true });
  const { proof } = await runChain(browser, trail, ({ name }) => console.error(name));
  for (const viewport of [DESKTOP, PHONE]) {
    const person = await newPerson(browser, viewport);
    const page = await person.newPage();
    const shoot = (name: string) =>
      page.screenshot({ path: `${FOLDER}/${name}-${viewport.width}.png`, fullPage: true });
    await openInAdmin(page, trail, '/app');
    await shoot('home');
    await openInAdmin(page, trail, '/app/campaigns');
    await shoot('campaigns');
    await openInAdmin(page, trail, '/app/reports/sales-overview');
    await shoot('sales-overview');
    await openOrder(page, trail, proof.order, 'Credited');
    await shoot('receipt');
    await person.close();
  }
} finally {
  await browser.close();
  await trail.stop();
  await rm(home, { recursive: true, force: true });
}
