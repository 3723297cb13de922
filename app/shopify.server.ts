import '@shopify/shopify-app-remix/adapters/node';
import {
  type Session,
  ApiVersion,
  AppDistribution,
  LogSeverity,
  shopifyApp,
} from '@shopify/shopify-app-remix/server';
import { PrismaSessionStorage } from '@shopify/shopify-app-session-storage-prisma';
import type { PrismaClient } from '@prisma/client';
import { db } from '~/db.server';
import { env } from '~/env.server';
import { seal, unseal } from '~/lib/secrets.server';

/** Prisma's session storage with both tokens sealed at rest. */
export class SealedSessionStorage extends PrismaSessionStorage<PrismaClient> {
  override storeSession(session: Session): Promise<boolean> {
    const sealed = Object.assign(Object.create(Object.getPrototypeOf(session) as object) as Session, session);
    if (session.accessToken) sealed.accessToken = seal(session.accessToken);
    if (session.refreshToken) sealed.refreshToken = seal(session.refreshToken);
    return super.storeSession(sealed);
  }

  override async loadSession(id: string): Promise<Session | undefined> {
    return opened(await super.loadSession(id));
  }

  override async findSessionsByShop(shop: string): Promise<Session[]> {
    const sessions = await super.findSessionsByShop(shop);
    return sessions.flatMap((session) => opened(session) ?? []);
  }
}

/** A session sealed with another key is as good as none: the merchant's next visit makes a new one. */
function opened(session: Session | undefined): Session | undefined {
  try {
    if (session?.accessToken) session.accessToken = unseal(session.accessToken);
    if (session?.refreshToken) session.refreshToken = unseal(session.refreshToken);
    return session;
  } catch {
    return undefined;
  }
}

// The storage counts its rows as it is made, and ends the process where it finds no table for ten seconds: at the first
// start, the table is made only after that.
const uncounted = db.$extends({ query: { session: { count: () => Promise.resolve(0) } } });

// The storage is typed against the classic client; ours is generated beside the schema and has the same Session model.
export const sessionStorage = new SealedSessionStorage(uncounted as unknown as PrismaClient);

type AfterAuth = (shopDomain: string) => Promise<void>;
let afterAuth: AfterAuth = () => Promise.resolve();

/**
 * Says what happens once a merchant is authenticated: about hourly per active shop, so it must be idempotent. A
 * registry, because what it does lies in layers above this file.
 */
export function whenAuthenticated(handler: AfterAuth): void {
  afterAuth = handler;
}

/** The one shopifyApp(). */
export const shopify = shopifyApp({
  apiKey: env.SHOPIFY_API_KEY,
  apiSecretKey: env.SHOPIFY_API_SECRET,
  apiVersion: ApiVersion.October26,
  appUrl: env.SHOPIFY_APP_URL,
  authPathPrefix: '/auth',
  distribution: AppDistribution.AppStore,
  sessionStorage,
  logger: { level: LogSeverity.Warning },
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  hooks: { afterAuth: ({ session }) => afterAuth(session.shop) },
});
