import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { runInNewContext } from 'node:vm';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WireEvent } from '../../extensions/web-pixel/src/wire-event.ts';
import { launchBrowser } from '../support/browser.ts';
import type { Listening } from './listening.ts';
import { ShopState } from './shop-state.ts';
import { startStorefront } from './storefront.ts';

interface Report {
  contentType: string | undefined;
  event: WireEvent;
}

let browser: Browser;
let endpoint: Server;
let reports: Report[];
let state: ShopState;
let shop: Listening | undefined;
let person: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  endpoint = createServer((request, response) => {
    void text(request).then((body) => {
      reports.push({ contentType: request.headers['content-type'], event: JSON.parse(body) as WireEvent });
      response.writeHead(204, { 'access-control-allow-origin': '*' }).end();
      endpoint.emit('report');
    });
  }).listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
});

afterAll(async () => {
  await browser.close();
  endpoint.closeAllConnections();
  endpoint.close();
});

beforeEach(async () => {
  reports = [];
  state = new ShopState();
  person = await browser.newContext();
  page = await person.newPage();
});

afterEach(async () => {
  await person.close();
  await shop?.stop();
});

/** Opens the shop with the app's pixel activated, its reports going to the test. */
async function openShop(options: { pixel?: string; activated?: boolean } = {}) {
  const { port } = endpoint.address() as AddressInfo;
  const settings = { accountID: 'account-1', endpoint: `http://127.0.0.1:${port}/pixel` };
  if (options.activated ?? true) state.pixel = { id: 1n, settings };
  shop = await startStorefront(state, { port: 0, pixel: options.pixel });
  return shop.url;
}

async function buyMug() {
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('button', { name: 'Check out' }).click();
  await page.getByRole('textbox', { name: 'Email' }).fill('anna@example.com');
  await page.getByRole('button', { name: 'Pay now' }).click();
  await page.getByRole('heading', { name: 'Thank you, order #1001' }).waitFor();
}

const MUG = '/products/enamel-mug';
const TAGGED = `${MUG}?utm_source=newsletter&utm_medium=email&utm_campaign=tides&utm_id=m7&st_click=c1`;
const storedLandings = () => page.evaluate(() => localStorage.getItem('st_landings'));
const landingsAreStored = () => page.waitForFunction(() => localStorage.getItem('st_landings') !== null);

describe('the built pixel in the storefront', () => {
  it('reports a purchase once, with the landing that led to it and nothing about the person', async () => {
    await page.goto((await openShop()) + TAGGED);
    await page.getByRole('button', { name: 'Accept' }).click();
    await landingsAreStored();
    const reported = once(endpoint, 'report');
    await buyMug();
    await reported;
    // Opening the page again is not another purchase.
    await page.reload();
    expect(await page.locator('#pixel-runner').textContent()).not.toContain('checkout_completed');
    const order = state.order('#1001');
    expect(reports).toHaveLength(1);
    expect(reports[0]?.contentType).toMatch(/^text\/plain/);
    expect(reports[0]?.event).toMatchObject({
      v: 1,
      account: 'account-1',
      checkout: { token: order.checkoutToken, order: String(order.id) },
      landings: [
        { path: MUG, source: 'newsletter', medium: 'email', campaign: 'tides', id: 'm7', click: 'c1' },
      ],
    });
    expect([...state.visits.keys()]).toEqual([reports[0]?.event.visitor]);
    expect(JSON.stringify(reports[0])).not.toContain('anna');
  });

  it('waits for consent, then gets the events of the page that it was given on', async () => {
    await page.goto((await openShop()) + TAGGED);
    await page.getByRole('button', { name: 'Accept' }).waitFor();
    expect(page.workers()).toEqual([]);
    expect(await storedLandings()).toBeNull();
    await page.getByRole('button', { name: 'Accept' }).click();
    await landingsAreStored();
    expect(await storedLandings()).toContain('"click":"c1"');
  });

  it('never runs for who declines', async () => {
    await page.goto((await openShop()) + TAGGED);
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('button', { name: 'Decline' }).waitFor({ state: 'detached' });
    expect(page.workers()).toEqual([]);
    await buyMug();
    expect(page.workers()).toEqual([]);
    expect(await storedLandings()).toBeNull();
    expect(reports).toEqual([]);
    expect(state.visits.size).toBe(0);
  });

  it('does not run where the app has not activated it', async () => {
    await page.goto((await openShop({ activated: false })) + TAGGED);
    await page.getByRole('button', { name: 'Accept' }).click();
    await buyMug();
    expect(page.workers()).toEqual([]);
    expect(await storedLandings()).toBeNull();
  });
});

describe('the sandbox', () => {
  it('has the promised globals and the language, and nothing else', async () => {
    const probe = `shopify.extend('WebPixel::Render', ({ browser }) => {
      const names = [];
      for (let scope = self; scope && scope !== Object.prototype; scope = Object.getPrototypeOf(scope))
        names.push(...Object.getOwnPropertyNames(scope));
      browser.localStorage.setItem('globals', names.join());
    })`;
    await page.goto(await openShop({ pixel: probe }));
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.waitForFunction(() => localStorage.getItem('globals') !== null);
    const found = (await page.evaluate(() => localStorage.getItem('globals')))?.split(',') ?? [];
    const language = runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[];
    // Two numbers that Chromium does not let go of.
    const constants = ['PERSISTENT', 'TEMPORARY'];
    expect(found.filter((name) => ![...language, ...constants].includes(name)).toSorted()).toEqual([
      'Headers',
      'Request',
      'Response',
      'clearInterval',
      'clearTimeout',
      'fetch',
      'self',
      'setInterval',
      'setTimeout',
      'shopify',
    ]);
    expect(found).toContain('console');
    expect(found).not.toContain('WebAssembly');
  });

  it('gives the events of each page in Shopify’s shapes', async () => {
    const probe = `shopify.extend('WebPixel::Render', ({ analytics, browser, init, settings }) => {
      let turn = Promise.resolve();
      analytics.subscribe('all_standard_events', (event) => {
        turn = turn
          .then(() => browser.sessionStorage.getItem('events'))
          .then((seen) => browser.sessionStorage.setItem('events', JSON.stringify([...JSON.parse(seen || '[]'), event])))
          .then(() => event.name === 'checkout_completed' && fetch(settings.endpoint, { method: 'POST', body: JSON.stringify(init) }));
      });
    })`;
    const url = await openShop({ pixel: probe });
    await page.goto(url + TAGGED);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.waitForFunction(() => sessionStorage.getItem('events')?.includes('product_viewed'));
    const reported = once(endpoint, 'report');
    const waitForEvents = (name: string) =>
      page.waitForFunction((wanted) => sessionStorage.getItem('events')?.includes(wanted), name);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await waitForEvents('product_added_to_cart');
    await page.getByRole('button', { name: 'Check out' }).click();
    await waitForEvents('checkout_started');
    await page.getByRole('textbox', { name: 'Email' }).fill('anna@example.com');
    await page.getByRole('button', { name: 'Pay now' }).click();
    await reported;

    const events = JSON.parse((await page.evaluate(() => sessionStorage.getItem('events'))) ?? '[]') as {
      id: string;
      name: string;
      clientId: string;
      context: { document: { location: { search: string } } };
      data: { checkout?: object };
    }[];
    expect(events.map(({ name }) => name)).toEqual([
      'page_viewed',
      'product_viewed',
      'page_viewed',
      'product_added_to_cart',
      'page_viewed',
      'checkout_started',
      'page_viewed',
      'checkout_completed',
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(8);
    expect(new Set(events.map(({ clientId }) => clientId)).size).toBe(1);
    expect(events[0]?.context.document.location.search).toBe(TAGGED.replace(MUG, ''));
    expect(events.at(-1)?.data.checkout).toMatchObject({
      token: state.order('#1001').checkoutToken,
      totalPrice: { amount: 21.4, currencyCode: 'EUR' },
      order: { id: String(state.order('#1001').id) },
      email: null,
    });
    expect(reports[0]?.event).toMatchObject({ customerPrivacy: { analyticsProcessingAllowed: true } });
  });
});
