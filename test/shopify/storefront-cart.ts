import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Attribute, Cart, CartLine, ShopState } from './shop-state.ts';

const CART = 'tide_cart';
const DISCOUNT = 'tide_discount';

const lineSchema = z.object({
  variantId: z
    .string()
    .regex(/^\d{1,19}$/)
    .transform(BigInt),
  quantity: z.coerce.number().int().min(0).max(99),
});

/** The visitor's cart, known by a cookie, and the discount code that a link left for its checkout. */
export function visitorsCart(state: ShopState) {
  const current = (c: Context): Cart | undefined => state.carts.get(getCookie(c, CART) ?? '');

  const remember = (c: Context, cart: Cart) => {
    setCookie(c, CART, cart.token, { path: '/', sameSite: 'Lax' });
    return cart;
  };
  const obtain = (c: Context): Cart => current(c) ?? remember(c, state.newCart());

  return {
    current,
    obtain,
    renew: (c: Context) => remember(c, state.newCart()),
    forget: (c: Context) => deleteCookie(c, CART, { path: '/' }),
    count: (c: Context) => (current(c)?.lines ?? []).reduce((sum, line) => sum + line.quantity, 0),
    discount: (c: Context) => getCookie(c, DISCOUNT) ?? null,
    setDiscount: (c: Context, code: string) => setCookie(c, DISCOUNT, code, { path: '/', sameSite: 'Lax' }),

    /** A line of goods that the shop has; undefined for anything else. */
    line: (variantId: unknown, quantity: unknown): CartLine | undefined => {
      const line = lineSchema.safeParse({ variantId, quantity });
      const known = state.products.some((product) =>
        product.variants.some((variant) => variant.id === line.data?.variantId),
      );
      return known ? line.data : undefined;
    },

    /** Puts lines into the cart, in place of what it holds of those goods; a quantity of 0 takes them out. */
    replace: (cart: Cart, lines: CartLine[]) => {
      for (const line of lines) {
        const at = cart.lines.findIndex(({ variantId }) => variantId === line.variantId);
        if (at >= 0) cart.lines[at] = line;
        else cart.lines.push(line);
      }
      cart.lines = cart.lines.filter(({ quantity }) => quantity > 0);
    },

    /** Takes over `attributes[name]=value`; an empty value removes the attribute. */
    setAttributes: (cart: Cart, given: URLSearchParams) => {
      for (const { name, value } of attributesIn(given)) {
        cart.attributes = cart.attributes.filter((attribute) => attribute.name !== name);
        if (value !== '') cart.attributes.push({ name, value });
      }
    },
  };
}

export type VisitorsCart = ReturnType<typeof visitorsCart>;

function attributesIn(given: URLSearchParams): Attribute[] {
  return [...given].flatMap(([key, value]) => {
    const name = /^attributes\[(.+)\]$/.exec(key)?.[1];
    return name ? [{ name, value }] : [];
  });
}
