import pg from 'pg';
import { databaseUrl } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { sessionStorage, shopify } from '~/shopify.server';

/** The library's own margin: a token this close to its end is renewed. */
const RENEWED_BEFORE_MS = 5 * 60 * 1_000;

/** Shopify no longer lets the app in: uninstalled, or the token is dead. Ends when the merchant opens the app. */
export class AccessLost extends Error {
  override name = 'AccessLost';
  readonly reason = 'access_lost';
}

/**
 * The app's own access token for a shop, renewed where it is about to end.
 * @throws AccessLost where there is none
 */
export async function offlineToken(shopDomain: string): Promise<string> {
  const token = await storedToken(shopDomain);
  return token.ends ? renewedToken(shopDomain) : token.text;
}

async function storedToken(shopDomain: string): Promise<{ text: string; ends: boolean }> {
  const session = await sessionStorage.loadSession(`offline_${shopDomain}`);
  if (!session?.accessToken) throw new AccessLost();
  return { text: session.accessToken, ends: session.isExpired(RENEWED_BEFORE_MS) };
}

/**
 * A refresh kills the pair it came from, so two at once would leave the loser's behind: one at a time per shop, over
 * all processes, and whoever waited looks first at what the one before brought. The lock lives on a connection of its
 * own, because the pool's are needed to store the session.
 */
async function renewedToken(shopDomain: string): Promise<string> {
  const lock = new pg.Client({ connectionString: databaseUrl });
  lock.on('error', () => undefined);
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`refresh ${shopDomain}`]);
    const token = await storedToken(shopDomain);
    if (!token.ends) return token.text;
    try {
      const { session } = await shopify.unauthenticated.admin(shopDomain);
      return session.accessToken ?? token.text;
    } catch {
      // The library does not say whether the refresh token is dead or Shopify was away: the old token will tell.
      logger.warn({ shop: shopDomain }, 'token_not_renewed');
      return token.text;
    }
  } finally {
    await lock.end();
  }
}
