import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { installShop } from '~/shopify/install-shop.server';
import { markUninstalled } from '~/shopify/shop-store.server';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';

let platform: LocalPlatform;
const install = () => installShop(platform.state.shop.domain);

beforeAll(async () => {
  platform = await startLocalPlatform();
});
beforeEach(async () => {
  await db.shop.deleteMany();
  platform.state.pixel = null;
  await platform.signIn();
});
afterAll(() => platform.stop());

describe('an installed shop', () => {
  it('is recorded with what Shopify says of it, and its pixel is active', async () => {
    await install();
    const { name, email, currency, timeZone, storefrontUrl } = platform.state.shop;
    const shop = await platform.shop();
    expect(shop).toMatchObject({ name, email, currency, timeZone, storefrontUrl, pixelError: null });
    expect(shop.pixelId).toBe(`gid://shopify/WebPixel/${platform.state.pixel?.id}`);
    expect(platform.state.pixel?.settings).toEqual({
      accountID: shop.pixelAccount,
      endpoint: 'http://app.test/pixel',
    });
  });

  it('stays the same however often and at once it is installed', async () => {
    await Promise.all([install(), install(), install()]);
    const first = await platform.shop();
    await install();
    expect(await platform.shop()).toEqual(first);
    expect(await db.shop.count()).toBe(1);
    expect(platform.state.pixel?.settings['accountID']).toBe(first.pixelAccount);
  });

  it('gets its row and its account back when it returns, with a new time of installation', async () => {
    await install();
    const before = await platform.shop();
    await markUninstalled(before.id, new Date());
    platform.state.pixel = null;
    await install();
    const after = await platform.shop();
    expect(after).toMatchObject({ id: before.id, pixelAccount: before.pixelAccount, uninstalledAt: null });
    expect(after.installedAt.getTime()).toBeGreaterThan(before.installedAt.getTime());
    expect(after.pixelError).toBeNull();
  });
});

describe('a pixel that cannot be activated', () => {
  it('is noted with its reason, and locks nobody out', async () => {
    const errors = { webPixelCreate: { webPixel: null, userErrors: [{ code: 'NO_EXTENSION' }] } };
    platform.nextAnswers.push(() => Promise.resolve({ status: 200, body: { data: { shop: shopData() } } }), {
      status: 200,
      body: { data: errors },
    });
    await install();
    expect(await platform.shop()).toMatchObject({ pixelId: null, pixelError: 'no_extension' });
    const refusal = { message: 'no', extensions: { code: 'ACCESS_DENIED' } };
    platform.nextAnswers.push(
      { status: 200, body: { data: { shop: shopData() } } },
      { status: 200, body: { errors: [refusal] } },
    );
    await install();
    expect(await platform.shop()).toMatchObject({ pixelId: null, pixelError: 'access_denied' });
    await install();
    expect(await platform.shop()).toMatchObject({ pixelError: null });
  });
});

describe('a Shopify that fails', () => {
  it('does not lock out a merchant whose shop is known, and does not let in one whose shop is not', async () => {
    await expect(failing()).rejects.toThrow('Shop: access_denied');
    await install();
    const before = await platform.shop();
    await expect(failing()).resolves.toBeUndefined();
    expect(await platform.shop()).toEqual(before);
  });
});

function failing(): Promise<void> {
  const refusal = { message: 'no', extensions: { code: 'ACCESS_DENIED' } };
  platform.nextAnswers.push({ status: 200, body: { data: null, errors: [refusal] } });
  return install();
}

function shopData() {
  const { name, email, currency, timeZone, storefrontUrl } = platform.state.shop;
  return {
    name,
    email,
    currencyCode: currency,
    ianaTimezone: timeZone,
    primaryDomain: { url: storefrontUrl },
  };
}
