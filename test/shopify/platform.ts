import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import {
  absentPage,
  type AdminSite,
  appPage,
  appPath,
  marketingPage,
  ordersPage,
  STAFF_ID,
  storePath,
} from './admin-pages.ts';
import { UPLOAD_HOST } from './files.ts';
import type { AdminApi } from './graphql.ts';
import { listenOn, type Listening } from './listening.ts';
import type { TokenOffice } from './oauth.ts';
import { pickedProducts } from './picked-products.ts';
import { mintSessionToken } from './session-token.ts';

export interface PlatformOptions {
  site: AdminSite;
  tokens: TokenOffice;
  api: AdminApi;
  port: number;
}

/** What answers at {shop}.myshopify.com and at admin.shopify.com: tokens, the Admin API, and the admin's pages. */
export async function startPlatform({ site, tokens, api, port }: PlatformOptions): Promise<Listening> {
  const { state, config, app } = site;
  const platform = new Hono();

  platform.use('/admin/*', async (c, next) => {
    if (c.req.header('x-emulated-host') !== state.shop.domain) return c.json({ errors: 'Not Found' }, 404);
    await next();
  });
  platform.post('/admin/oauth/access_token', async (c) => {
    const { status, body } = tokens.issue(await c.req.json().catch(() => undefined));
    return Response.json(body, { status });
  });
  platform.post('/admin/api/:version/graphql.json', async (c) => {
    const { version } = c.req.param();
    const scopes = tokens.scopesOf(c.req.header('x-shopify-access-token') ?? '');
    const { status, body } = await api.answer(version, scopes, await c.req.json().catch(() => undefined));
    return Response.json(body, { status, headers: { 'x-shopify-api-version': version } });
  });

  platform.get('/bulk-results/:id{\\d+}', (c) => {
    const result = api.bulkResult(BigInt(c.req.param('id')));
    return result === undefined ? c.notFound() : c.body(result, 200, { 'content-type': 'application/jsonl' });
  });

  platform.post('/', async (c) =>
    c.req.header('x-emulated-host') === UPLOAD_HOST
      ? state.files.receive(await c.req.raw.formData())
      : c.notFound(),
  );

  platform.post('/session-token', (c) =>
    c.json({ token: mintSessionToken(app, state.shop.domain, STAFF_ID, new Date()) }),
  );
  // Nothing is shown that the app may not read.
  platform.post('/picker-products', (c) =>
    c.json(state.grantedScopes?.includes('read_products') ? pickedProducts(state) : []),
  );
  const scopesDetail = () => ({
    granted: state.grantedScopes ?? [],
    required: config.scopes,
    optional: config.optionalScopes,
  });
  platform.post('/granted-scopes', (c) => c.json(scopesDetail()));
  // Only what the app declares as optional can be granted while it runs.
  platform.post('/request-scopes', (c) => {
    const wanted = (c.req.query('scopes') ?? '')
      .split(',')
      .filter((one) => config.optionalScopes.includes(one));
    state.changeScopes([...new Set([...(state.grantedScopes ?? []), ...wanted])]);
    return c.json(scopesDetail());
  });

  platform.get('/', (c) => c.redirect(`${appPath(site)}/app`));
  platform.get(`${appPath(site)}/*`, (c) => {
    // Opening an app that was removed is how a merchant installs it again.
    if (!state.grantedScopes) state.installApp(config.scopes);
    const { pathname, search } = new URL(c.req.url);
    c.header('cache-control', 'no-store');
    return c.html(appPage(site, pathname.slice(appPath(site).length) + search));
  });
  platform.get(`${storePath(state)}/orders`, (c) => c.html(ordersPage(site)));
  platform.get(`${storePath(state)}/marketing`, (c) => c.html(marketingPage(site)));
  platform.post(`${storePath(state)}/orders/:id/:action{refund|cancel}`, (c) => {
    const { id, action } = c.req.param();
    const order = state.orders.find((candidate) => String(candidate.id) === id);
    const line = order?.lineItems.find(({ currentQuantity }) => currentQuantity > 0);
    if (order && line && !order.cancelledAt) {
      if (action === 'cancel') state.cancelOrder(order);
      else state.refundOrder(order, { lines: [{ lineItemId: line.id, quantity: 1 }] });
    }
    return c.redirect(`${storePath(state)}/orders`, 303);
  });
  platform.get(`${storePath(state)}/*`, (c) => c.html(absentPage(site), 404));

  for (const [file, type] of [
    ['admin.css', 'text/css'],
    ['admin-frame.js', 'text/javascript'],
    ['product-picker.js', 'text/javascript'],
  ] as const) {
    const content = await readFile(new URL(file, import.meta.url), 'utf8');
    platform.get(`/${file}`, (c) => c.body(content, 200, { 'content-type': `${type}; charset=utf-8` }));
  }

  return listenOn(createAdaptorServer({ fetch: platform.fetch }) as Server, port);
}
