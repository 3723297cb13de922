import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { Cart, Checkout, Order, ShopState } from './shop-state.ts';
import type { VisitorsCart } from './storefront-cart.ts';
import { eventData } from './storefront-events.ts';
import type { Show, ShopPages } from './storefront-page.ts';
import type { StorefrontEnv } from './storefront-session.ts';

const paymentSchema = z.object({
  email: z.email(),
  first_name: z.string().trim().max(100).optional(),
  last_name: z.string().trim().max(100).optional(),
});

/** From a cart, or a cart permalink, through payment to the thank-you page. */
export function checkoutRoutes(state: ShopState, cart: VisitorsCart, pages: ShopPages, show: Show) {
  const data = eventData(state);
  // Shopify tells its pixels of a completed checkout once, however often the thank-you page is opened.
  const told = new Set<string>();

  const begin = (c: Context<StorefrontEnv>, from: Cart, discountCode: string | null) => {
    const checkout = state.newCheckout(from);
    checkout.discountCode = discountCode;
    return c.redirect(`/checkouts/${checkout.token}`, 303);
  };
  const orderOf = (checkout: Checkout): Order | undefined =>
    state.orders.find((order) => order.id === checkout.orderId);

  return new Hono<StorefrontEnv>()
    .post('/checkout', (c) => {
      const mine = cart.current(c);
      return mine?.lines.length ? begin(c, mine, cart.discount(c)) : c.redirect('/cart', 303);
    })
    .get('/cart/:lines{\\d+:\\d+(?:,\\d+:\\d+)*}', (c) => {
      const mine = cart.renew(c);
      const lines = c.req
        .param('lines')
        .split(',')
        .flatMap((pair) => cart.line(...(pair.split(':') as [string, string])) ?? []);
      cart.replace(mine, lines);
      cart.setAttributes(mine, new URL(c.req.url).searchParams);
      if (mine.lines.length === 0) return c.redirect('/cart', 303);
      return begin(c, mine, c.req.query('discount') ?? cart.discount(c));
    })
    .get('/checkouts/:token', (c) => {
      const checkout = state.checkouts.get(c.req.param('token'));
      if (!checkout) return c.notFound();
      if (orderOf(checkout)) return c.redirect(`/checkouts/${checkout.token}/thank-you`, 303);
      return show(c, {
        title: 'Checkout',
        events: [{ name: 'checkout_started', data: { checkout: data.checkout(checkout, null) } }],
        body: html`<h1>Checkout</h1>
          <div class="checkout">
            <form class="card stack" method="post">
              <h2>Contact</h2>
              <label
                >Email<input
                  name="email"
                  type="email"
                  autocomplete="email"
                  required
                  value="${checkout.email ?? ''}"
              /></label>
              <div class="row">
                <label>First name<input name="first_name" autocomplete="given-name" maxlength="100" /></label>
                <label>Last name<input name="last_name" autocomplete="family-name" maxlength="100" /></label>
              </div>
              <p class="note">Nothing is charged: this shop takes no real payments.</p>
              <button>Pay now</button>
            </form>
            <aside class="card stack" aria-label="Order summary">
              ${pages.lines(checkout.lines, (line) => html`<small>Quantity ${line.quantity}</small>`)}
              <form class="row" method="post" action="/checkouts/${checkout.token}/discount">
                <label>Discount code<input name="code" value="${checkout.discountCode ?? ''}" /></label>
                <button class="quiet">Apply</button>
              </form>
              ${pages.sums(checkout.lines, checkout.discountCode)}
            </aside>
          </div>`,
      });
    })
    .post('/checkouts/:token/discount', async (c) => {
      const checkout = state.checkouts.get(c.req.param('token'));
      if (!checkout) return c.notFound();
      const code = z
        .string()
        .trim()
        .max(50)
        .safeParse((await c.req.parseBody()).code);
      checkout.discountCode = code.data || null;
      return c.redirect(`/checkouts/${checkout.token}`, 303);
    })
    .post('/checkouts/:token', async (c) => {
      const checkout = state.checkouts.get(c.req.param('token'));
      if (!checkout) return c.notFound();
      const payment = paymentSchema.safeParse(await c.req.parseBody());
      if (!payment.success) return c.redirect(`/checkouts/${checkout.token}`, 303);
      // A second press of the button finds the order that the first one made.
      if (!orderOf(checkout)) {
        const { email, first_name, last_name } = payment.data;
        checkout.email = email;
        state.createOrder({
          lines: checkout.lines,
          email,
          name: { firstName: first_name || null, lastName: last_name || null },
          visitor: c.var.visitor.id,
          checkoutToken: checkout.token,
          cartToken: checkout.cartToken,
          noteAttributes: checkout.attributes,
          discountCode: checkout.discountCode,
        });
        cart.forget(c);
      }
      return c.redirect(`/checkouts/${checkout.token}/thank-you`, 303);
    })
    .get('/checkouts/:token/thank-you', (c) => {
      const checkout = state.checkouts.get(c.req.param('token'));
      const order = checkout && orderOf(checkout);
      if (!order) return c.notFound();
      const first = !told.has(checkout.token);
      told.add(checkout.token);
      return show(c, {
        title: 'Thank you',
        events: first
          ? [{ name: 'checkout_completed', data: { checkout: data.checkout(checkout, order) } }]
          : [],
        body: html`<h1>Thank you, order ${order.name}</h1>
          <p class="lead">A confirmation would go to ${order.email ?? ''}, were this a real shop.</p>
          <div class="card">
            ${pages.lines(checkout.lines, (line) => html`<small>Quantity ${line.quantity}</small>`)}
            ${pages.sums(checkout.lines, checkout.discountCode)}
          </div>
          <p><a href="/">Back to the shop</a></p>`,
      });
    });
}
