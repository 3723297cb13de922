import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Listening } from './listening.ts';
import { ShopState } from './shop-state.ts';
import { startStorefront } from './storefront.ts';

let state: ShopState;
let shop: Listening;

beforeEach(async () => {
  state = new ShopState();
  shop = await startStorefront(state, { port: 0, pixel: '' });
});

afterEach(async () => {
  vi.useRealTimers();
  await shop.stop();
});

/** A browser's part of the conversation: cookies kept, forms sent, redirects followed. */
function visitor() {
  const cookies = new Map<string, string>();
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(new URL(path, shop.url), { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const to = response.headers.get('location');
    return to === null ? response : request(to);
  };
  const open = async (path: string, referrer?: string) => {
    const response = await request(path, referrer ? { headers: { referer: referrer } } : {});
    return { url: response.url.replace(shop.url, ''), status: response.status, html: await response.text() };
  };
  const send = async (path: string, fields: Record<string, string>) => {
    const response = await request(path, { method: 'POST', body: new URLSearchParams(fields) });
    return { url: response.url.replace(shop.url, ''), status: response.status, html: await response.text() };
  };
  const consent = async (choice: 'accepted' | 'declined') => {
    cookies.set('tide_consent', choice);
    await send('/consent', {});
  };
  return { open, send, consent };
}

const variantOf = (handle: string) => String(state.productByHandle(handle)?.variants[0]?.id);

/** Puts one mug into the cart and pays for it. */
async function buy(person: ReturnType<typeof visitor>, email = 'anna@example.com') {
  await person.send('/cart/add', { id: variantOf('enamel-mug'), quantity: '1' });
  const checkout = await person.send('/checkout', {});
  return { checkout, thanks: await person.send(checkout.url, { email }) };
}

describe('the storefront', () => {
  it('shows what the shop sells', async () => {
    const home = await visitor().open('/');
    for (const product of state.products) expect(home.html).toContain(`href="/products/${product.handle}"`);
    const mug = await visitor().open('/products/enamel-mug');
    expect(mug.html).toContain('Add to cart');
    expect((await fetch(`${shop.url}/images/enamel-mug.svg`)).headers.get('content-type')).toBe(
      'image/svg+xml',
    );
    expect((await visitor().open('/products/nothing')).status).toBe(404);
  });

  it('writes what people typed as text, never as markup', async () => {
    const person = visitor();
    await person.send('/cart/add', { id: variantOf('enamel-mug') });
    const { url } = await person.send('/checkout', {});
    const after = await person.send(`${url}/discount`, { code: '"><script>' });
    expect(after.html).toContain('&quot;&gt;&lt;script&gt;');
  });

  it('sells a cart: the order carries the tokens of cart and checkout', async () => {
    const { thanks } = await buy(visitor());
    expect(thanks.html).toContain('<h1>Thank you, order #1001</h1>');
    const [order] = state.orders;
    const [checkout] = state.checkouts.values();
    expect(order).toMatchObject({
      sourceName: 'web',
      email: 'anna@example.com',
      checkoutToken: checkout?.token,
      cartToken: checkout?.cartToken,
    });
    expect(order?.lineItems.map(({ sku, quantity }) => ({ sku, quantity }))).toEqual([
      { sku: 'TW-21', quantity: 1 },
    ]);
  });

  it('makes one order of a checkout that is paid twice, and empties the cart', async () => {
    const person = visitor();
    const { checkout } = await buy(person);
    const again = await person.send(checkout.url, { email: 'anna@example.com' });
    expect(again.html).toContain('order #1001');
    expect(state.orders).toHaveLength(1);
    expect((await person.open('/cart')).html).toContain('Your cart is empty');
  });

  it('asks again where the address is none', async () => {
    const person = visitor();
    const { thanks } = await buy(person, 'nobody');
    expect(thanks.html).toContain('Pay now');
    expect(state.orders).toEqual([]);
  });

  it('refuses goods that the shop does not have', async () => {
    const person = visitor();
    expect((await person.send('/cart/add', { id: '1' })).status).toBe(422);
    expect((await person.send('/cart/add', { id: 'x', quantity: '-3' })).status).toBe(422);
    expect((await person.open('/cart/1:1')).html).toContain('Your cart is empty');
  });

  it('changes quantities in the cart, and takes out what is set to none', async () => {
    const person = visitor();
    const [mug, beanie] = [variantOf('enamel-mug'), variantOf('wool-beanie')];
    await person.send('/cart/add', { id: mug, quantity: '2' });
    await person.send('/cart/add', { id: mug, quantity: '1' });
    await person.send('/cart/add', { id: beanie });
    const [cart] = state.carts.values();
    expect(cart?.lines.map(({ quantity }) => quantity)).toEqual([3, 1]);
    await person.send('/cart/update', { [`updates[${mug}]`]: '0', [`updates[${beanie}]`]: '5' });
    expect(cart?.lines).toEqual([{ variantId: BigInt(beanie), quantity: 5 }]);
  });
});

describe('the attributes of a cart', () => {
  it('come from /cart/update, and go into the order', async () => {
    const person = visitor();
    await person.send('/cart/update', { 'attributes[st_click]': 'abc', 'attributes[gift]': 'yes' });
    await person.send('/cart/update', { 'attributes[gift]': '' });
    await buy(person);
    expect(state.orders[0]?.noteAttributes).toEqual([{ name: 'st_click', value: 'abc' }]);
  });

  it('come from a permalink, which leads straight to the checkout of its own goods', async () => {
    const person = visitor();
    await person.send('/cart/add', { id: variantOf('wool-beanie') });
    const goods = `${variantOf('enamel-mug')}:2,${variantOf('salt-candle')}:1`;
    const checkout = await person.open(`/cart/${goods}?attributes[st_click]=abc%2Bd&discount=WELCOME10`);
    expect(checkout.url).toMatch(/^\/checkouts\/\w+$/);
    await person.send(checkout.url, { email: 'anna@example.com' });
    expect(state.orders[0]).toMatchObject({
      noteAttributes: [{ name: 'st_click', value: 'abc+d' }],
      discountCode: 'WELCOME10',
    });
    expect(state.orders[0]?.lineItems.map(({ quantity }) => quantity)).toEqual([2, 1]);
  });
});

describe('a discount link', () => {
  it('leads on, and its code waits at the checkout', async () => {
    const person = visitor();
    const landed = await person.open('/discount/TIDE20?redirect=/products/enamel-mug%3Futm_source%3Dsms');
    expect(landed.url).toBe('/products/enamel-mug?utm_source=sms');
    await buy(person);
    expect(state.orders[0]?.discountCode).toBe('TIDE20');
  });

  it.each(['https://evil.test/', '//evil.test', '/\\evil.test', 'evil'])('never leads to %s', async (to) => {
    expect((await visitor().open(`/discount/TIDE20?redirect=${encodeURIComponent(to)}`)).url).toBe('/');
  });
});

describe('a visitor’s journey', () => {
  const LANDING = '/products/enamel-mug?utm_source=newsletter&utm_id=m7';

  it('begins with the first page and is the order’s landing page, whenever consent comes', async () => {
    const person = visitor();
    await person.open(LANDING, 'https://blog.test/gifts');
    await person.open('/', `${shop.url}${LANDING}`);
    expect(state.visits.size).toBe(0);
    await person.consent('accepted');
    await buy(person);
    expect(state.orders[0]).toMatchObject({ landingSite: LANDING, referringSite: 'https://blog.test/gifts' });
    expect(state.orders[0]?.visits.map(({ landingPage }) => landingPage)).toEqual([`${shop.url}${LANDING}`]);
  });

  it.each(['declined', undefined] as const)('stays unknown where consent is %s', async (choice) => {
    const person = visitor();
    await person.open(LANDING);
    if (choice) await person.consent(choice);
    await buy(person);
    expect(state.visits.size).toBe(0);
    expect(state.orders[0]).toMatchObject({ landingSite: null, referringSite: null, visits: [] });
  });

  it('has another visit after half an hour of silence', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const person = visitor();
    await person.consent('accepted');
    const start = Date.now();
    vi.setSystemTime(start + 29 * 60_000);
    await person.open('/');
    vi.setSystemTime(start + 60 * 60_000);
    await person.open(LANDING);
    const [visits] = state.visits.values();
    expect(visits?.map(({ landingPage }) => landingPage.replace(shop.url, ''))).toEqual([
      '/consent',
      LANDING,
    ]);
  });

  it('is each visitor’s own', async () => {
    const [first, second] = [visitor(), visitor()];
    await first.consent('accepted');
    await second.consent('accepted');
    expect(state.visits.size).toBe(2);
  });
});
