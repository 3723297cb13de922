import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import {
  findShop,
  markUninstalled,
  setPixel,
  unscopedFindShopByDomain,
  unscopedFindShopByPixelAccount,
  unscopedLoadShopByDomain,
  unscopedSaveInstalledShop,
} from '~/shopify/shop-store.server';
import { makeShop } from '#test/support/shop-factory.ts';

const facts = (domain: string) => ({
  domain,
  name: 'Teapots & more',
  email: null,
  currency: 'KWD',
  timeZone: 'Asia/Kuwait',
  storefrontUrl: 'https://teapots.test',
});

describe('a shop', () => {
  it('is found by its domain and by its pixel account, as soon as it is installed', async () => {
    const domain = `new-${randomBytes(4).toString('hex')}.myshopify.com`;
    expect(await unscopedFindShopByDomain(domain)).toBeUndefined();
    const shop = await unscopedSaveInstalledShop(facts(domain), `account of ${domain}`, new Date());
    expect(await unscopedFindShopByDomain(domain)).toEqual(shop);
    expect(await unscopedFindShopByPixelAccount(`account of ${domain}`)).toEqual(shop);
    expect(await unscopedLoadShopByDomain(domain)).toEqual(shop);
    expect(await findShop(shop.id)).toEqual(shop);
  });

  it('is asked of the database once by those who look in quick succession', async () => {
    const shop = await makeShop();
    expect(await unscopedFindShopByDomain(shop.domain)).toEqual(shop);
    await db.shop.update({ where: { id: shop.id }, data: { name: 'Changed' } });
    expect((await unscopedFindShopByDomain(shop.domain))?.name).toBe(shop.name);
    expect((await unscopedLoadShopByDomain(shop.domain))?.name).toBe('Changed');
  });

  it('keeps its account and its time of installation while it is installed', async () => {
    const shop = await makeShop();
    const saved = await unscopedSaveInstalledShop(facts(shop.domain), 'another account', new Date());
    expect(saved).toEqual({ ...shop, ...facts(shop.domain) });
  });

  it('is gone by an uninstall after its installation, and not by one before', async () => {
    const shop = await makeShop({ pixelId: 'gid://shopify/WebPixel/1' });
    const before = new Date(shop.installedAt.getTime() - 1);
    const after = new Date(shop.installedAt.getTime() + 1);
    expect(await markUninstalled(shop.id, before)).toBe(false);
    expect(await markUninstalled(shop.id, after)).toBe(true);
    expect(await findShop(shop.id)).toMatchObject({ uninstalledAt: after, pixelId: null });
    const again = await unscopedSaveInstalledShop(facts(shop.domain), 'unused', new Date());
    expect(again).toMatchObject({ id: shop.id, uninstalledAt: null, pixelAccount: shop.pixelAccount });
    expect(again.installedAt.getTime()).toBeGreaterThan(after.getTime());
  });

  it('holds either its pixel or why it has none', async () => {
    const shop = await makeShop();
    await setPixel(shop.id, { id: null, error: 'no_extension' });
    expect(await findShop(shop.id)).toMatchObject({ pixelId: null, pixelError: 'no_extension' });
    await setPixel(shop.id, { id: 'gid://shopify/WebPixel/1', error: null });
    expect(await findShop(shop.id)).toMatchObject({ pixelId: 'gid://shopify/WebPixel/1', pixelError: null });
  });

  it('that was erased is not found', async () => {
    expect(await findShop(999_999)).toBeUndefined();
  });
});
