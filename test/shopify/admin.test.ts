import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { listenOn, type Listening } from './listening.ts';
import { isSessionToken } from './session-token.ts';
import { type LocalShopify, startLocalShopify } from './start.ts';

const app = { apiKey: 'key', apiSecret: 'secret' };
const BRIDGE =
  '<script src="https://cdn.shopify.com/shopifycloud/app-bridge.js" data-api-key="key"></script>';

/** An app of one file: pages that say where they are, a door that wants a token, and the page that fetches a fresh one. */
const page = (path: string) => `<!doctype html><title>At ${path}</title>${BRIDGE}
  <ui-nav-menu><a href="/app" rel="home">Home</a><a href="/app/list">List</a><a href="/app/list/old">Old</a></ui-nav-menu>
  <h1>At ${path}</h1>
  <p id="answer"></p>
  <button id="ask">Ask</button><button id="toast">Toast</button><button id="go">Go</button>
  <form data-save-bar><label>Name <input name="name"></label></form><p id="saved"></p>
  <script>
    const show = (text) => (document.querySelector('#answer').textContent = text);
    document.querySelector('#ask').onclick = async () => show(await (await fetch('/door', { method: 'POST', body: 'hello' })).text());
    document.querySelector('#toast').onclick = () => shopify.toast.show('Saved as draft');
    document.querySelector('#go').onclick = () => history.pushState(null, '', '/app/list?tab=2');
    document.querySelector('form').onsubmit = (event) => { event.preventDefault(); document.querySelector('#saved').textContent = 'saved'; };
    addEventListener('shopify:navigate', (event) => location.assign(event.target.getAttribute('href')));
  </script>`;

let server: Listening;
let shopify: LocalShopify;
let browser: Browser;
let person: BrowserContext;
let admin: Page;
let frame: FrameLocator;
let refusals: number;

const isGood = (token: string | null | undefined) =>
  isSessionToken(token ?? '', app, 'tidewater-goods.myshopify.com', new Date());

beforeAll(async () => {
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://app.test');
    const token = request.headers.authorization?.replace('Bearer ', '');
    response.setHeader('content-type', 'text/html');
    response.setHeader('content-security-policy', 'frame-ancestors https://admin.shopify.com;');
    if (url.pathname === '/door') {
      if (refusals > 0) {
        refusals -= 1;
        return response.writeHead(401, { 'X-Shopify-Retry-Invalid-Session-Request': '1' }).end();
      }
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      return request.on('end', () => response.end(`${body}: ${isGood(token) ? 'known' : 'unknown'}`));
    }
    if (url.pathname === '/bounce') return response.end(BRIDGE);
    if (isGood(url.searchParams.get('id_token'))) return response.end(page(url.pathname));
    const back = encodeURIComponent(`${url.pathname}?shop=tidewater-goods.myshopify.com`);
    return response.writeHead(302, { location: `/bounce?shopify-reload=${back}` }).end();
  });
  server = await listenOn(http, 0);
  shopify = await startLocalShopify({ ...app, appUrl: server.url, journeyDelayMs: 0 });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await shopify.stop();
  await server.stop();
});

beforeEach(async () => {
  refusals = 0;
  person = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  person.setDefaultTimeout(10_000);
  admin = await person.newPage();
  frame = admin.frameLocator('iframe[name="app-iframe"]');
});

afterEach(() => person.close());

const open = async (path: string) => {
  await admin.goto(shopify.adminUrl(path));
  await frame.getByRole('heading', { level: 1 }).waitFor();
};

describe('the local admin', () => {
  it('frames the app with a token that the app accepts', async () => {
    await open('/app/list?tab=2');
    expect(await frame.getByRole('heading').textContent()).toBe('At /app/list');
    expect(new URL(admin.url()).pathname + new URL(admin.url()).search).toBe(
      '/store/tidewater-goods/apps/sales-trail/app/list?tab=2',
    );
  });

  it('signs what the app asks of its own server, and asks again with a new token where one is refused', async () => {
    await open('/app');
    refusals = 1;
    await frame.getByRole('button', { name: 'Ask' }).click();
    await frame.getByText('hello: known').waitFor();
  });

  it('shows the app’s own navigation and follows it', async () => {
    await open('/app');
    const nav = admin.getByRole('navigation', { name: 'Admin' });
    expect(await nav.getByRole('link', { name: 'Sales Trail' }).getAttribute('aria-current')).toBe('page');
    await nav.getByRole('link', { name: 'Old' }).click();
    await frame.getByRole('heading', { name: 'At /app/list/old' }).waitFor();
    await nav.locator('[aria-current]', { hasText: 'Old' }).waitFor();
    expect(await nav.locator('[aria-current]').allTextContents()).toEqual(['Old']);
  });

  it('keeps the app’s page over a reload', async () => {
    await open('/app');
    await frame.getByRole('button', { name: 'Go' }).click();
    await admin.waitForURL(/\/app\/list\?tab=2$/);
    await admin.reload();
    await frame.getByRole('heading', { name: 'At /app/list' }).waitFor();
  });

  it('shows toasts and the save bar', async () => {
    await open('/app');
    await frame.getByRole('button', { name: 'Toast' }).click();
    await admin.getByRole('status').getByText('Saved as draft').waitFor();
    await frame.getByLabel('Name').fill('Ada');
    await admin.getByRole('button', { name: 'Save' }).click();
    await frame.getByText('saved', { exact: true }).waitFor();
    await admin.getByText('Unsaved changes').waitFor({ state: 'hidden' });
  });

  it('keeps its navigation out of the way on a phone', async () => {
    await admin.setViewportSize({ width: 390, height: 844 });
    await open('/app');
    const link = admin.getByRole('link', { name: 'List' });
    expect(await link.isVisible()).toBe(false);
    expect((await admin.locator('iframe').boundingBox())?.width).toBe(390);
    await admin.getByRole('button', { name: 'Menu' }).click();
    await link.click();
    await frame.getByRole('heading', { name: 'At /app/list' }).waitFor();
    expect(await link.isVisible()).toBe(false);
  });

  it('refunds and cancels orders', async () => {
    const variantId = shopify.products[1]?.variants[0]?.id ?? 0n;
    const { name } = shopify.state.createOrder({
      lines: [{ variantId, quantity: 2 }],
      email: 'a@example.com',
    });
    expect(shopify.totalOf(name)).toBe('€37.90');
    await admin.goto(shopify.adminUrl('').replace(/\/apps\/.*/, '/orders'));
    const row = admin.getByRole('row', { name });
    await row.getByRole('button', { name: 'Refund one item' }).click();
    await row.getByText('partially refunded').waitFor();
    expect(shopify.totalOf(name)).toBe('€21.40');
    await row.getByRole('button', { name: 'Cancel' }).click();
    await row.getByText('cancelled').waitFor();
    expect(shopify.totalOf(name)).toBe('€0.00');
  });
});
