import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { formatMoney } from '~/lib/money';
import type { PageEvent } from './pixel-runner.ts';
import type { CartLine, ShopState } from './shop-state.ts';
import type { StorefrontEnv, Visitor } from './storefront-session.ts';
import { STYLE } from './storefront-style.ts';

export type Html = ReturnType<typeof html>;

/** What every page of the shop has around its content. */
export function shopPages(state: ShopState) {
  const money = (minor: bigint) => formatMoney({ minor, currency: state.shop.currency });

  const page = (of: {
    title: string;
    visitor: Visitor;
    itemsInCart: number;
    body: Html;
    pixel: Html | string;
  }) =>
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${of.title} – ${state.shop.name}</title>
          <link rel="icon" href="data:," />
          <style>
            ${raw(STYLE)}
          </style>
          ${of.pixel}
        </head>
        <body>
          <header class="top">
            <div class="width">
              <a class="brand" href="/">${state.shop.name}</a>
              <nav aria-label="Shop">
                <a href="/">Shop</a>
                <a href="/cart">Cart (${of.itemsInCart})</a>
              </nav>
            </div>
          </header>
          <main><div class="width">${of.body}</div></main>
          <footer class="bottom"><div class="width">A shop that exists on this machine only.</div></footer>
          ${of.visitor.consent === 'unasked' ? BANNER : ''}
        </body>
      </html>`;

  /** Lines with picture, name and sum; `aside` stands under the name. */
  const lines = (of: CartLine[], aside: (line: CartLine) => Html) =>
    html`<ul class="lines">
      ${of.map((line) => {
        const { product, variant } = state.variant(line.variantId);
        return html`<li>
          <img src="/images/${product.handle}.svg" alt="" width="64" height="64" />
          <span>${product.title}<small>${variant.title}</small>${aside(line)}</span>
          <span>${money(variant.priceMinor * BigInt(line.quantity))}</span>
        </li>`;
      })}
    </ul>`;

  const sums = (of: CartLine[], discountCode: string | null) => {
    const price = state.price(of, discountCode);
    return html`<dl class="sums">
      <dt>Subtotal</dt>
      <dd>${money(price.goodsMinor)}</dd>
      ${
        price.discountMinor > 0n
          ? html`<dt>Discount ${discountCode}</dt>
              <dd>−${money(price.discountMinor)}</dd>`
          : ''
      }
      <dt>Shipping</dt>
      <dd>${price.shippingMinor === 0n ? 'Free' : money(price.shippingMinor)}</dd>
      <dt class="total">Total, taxes included</dt>
      <dd class="total">${money(price.totalMinor)}</dd>
    </dl>`;
  };

  return { money, page, lines, sums };
}

/** Shows one page: its content, around which the shop puts header, banner and pixel. */
export type Show = (
  c: Context<StorefrontEnv>,
  content: { title: string; body: Html; events?: PageEvent[] },
) => Response | Promise<Response>;

export type ShopPages = ReturnType<typeof shopPages>;

const BANNER = html`<section class="banner" id="cookie-banner" aria-label="Cookies">
    <div class="width">
      <p>May we use cookies to understand how you found us? The shop works either way.</p>
      <button type="button" class="quiet" value="declined">Decline</button>
      <button type="button" value="accepted">Accept</button>
    </div>
  </section>
  <script type="module" src="/banner.js"></script>`;
