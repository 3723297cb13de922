import type { Shop } from '~/db.server';
import { shopify } from '~/shopify.server';
import { installShop } from '~/shopify/install-shop.server';
import { unscopedLoadShopByDomain } from '~/shopify/shop-store.server';

type AdminContext = Awaited<ReturnType<typeof shopify.authenticate.admin>>;

export interface Merchant {
  shop: Shop;
  /** Leads out of or around inside the embedded app, keeping what the admin needs in the address. */
  redirect: AdminContext['redirect'];
  /** Lets an extension of the app read an answer, from the origin that the admin runs it in. */
  cors: AdminContext['cors'];
}

/**
 * Who opens a page of the app. Every route begins here.
 * @throws Response where there is no valid session: the library's bounce, which the browser follows
 */
export async function authenticateMerchant(request: Request): Promise<Merchant> {
  const { session, redirect, cors } = await shopify.authenticate.admin(request);
  const known = await unscopedLoadShopByDomain(session.shop);
  if (known && !known.uninstalledAt) return { shop: known, redirect, cors };
  await installShop(session.shop);
  const shop = await unscopedLoadShopByDomain(session.shop);
  if (!shop) throw new Error('the shop could not be installed');
  return { shop, redirect, cors };
}
