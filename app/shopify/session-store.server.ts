import { db } from '~/db.server';

/** Forgets all access to a shop, sessions that can no longer be unsealed included. */
export async function unscopedDeleteSessions(shopDomain: string): Promise<void> {
  await db.session.deleteMany({ where: { shop: shopDomain } });
}

/** Notes which scopes the merchant has granted now. */
export async function unscopedSetScopes(shopDomain: string, scopes: readonly string[]): Promise<void> {
  await db.session.updateMany({ where: { shop: shopDomain }, data: { scope: scopes.join(',') } });
}

/** Which scopes the merchant had granted when Shopify last told. */
export async function unscopedKnownScopes(shopDomain: string): Promise<string[]> {
  const session = await db.session.findUnique({ where: { id: `offline_${shopDomain}` } });
  return session?.scope?.split(',').filter(Boolean) ?? [];
}
