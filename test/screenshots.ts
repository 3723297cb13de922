import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { makeAutomations, tryWith } from './support/automation-story.ts';
import { launchBrowser } from './support/browser.ts';
import { connectMailbox, connectPhones } from './support/connect-phones.ts';
import { makeHistory } from './support/history.ts';
import { runCommand } from './support/run-command.ts';
import {
  DESKTOP,
  newPerson,
  openInAdmin,
  openOrder,
  PHONE,
  reloadUntil,
  type Viewport,
} from './support/story.ts';
import { startWholeTrail, type WholeTrail } from './support/whole-trail.ts';

const FOLDER = 'docs/screenshots';
/** The pages scroll inside the admin's frame: the window is made as high as what it holds, up to this. */
const HIGHEST = 2_400;
/** What stands where something is still to come. */
const STILL_COMING = '[class*="Polaris-Skeleton"], .Polaris-Spinner';

/** Shopify's number of the order that the catalogue of scenarios calls #SEED-0. */
const SEEDED = 9_700_000_000_000;
/** Receipts of the catalogue by what they are of: each grade of evidence, each bucket, several touches, a refund, a renewal. */
const RECEIPTS = {
  'signed-click': 1,
  'signed-click-in-cart': 2,
  'tags-seen-by-pixel': 3,
  'tags-in-journey': 4,
  'tags-in-landing-page': 5,
  'known-contact': 6,
  'later-touch': 7,
  refunded: 8,
  'discount-code': 9,
  'several-touches': 10,
  renewal: 12,
  'no-touch': 101,
  'consent-absent': 104,
  untrackable: 105,
  pending: 109,
  excluded: 110,
};

type Shoot = (name: string) => Promise<void>;

/** `npm run screenshots`: the pages that the documentation shows, from the running app, on a desktop and on a phone. */
const browser = await launchBrowser();
try {
  await mkdir(FOLDER, { recursive: true });
  await onTrail(shootHistory);
  await onTrail(shootAutomations);
  await onTrail(shootCatalogue);
} finally {
  await browser.close();
}

async function onTrail(shoot: (trail: WholeTrail) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'sales-trail-screenshots-'));
  const trail = await startWholeTrail({ database: { dir: join(home, 'postgres') } });
  try {
    await shoot(trail);
  } finally {
    await trail.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** A shop whose e-mails were sent, clicked and bought through in the browser. */
async function shootHistory(trail: WholeTrail): Promise<void> {
  const history = await makeHistory(browser, trail);
  const audience = history.draftPath.replace(/summary$/, 'audience');
  await narrowAudience(trail, audience);
  const pages = {
    home: '/app',
    campaigns: '/app/campaigns',
    'campaign-detail': history.sentPath,
    'wizard-content': history.draftPath.replace(/summary$/, 'content'),
    'wizard-audience': audience,
    'campaign-summary': history.draftPath,
    orders: '/app/orders',
    'sales-overview': '/app/reports/sales-overview',
    'shopify-word': '/app/reports/shopify-word',
  };
  await letReportsBeRead(trail);
  await onBothWidths(async (page, shoot) => {
    for (const [name, path] of Object.entries(pages)) {
      await openInAdmin(page, trail, path);
      await shoot(name);
    }
    await openOrder(page, trail, history.refunded, 'Credited');
    await shoot('receipt');
  });
}

/** Lets the app read Shopify's own report. */
async function letReportsBeRead(trail: WholeTrail): Promise<void> {
  const { state } = trail.shopify;
  state.changeScopes([...(state.grantedScopes ?? []), 'read_reports']);
  const person = await newPerson(browser);
  const page = await person.newPage();
  const report = await openInAdmin(page, trail, '/app/reports/shopify-word');
  await reloadUntil(page, report.getByText('Shopify credits your tags with'));
  await person.close();
}

/** Leaves a segment out of a draft's audience, and holds a part of the rest out. */
async function narrowAudience(trail: WholeTrail, path: string): Promise<void> {
  const person = await newPerson(browser);
  const page = await person.newPage();
  const app = await openInAdmin(page, trail, path);
  await app.getByRole('button', { name: 'Exclude segments' }).click();
  await app
    .getByRole('group', { name: 'Exclude' })
    .getByRole('checkbox', { name: 'Wholesale partners' })
    .check();
  await app.getByRole('checkbox', { name: 'Hold out a part of the audience' }).check();
  await app.getByRole('button', { name: 'Continue' }).click();
  await app.getByRole('heading', { level: 2, name: 'Summary' }).waitFor();
  await person.close();
}

/** Automations that contacts are inside of, and that earned an order. */
async function shootAutomations(trail: WholeTrail): Promise<void> {
  const automation = await makeAutomations(browser, trail);
  const pages = {
    automations: '/app/automations',
    'automation-new': '/app/automations/new',
    'automation-builder': `${automation}?step=favourites`,
    'automation-message': `${automation}/steps/favourites/content`,
    'automation-analytics': `${automation}/analytics`,
  };
  await onBothWidths(async (page, shoot) => {
    for (const [name, path] of Object.entries(pages)) {
      await openInAdmin(page, trail, path);
      await shoot(name);
    }
    await tryWith(page, trail, automation, 'Mara');
    await shoot('automation-dry-run');
  });
}

/** A shop that holds the catalogue of scenarios: every channel, and what goes wrong. */
async function shootCatalogue(trail: WholeTrail): Promise<void> {
  await connectPhones(trail);
  await connectMailbox(trail);
  const shop = trail.shopify.state.shop.domain;
  const { code, err } = await runCommand('seed', ['--shop', shop], trail.environment);
  if (code !== 0) throw new Error(err);
  const pages = {
    'links-list': '/app/links',
    'link-new': '/app/links/new',
    adopt: '/app/campaigns/adopt',
    'models-compared': '/app/reports/models-compared?by=channel',
    subscriptions: '/app/reports/subscriptions?days=90',
    'subscriptions-list': '/app/reports/subscriptions/list?days=365',
    'subscriptions-churn': '/app/reports/subscriptions/churn?days=90',
    'subscriptions-products': '/app/reports/subscriptions/products?days=365',
    upsells: '/app/reports/sales-overview/upsells',
    'top-performers': '/app/reports/sales-overview/top-performers',
    cohorts: '/app/reports/cohorts',
    'cohorts-by-message': '/app/reports/cohorts?by=message&range=all',
    reconciliation: '/app/reports/reconciliation',
    'settings-shopify': '/app/settings/shopify',
    settings: '/app/settings',
    'settings-attribution': '/app/settings/attribution',
    'settings-email': '/app/settings/channels/email',
    'settings-sms': '/app/settings/channels/sms',
    'settings-whatsapp': '/app/settings/channels/whatsapp',
    suppression: '/app/settings/suppression',
  };
  /** Pages behind a row of a list: its name, and which page of what it leads to. */
  const rows = {
    'link-detail': { list: '/app/links', name: 'Parcel insert' },
    'campaign-variants': { list: '/app/campaigns', name: 'The tea of the year' },
    'campaign-holdout': { list: '/app/campaigns', name: 'Does tea mail sell tea?', step: 'sales' },
    'campaign-sales': { list: '/app/campaigns', name: 'Winter teas', step: 'sales' },
    'campaign-preview': { list: '/app/campaigns', name: 'Winter teas', step: 'preview' },
    'campaign-paused': { list: '/app/campaigns', name: 'Addresses from the fair' },
    'campaign-bounced': { list: '/app/campaigns', name: 'Letters that came back' },
    'campaign-sms': { list: '/app/campaigns', name: 'Kettle weekend' },
    'campaign-adopted': { list: '/app/campaigns', name: 'Tea magazine' },
    'wizard-sms': { list: '/app/campaigns', name: 'Text with faults', step: 'content' },
    'wizard-whatsapp': { list: '/app/campaigns', name: 'Template for harvest', step: 'content' },
    'wizard-segment-gone': { list: '/app/campaigns', name: 'Text with faults', step: 'audience' },
    'voice-untracked': { list: '/app/campaigns', name: 'Call with tracking', step: 'summary' },
  };
  await onBothWidths(async (page, shoot) => {
    for (const [name, path] of Object.entries(pages)) {
      await openInAdmin(page, trail, path);
      await shoot(name);
    }
    for (const [picture, row] of Object.entries(rows)) {
      const path = await pathOfRow(page, trail, row);
      const root = path.split('/').slice(0, 4).join('/');
      await openInAdmin(page, trail, 'step' in row ? `${root}/${row.step}` : path);
      await shoot(picture);
    }
    if (page.viewportSize()?.width !== DESKTOP.width) return;
    for (const [name, order] of Object.entries(RECEIPTS)) {
      await openInAdmin(page, trail, `/app/orders/${SEEDED + order}`);
      await shoot(`receipt-${name}`);
    }
  });
}

/** The path that the row of this name leads to in a list. */
async function pathOfRow(page: Page, trail: WholeTrail, { list, name }: { list: string; name: string }) {
  const app = await openInAdmin(page, trail, `${list}?search=${encodeURIComponent(name)}`);
  const href = await app.getByRole('link', { name }).first().getAttribute('href');
  if (!href) throw new Error(`${name} is not in ${list}`);
  return new URL(href, 'http://app').pathname;
}

async function onBothWidths(show: (page: Page, shoot: Shoot) => Promise<void>): Promise<void> {
  for (const viewport of [DESKTOP, PHONE]) {
    const person = await newPerson(browser, viewport);
    person.setDefaultTimeout(60_000);
    const page = await person.newPage();
    await show(page, async (name) => {
      // Twice: what was out of sight until now, such as a preview, is drawn late, and may make the page longer.
      await fitWindow(page, viewport);
      await page.screenshot();
      await fitWindow(page, viewport);
      await page.screenshot({ path: `${FOLDER}/${name}-${viewport.width}.png` });
      await page.setViewportSize(viewport);
    });
    await person.close();
  }
}

/** Gives the window the height of the whole page, once everything on it is there. */
async function fitWindow(page: Page, { width, height }: Viewport): Promise<void> {
  const app = page.frameLocator('iframe[name="app-iframe"]');
  await app.locator(STILL_COMING).first().waitFor({ state: 'hidden' });
  const content = await app.locator('html').evaluate(async (root) => {
    await document.fonts.ready;
    return root.scrollHeight;
  });
  const around = await page.locator('iframe').evaluate((element) => element.getBoundingClientRect().top);
  await page.setViewportSize({ width, height: Math.min(HIGHEST, Math.max(height, content + around)) });
}
