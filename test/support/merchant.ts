import { type Shop } from '~/db.server';
import { whenAuthenticated } from '~/shopify.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { installShop } from '~/shopify/install-shop.server';
import { mintSessionToken } from '#test/shopify/session-token.ts';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';

export interface Merchant {
  shop: Shop;
  platform: LocalPlatform;
  /** What the app's own script asks the server: a page's data, or with a form its action. */
  ask(path: string, form?: Record<string, string>): Request;
  leave(): Promise<void>;
}

/** A merchant with the app open in the admin of the local shop. */
export async function openMerchant(): Promise<Merchant> {
  const platform = await startLocalPlatform({ plan: 'enterprise' });
  whenAuthenticated(installShop);
  const { domain } = platform.state.shop;
  const ask = (path: string, form?: Record<string, string>) =>
    new Request(`http://app.test${path}`, {
      method: form ? 'POST' : 'GET',
      body: form && new URLSearchParams(form),
      headers: {
        'user-agent': 'Mozilla/5.0 Firefox/140.0',
        authorization: `Bearer ${mintSessionToken({ apiKey: 'test-api-key', apiSecret: 'test-api-secret' }, domain, '1', new Date())}`,
      },
    });
  const { shop } = await authenticateMerchant(ask('/app'));
  return { shop, platform, ask, leave: () => platform.stop() };
}

/** Where an answer leads; undefined where it stays. */
export function pathOf(answer: unknown): string | undefined {
  const location = answer instanceof Response ? answer.headers.get('location') : null;
  return location === null ? undefined : new URL(location, 'http://app.test').pathname;
}
