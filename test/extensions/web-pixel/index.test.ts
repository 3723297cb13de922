import { gzipSync } from 'node:zlib';
import { createContext, runInContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtExtension } from '#test/shopify/extension-bundle';
import { completedCheckout, pageView } from './pixel-events.ts';

interface Post {
  url: string;
  init: RequestInit;
}

let bundle: string;
beforeAll(async () => {
  bundle = await builtExtension('web-pixel');
});

/** Runs the built pixel where nothing exists but the language and what Shopify's strict sandbox promises. */
function startPixel(storage: { broken?: boolean; items?: Map<string, string> } = {}) {
  const items = storage.items ?? new Map<string, string>();
  const posts: Post[] = [];
  const subscribers: Record<string, (event: unknown) => void> = {};
  const answer = <T>(value: T) =>
    storage.broken ? Promise.reject(new Error('blocked')) : Promise.resolve(value);
  const api = {
    settings: { accountID: 'account-1', endpoint: 'https://app.test/pixel' },
    analytics: {
      subscribe: (name: string, listener: (event: unknown) => void) => {
        subscribers[name] = listener;
        return () => delete subscribers[name];
      },
    },
    browser: {
      localStorage: {
        getItem: (key: string) => answer(items.get(key) ?? null),
        setItem: (key: string, value: string) => answer(void items.set(key, value)),
      },
    },
  };
  const extensionPoints: string[] = [];
  const sandbox = createContext({
    console,
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    Headers,
    Request,
    Response,
    fetch: (url: string, init: RequestInit) => {
      posts.push({ url, init });
      return Promise.reject(new TypeError('Failed to fetch'));
    },
    shopify: {
      extend: (point: string, start: (given: typeof api) => void) => {
        extensionPoints.push(point);
        start(api);
      },
    },
  });
  runInContext('globalThis.self = globalThis', sandbox);
  runInContext(bundle, sandbox);
  return {
    items,
    posts,
    extensionPoints,
    subscribed: Object.keys(subscribers),
    publish: (name: string, event: unknown) => subscribers[name]?.(event),
    /** Everything the pixel waits for resolves at once, so one turn of the loop ends all of it. */
    settled: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
}

const bodyOf = (post: Post | undefined) =>
  JSON.parse(post?.init.body as string) as { landings: { source?: string }[] };

describe('the built pixel', () => {
  it('weighs less than 3 kB compressed', () => {
    expect(gzipSync(bundle).length).toBeLessThan(3_000);
  });

  it('registers for page views and completed checkouts, and nothing else', () => {
    const pixel = startPixel();
    expect(pixel.extensionPoints).toEqual(['WebPixel::Render']);
    expect(pixel.subscribed.toSorted()).toEqual(['checkout_completed', 'page_viewed']);
  });

  it('reports a completed checkout once, with the landings of this and earlier pages', async () => {
    const items = new Map<string, string>();
    const landingPage = startPixel({ items });
    landingPage.publish('page_viewed', pageView('/?utm_source=newsletter'));
    await landingPage.settled();
    expect(landingPage.posts).toEqual([]);

    const thankYou = startPixel({ items });
    thankYou.publish(
      'page_viewed',
      pageView('/checkouts/checkout-1/thank-you', 'https://shop.test/checkouts/checkout-1'),
    );
    thankYou.publish('checkout_completed', completedCheckout());
    await thankYou.settled();
    expect(thankYou.posts).toHaveLength(1);
    expect(thankYou.posts[0]).toMatchObject({
      url: 'https://app.test/pixel',
      init: { method: 'POST', keepalive: true },
    });
    // A string without a content type is text/plain, which needs no preflight.
    expect(thankYou.posts[0]?.init.headers).toBeUndefined();
    expect(bodyOf(thankYou.posts[0])).toEqual({
      v: 1,
      account: 'account-1',
      id: 'event-1',
      visitor: 'client-1',
      at: '2026-11-20T12:15:00.000Z',
      checkout: { token: 'checkout-1', order: '6001' },
      landings: [{ at: '2026-11-20T12:00:00.000Z', path: '/', source: 'newsletter' }],
    });
  });

  it('loses no landing among events that are replayed together', async () => {
    const pixel = startPixel();
    pixel.publish('page_viewed', pageView('/?utm_source=one'));
    pixel.publish('page_viewed', pageView('/?utm_source=two'));
    pixel.publish('checkout_completed', completedCheckout());
    await pixel.settled();
    expect(bodyOf(pixel.posts[0]).landings.map(({ source }) => source)).toEqual(['one', 'two']);
  });

  it('reports the checkout although the visitor’s storage is blocked', async () => {
    const pixel = startPixel({ broken: true });
    pixel.publish('page_viewed', pageView('/?utm_source=newsletter'));
    pixel.publish('checkout_completed', completedCheckout());
    await pixel.settled();
    expect(bodyOf(pixel.posts[0]).landings).toEqual([]);
  });

  it('goes on after a report that did not arrive', async () => {
    const pixel = startPixel();
    pixel.publish('checkout_completed', completedCheckout());
    pixel.publish('checkout_completed', completedCheckout({ token: 'checkout-2' }));
    await pixel.settled();
    expect(pixel.posts).toHaveLength(2);
  });
});
