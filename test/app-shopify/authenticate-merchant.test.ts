import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { whenAuthenticated } from '~/shopify.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { installShop } from '~/shopify/install-shop.server';
import { mintSessionToken } from '#test/shopify/session-token.ts';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';

let platform: LocalPlatform;

beforeAll(async () => {
  platform = await startLocalPlatform();
  whenAuthenticated(installShop);
});
beforeEach(async () => {
  await db.shop.deleteMany();
  await db.session.deleteMany();
});
afterAll(() => platform.stop());

/** What the admin's frame asks for. */
function visit(token?: string): Request {
  const { domain } = platform.state.shop;
  const app = { apiKey: 'test-api-key', apiSecret: 'test-api-secret' };
  const query = new URLSearchParams({
    embedded: '1',
    shop: domain,
    host: Buffer.from(`${domain}/admin`).toString('base64'),
    id_token: token ?? mintSessionToken(app, domain, '1', new Date()),
  });
  return new Request(`http://app.test/app?${query}`, {
    headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' },
  });
}

describe('a merchant', () => {
  it('who comes for the first time finds the shop installed, with the tokens sealed', async () => {
    const { shop } = await authenticateMerchant(visit());
    expect(shop).toMatchObject({ domain: platform.state.shop.domain, pixelError: null, uninstalledAt: null });
    const [session] = await db.session.findMany();
    expect(session?.accessToken).toMatch(/^v1\./);
    expect(session?.refreshToken).toMatch(/^v1\./);
  });

  it('who comes at once in several frames finds one shop', async () => {
    const shops = await Promise.all(
      [visit(), visit(), visit()].map((request) => authenticateMerchant(request)),
    );
    expect(new Set(shops.map(({ shop }) => shop.id)).size).toBe(1);
  });

  it('whose shop is not known although the session is, finds it installed', async () => {
    await authenticateMerchant(visit());
    await db.shop.deleteMany();
    const { shop } = await authenticateMerchant(visit());
    expect(shop.name).toBe(platform.state.shop.name);
  });

  it('without a valid session is bounced, and nothing is recorded', async () => {
    const thrown = await authenticateMerchant(visit('not.a.token')).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Response);
    expect(await db.shop.count()).toBe(0);
  });
});
