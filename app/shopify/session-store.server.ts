import { db } from '~/db.server';

/** Forgets all access to a shop, sessions that can no longer be unsealed included. */
export async function unscopedDeleteSessions(shopDomain: string): Promise<void> {
  await db.session.deleteMany({ where: { shop: shopDomain } });
}

/** Notes which scopes the merchant has granted now. */
export async function unscopedSetScopes(shopDomain: string, scopes: readonly string[]): Promise<void> {
  await db.session.updateMany({ where: { shop: shopDomain }, data: { scope: scopes.join(',') } });
}
