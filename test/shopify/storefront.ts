import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { checkoutRoutes } from './checkout.ts';
import { type Listening, listenOn } from './listening.ts';
import { builtExtension } from './extension-bundle.ts';
import { pixelRunner } from './pixel-runner.ts';
import type { Product, ShopState } from './shop-state.ts';
import { type VisitorsCart, visitorsCart } from './storefront-cart.ts';
import { eventData } from './storefront-events.ts';
import { type Show, type ShopPages, shopPages } from './storefront-page.ts';
import { sessions, type StorefrontEnv } from './storefront-session.ts';

const BANNER = readFileSync(new URL('storefront-banner.js', import.meta.url), 'utf8');

export interface StorefrontOptions {
  /** 0 for any that is free. */
  port: number;
  /** The bundle of the pixel to run; by default the one that `shopify app build` makes of this project. */
  pixel?: string;
}

/** Opens the shop's storefront and checkout; tells the state where they are. */
export async function startStorefront(state: ShopState, options: StorefrontOptions): Promise<Listening> {
  const runner = pixelRunner(state, options.pixel ?? (await builtExtension('web-pixel')));
  const pages = shopPages(state);
  const cart = visitorsCart(state);

  const show: Show = (c, { title, body, events = [] }) =>
    c.html(
      pages.page({
        title,
        body,
        visitor: c.var.visitor,
        itemsInCart: cart.count(c),
        pixel: runner.tags(c.var.visitor, [{ name: 'page_viewed', data: {} }, ...events]),
      }),
    );

  const app = new Hono<StorefrontEnv>()
    .route('/', runner.routes)
    .get('/banner.js', (c) => c.body(BANNER, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
    .get('/images/:file{.+\\.svg}', (c) => {
      const product = state.productByHandle(c.req.param('file').replace(/\.svg$/, ''));
      return product ? c.body(product.image, 200, { 'Content-Type': 'image/svg+xml' }) : c.notFound();
    })
    .get('/cdn/shop/files/:name', (c) => {
      const file = state.files.stored.find(({ name }) => name === c.req.param('name'));
      return file ? c.body(new Uint8Array(file.bytes), 200, { 'Content-Type': file.mimeType }) : c.notFound();
    })
    // Not a page: the session begins where it leads to.
    .get('/discount/:code', (c) => {
      cart.setDiscount(c, c.req.param('code'));
      const to = c.req.query('redirect') ?? '/';
      return c.redirect(/^\/(?![/\\])/.test(to) ? to : '/');
    })
    .use('*', sessions(state))
    .post('/consent', (c) => c.body(null, 204))
    .route('/', shopRoutes(state, cart, pages, show))
    .route('/', checkoutRoutes(state, cart, pages, show))
    .notFound((c) =>
      c.html(
        html`<!doctype html><title>Not found</title>
          <h1>This page does not exist</h1>
          <a href="/">To the shop</a>`,
        404,
      ),
    );

  const listening = await listenOn(createAdaptorServer({ fetch: app.fetch }) as Server, options.port);
  state.shop.storefrontUrl = listening.url;
  return listening;
}

function shopRoutes(state: ShopState, cart: VisitorsCart, pages: ShopPages, show: Show) {
  const data = eventData(state);
  const priceOf = (product: Product) => {
    const [least = 0n, ...others] = product.variants
      .map(({ priceMinor }) => priceMinor)
      .toSorted((a, b) => Number(a - b));
    return `${others.some((price) => price > least) ? 'from ' : ''}${pages.money(least)}`;
  };

  return new Hono<StorefrontEnv>()
    .get('/', (c) =>
      show(c, {
        title: 'Things from the seaside',
        body: html`<h1>Things from the seaside</h1>
          <p class="lead">Made for wind, salt and long evenings. Larger orders ship free.</p>
          <ul class="grid">
            ${state.products.map(
              (product) =>
                html`<li>
                  <a href="/products/${product.handle}">
                    <img src="/images/${product.handle}.svg" alt="" width="400" height="400" />
                    <h2>${product.title}</h2>
                    <p class="price">${priceOf(product)}</p>
                  </a>
                </li>`,
            )}
          </ul>`,
      }),
    )
    .get('/products/:handle', (c) => {
      const product = state.productByHandle(c.req.param('handle'));
      const first = product?.variants[0];
      if (!product || !first) return c.notFound();
      return show(c, {
        title: product.title,
        events: [{ name: 'product_viewed', data: { productVariant: data.variant(first.id) } }],
        body: html`<div class="product">
          <img src="/images/${product.handle}.svg" alt="${product.title}" width="400" height="400" />
          <form class="stack" method="post" action="/cart/add">
            <div>
              <h1>${product.title}</h1>
              <p class="price">${pages.money(first.priceMinor)}</p>
              <p>${product.description}</p>
            </div>
            <label>
              Variant
              <select name="id">
                ${product.variants.map(
                  (variant) =>
                    html`<option value="${variant.id}">
                      ${variant.title} – ${pages.money(variant.priceMinor)}
                    </option>`,
                )}
              </select>
            </label>
            <label>Quantity<input name="quantity" type="number" min="1" max="99" value="1" /></label>
            <button>Add to cart</button>
          </form>
        </div>`,
      });
    })
    .post('/cart/add', async (c) => {
      const form = await c.req.parseBody();
      const added = cart.line(form.id, form.quantity ?? 1);
      if (!added) return c.text('The shop has no such goods.', 422);
      const mine = cart.obtain(c);
      const before = mine.lines.find(({ variantId }) => variantId === added.variantId)?.quantity ?? 0;
      cart.replace(mine, [{ ...added, quantity: before + added.quantity }]);
      return c.redirect(`/cart?added=${added.variantId}:${added.quantity}`, 303);
    })
    .get('/cart', (c) => {
      const lines = cart.current(c)?.lines ?? [];
      const [id, quantity] = c.req.query('added')?.split(':') ?? [];
      const added = id ? cart.line(id, quantity) : undefined;
      return show(c, {
        title: 'Cart',
        events: added ? [{ name: 'product_added_to_cart', data: { cartLine: data.cartLine(added) } }] : [],
        body:
          lines.length === 0
            ? html`<h1>Your cart is empty</h1>
                <p><a href="/">Look around the shop</a></p>`
            : html`<h1>Your cart</h1>
                <div class="checkout">
                  <form class="card" method="post" action="/cart/update">
                    ${pages.lines(
                      lines,
                      (line) =>
                        html`<input
                          name="updates[${line.variantId}]"
                          type="number"
                          min="0"
                          max="99"
                          value="${line.quantity}"
                          aria-label="Quantity of ${state.variant(line.variantId).product.title}"
                        />`,
                    )}
                    <button class="quiet">Update</button>
                  </form>
                  <form class="card stack" method="post" action="/checkout">
                    ${pages.sums(lines, cart.discount(c))}
                    <button>Check out</button>
                  </form>
                </div>`,
      });
    })
    .on(['GET', 'POST'], '/cart/update', async (c) => {
      const given = new URLSearchParams(
        c.req.method === 'POST' ? await c.req.text() : new URL(c.req.url).search,
      );
      const mine = cart.obtain(c);
      const updates = [...given].flatMap(
        ([key, quantity]) => cart.line(/^updates\[(\d+)\]$/.exec(key)?.[1], quantity) ?? [],
      );
      cart.replace(mine, updates);
      cart.setAttributes(mine, given);
      return c.redirect('/cart', 303);
    });
}
