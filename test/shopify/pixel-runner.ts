import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import type { ShopState } from './shop-state.ts';
import type { Consent } from './storefront-session.ts';

const HOST = readFileSync(new URL('pixel-runner-host.js', import.meta.url), 'utf8');
const WORKER = readFileSync(new URL('pixel-runner-worker.js', import.meta.url), 'utf8');
const EXTENSION = new URL('../../extensions/web-pixel/shopify.extension.toml', import.meta.url);

/** A standard event of the page; its id, time and context are the browser's to add. */
export interface PageEvent {
  name:
    'page_viewed' | 'product_viewed' | 'product_added_to_cart' | 'checkout_started' | 'checkout_completed';
  data: object;
}

/** What the browser must have been allowed to do before this app's pixel runs, by the extension's own declaration. */
function purposesNeeded(): string[] {
  const declared = /\[customer_privacy\]([^[]*)/.exec(readFileSync(EXTENSION, 'utf8'))?.[1] ?? '';
  const says = (key: string, value: string) => new RegExp(`^${key}\\s*=\\s*${value}`, 'm').test(declared);
  return [
    ...(says('analytics', 'true') ? ['analyticsProcessingAllowed'] : []),
    ...(says('marketing', 'true') ? ['marketingAllowed'] : []),
    ...(says('preferences', 'true') ? ['preferencesProcessingAllowed'] : []),
    ...(says('sale_of_data', '"enabled"') ? ['saleOfDataAllowed'] : []),
  ];
}

/**
 * Runs the app's pixel in the storefront's pages as Shopify does: in a strict sandbox, with the settings of the pixel
 * record, when the visitor's consent allows it.
 */
export function pixelRunner(state: ShopState, bundle: string) {
  const script = { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-store' };
  const routes = new Hono()
    .get('/pixel-runner/host.js', (c) => c.body(HOST, 200, script))
    .get('/pixel-runner/worker.js', (c) => c.body(WORKER, 200, script))
    .get('/pixel-runner/bundle.js', (c) => c.body(bundle, 200, script));
  const purposes = purposesNeeded();

  /** The tags that run the pixel in one page; none where the app has activated no pixel in this shop. */
  const tags = (visitor: { id: string; consent: Consent }, events: PageEvent[]) => {
    if (!state.pixel) return '';
    const page = {
      clientId: visitor.id,
      consent: visitor.consent,
      purposes,
      bundle: '/pixel-runner/bundle.js',
      settings: state.pixel.settings,
      data: {
        customer: null,
        cart: null,
        purchasingCompany: null,
        shop: {
          name: state.shop.name,
          myshopifyDomain: state.shop.domain,
          countryCode: state.shop.countryCode,
          storefrontUrl: state.shop.storefrontUrl,
          paymentSettings: { currencyCode: state.shop.currency },
        },
      },
      events,
    };
    return html`<script type="application/json" id="pixel-runner">
        ${raw(JSON.stringify(page).replaceAll('<', '\\u003c'))}
      </script>
      <script type="module" src="/pixel-runner/host.js"></script>`;
  };

  return { routes, tags };
}
