import { randomBytes } from 'node:crypto';
import { db, type Shop } from '~/db.server';

/** A shop in the database, in euros and Berlin time unless told otherwise; its domain is its own in every call. */
export async function makeShop(some: Partial<Shop> = {}): Promise<Shop> {
  const own = randomBytes(4).toString('hex');
  return db.shop.create({
    data: {
      domain: `shop-${own}.myshopify.com`,
      pixelAccount: `account-${own}`,
      name: 'Café Größe',
      email: 'owner@shop.test',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      storefrontUrl: 'https://shop.test',
      installedAt: new Date('2026-01-01T00:00:00Z'),
      ...some,
    },
  });
}
