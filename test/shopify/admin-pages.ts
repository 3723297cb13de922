import { createHmac } from 'node:crypto';
import { DateTime } from 'luxon';
import { formatMoney } from '~/lib/money';
import { financialStatus } from './admin-objects.ts';
import type { AppConfig } from './app-config.ts';
import { currentTotals } from './order-money.ts';
import { type AppCredentials, mintSessionToken } from './session-token.ts';
import type { ShopState } from './shop-state.ts';

/** The one member of staff. */
export const STAFF_ID = '96200110';

export interface AdminSite {
  state: ShopState;
  config: AppConfig;
  app: AppCredentials;
  /** The app's public address. */
  tunnelUrl: string;
  inboxUrl: string;
}

export const storePath = (state: ShopState) => `/store/${state.shop.domain.replace('.myshopify.com', '')}`;
export const appPath = ({ state, config }: AdminSite) => `${storePath(state)}/apps/${config.handle}`;

/** The page that holds the app: path and query as the app's own, after the admin's. */
export function appPage(site: AdminSite, path: string): string {
  const source = frameAddress(site, path);
  return page(
    site,
    site.config.name,
    `<main class="framed"><iframe name="app-iframe" title="${escape(site.config.name)}" allow="clipboard-write"
      data-src="${escape(source)}" data-origin="${escape(new URL(source).origin)}"
      data-base="${escape(appPath(site))}" data-path="${escape(path)}"></iframe></main>
    <script type="module" src="/admin-frame.js"></script>`,
  );
}

/** The shop's orders, with what a merchant may do to them. */
export function ordersPage(site: AdminSite): string {
  const { state } = site;
  const time = (at: Date) =>
    DateTime.fromJSDate(at, { zone: state.shop.timeZone }).setLocale('en-GB').toFormat('d LLL yyyy, HH:mm');
  const rows = state.orders.toReversed().map((order) => {
    const total = formatMoney({ minor: currentTotals(order).totalMinor, currency: state.shop.currency });
    const action = (name: string, label: string) =>
      `<form method="post" action="${storePath(state)}/orders/${order.id}/${name}"><button class="action">${label}</button></form>`;
    const open = order.lineItems.some((line) => line.currentQuantity > 0) && !order.cancelledAt;
    const told = order.metafields.map(
      ({ key, value }) => `<details><summary>${key}</summary>${escape(value)}</details>`,
    );
    return `<tr><td>${order.name}${told.join('')}</td><td>${time(order.createdAt)}</td><td>${escape(order.email ?? 'Point of sale')}</td>
      <td>${order.cancelledAt ? 'cancelled' : financialStatus(order).replace('_', ' ')}</td>
      <td class="amount">${total}</td>
      <td>${open ? action('refund', 'Refund one item') + ' ' + action('cancel', 'Cancel') : ''}</td></tr>`;
  });
  return page(
    site,
    'Orders',
    `<main><div class="sheet"><h1>Orders</h1><div class="card">${
      rows.length > 0
        ? `<table><thead><tr><th>Order</th><th>Date</th><th>Customer</th><th>Payment</th><th class="amount">Total</th><th></th></tr></thead>
           <tbody>${rows.join('')}</tbody></table>`
        : '<p>No orders yet. Buy something in the online store.</p>'
    }</div></div></main>`,
  );
}

/** What apps tell of their marketing, day by day. */
export function marketingPage(site: AdminSite): string {
  const rows = site.state.activities.flatMap(({ title, channel, status, utm, days }) => {
    const tags = `${utm.source} / ${utm.medium} / ${utm.campaign}`;
    const about = `<td>${escape(title)}<br><small>${channel} · ${status}</small></td><td>${escape(tags)}</td>`;
    const told = [...days.entries()].sort(([a], [b]) => (a < b ? 1 : -1));
    if (told.length === 0) return [`<tr>${about}<td></td><td></td><td></td><td></td></tr>`];
    return told.map(([day, figures]) => {
      const sales = figures.sales as { amount: string; currencyCode: string } | undefined;
      return `<tr>${about}<td>${day}</td><td class="amount">${count(figures.sendsCount)}</td>
        <td class="amount">${count(figures.clicksCount)}</td>
        <td class="amount">${count(figures.orders)}${sales ? ` · ${sales.amount} ${sales.currencyCode}` : ''}</td></tr>`;
    });
  });
  return page(
    site,
    'Marketing',
    `<main><div class="sheet"><h1>Marketing</h1><div class="card">${
      rows.length > 0
        ? `<table><thead><tr><th>Activity</th><th>Tags</th><th>Day</th><th class="amount">Sent</th>
           <th class="amount">Clicks</th><th class="amount">Orders and sales</th></tr></thead>
           <tbody>${rows.join('')}</tbody></table>`
        : '<p>No app tells of any marketing. Turn it on in the app’s settings.</p>'
    }</div></div></main>`,
  );
}

const count = (figure: unknown): string =>
  typeof figure === 'number' || typeof figure === 'string' ? String(figure) : '–';

/** What stands where the real admin has more than this one. */
export function absentPage(site: AdminSite): string {
  const text = 'The local Shopify has orders and the app. Other parts of the admin are not here.';
  return page(
    site,
    'Not here',
    `<main><div class="sheet"><h1>Not here</h1><div class="card">${text}</div></div></main>`,
  );
}

function page(site: AdminSite, title: string, content: string): string {
  const { shop } = site.state;
  const orders = `${storePath(site.state)}/orders`;
  const marketing = `${storePath(site.state)}/marketing`;
  const initials = shop.name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · ${escape(shop.name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/admin.css">
</head>
<body data-shop="${escape(shop.name)}">
<header>
  <button id="menu-button" aria-label="Menu" onclick="document.body.classList.toggle('menu-open')">☰</button>
  <strong>Local admin</strong>
  <div id="save-bar" hidden><p>Unsaved changes</p>
    <button class="action" data-primary="false">Discard</button><button class="action" data-primary="true">Save</button></div>
  <div class="shop"><span aria-hidden="true">${escape(initials)}</span>${escape(shop.name)}</div>
  <div id="progress" hidden></div>
</header>
<aside><nav aria-label="Admin">
  <a href="${orders}"${title === 'Orders' ? ' aria-current="page"' : ''}>Orders</a>
  <a href="${marketing}"${title === 'Marketing' ? ' aria-current="page"' : ''}>Marketing</a>
  <a href="${escape(shop.storefrontUrl)}" target="_blank">Online store</a>
  <a href="${escape(site.inboxUrl)}" target="_blank">Inbox</a>
  <h2>Apps</h2>
  <a id="app-home" href="${appPath(site)}/app">${escape(site.config.name)}</a>
  <div id="app-nav"></div>
</nav></aside>
${content}
<div id="toasts" role="status"></div>
</body>
</html>`;
}

/** The address that Shopify loads into the frame: with a session token, and signed as a whole. */
function frameAddress({ state, app, tunnelUrl }: AdminSite, path: string): string {
  const address = new URL(path, tunnelUrl);
  const store = storePath(state).slice(1);
  const now = new Date();
  const given = {
    embedded: '1',
    shop: state.shop.domain,
    host: Buffer.from(`admin.shopify.com/${store}`).toString('base64url'),
    id_token: mintSessionToken(app, state.shop.domain, STAFF_ID, now),
    locale: 'en',
    timestamp: String(Math.floor(now.getTime() / 1000)),
  };
  for (const [name, value] of Object.entries(given)) address.searchParams.set(name, value);
  const sorted = [...address.searchParams].map(([name, value]) => `${name}=${value}`).sort();
  address.searchParams.set(
    'hmac',
    createHmac('sha256', app.apiSecret).update(sorted.join('&')).digest('hex'),
  );
  return address.href;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
