import { Session } from '@shopify/shopify-api';
import { db, type Shop } from '~/db.server';
import { sessionStorage } from '~/shopify.server';
import type { AppConfig } from '../shopify/app-config.ts';
import { type GraphqlAnswer, openAdminApi } from '../shopify/graphql.ts';
import { openTokenOffice } from '../shopify/oauth.ts';
import type { Plan } from '../shopify/query-cost.ts';
import { startPlatform } from '../shopify/platform.ts';
import { mintSessionToken } from '../shopify/session-token.ts';
import { ShopState } from '../shopify/shop-state.ts';

const app = { apiKey: 'test-api-key', apiSecret: 'test-api-secret' };
const MINUTE = 60_000;

export interface LocalPlatform {
  state: ShopState;
  /** How often the app asked for a new token with its refresh token, in vain too. */
  refreshes: number;
  /** Answers given to the next requests of the Admin API in place of its own. */
  nextAnswers: (GraphqlAnswer | (() => Promise<GraphqlAnswer>))[];
  /** Operations that reached the Admin API. */
  asked: string[];
  throttleNext(requests: number): void;
  /** Stores an offline session for the app, as after a merchant's visit. `expiresInMs` is what the app believes. */
  signIn(expiresInMs?: number): Promise<void>;
  /** The shop's row, as installed. */
  shop(): Promise<Shop>;
  stop(): Promise<void>;
}

/** Tokens and Admin API of the local Shopify, and everything for `*.myshopify.com` routed to them. */
export async function startLocalPlatform(
  some: { scopes?: string[]; pixelSettings?: string[] | null; journeyDelayMs?: number; plan?: Plan } = {},
): Promise<LocalPlatform> {
  const scopes = some.scopes ?? [
    'read_orders',
    'read_customers',
    'write_customers',
    'write_pixels',
    'read_customer_events',
    'read_products',
    'write_files',
  ];
  const config: AppConfig = {
    handle: 'sales-trail',
    name: 'Sales Trail',
    scopes,
    optionalScopes: [],
    webhookVersion: '2026-10',
    subscriptions: [],
    pixelSettings: some.pixelSettings === undefined ? ['accountID', 'endpoint'] : some.pixelSettings,
  };
  const state = new ShopState();
  state.installApp(scopes);
  const now = () => new Date();
  const office = openTokenOffice(state, app, now);
  const api = openAdminApi(
    { state, now, journeyDelayMs: some.journeyDelayMs ?? 0, pixelSettings: config.pixelSettings },
    some.plan,
  );
  const nextAnswers: LocalPlatform['nextAnswers'] = [];
  const asked: string[] = [];
  const server = await startPlatform({
    site: { state, config, app, tunnelUrl: 'http://app.test', inboxUrl: 'http://inbox.test' },
    tokens: {
      issue: (body) => {
        if ((body as { grant_type?: string }).grant_type === 'refresh_token') platform.refreshes += 1;
        return office.issue(body);
      },
      scopesOf: (token) => office.scopesOf(token),
    },
    api: {
      answer: async (version, granted, body) => {
        asked.push(/(?:query|mutation)\s+(\w+)/.exec((body as { query: string }).query)?.[1] ?? '');
        const next = nextAnswers.shift() ?? (() => api.answer(version, granted, body));
        return typeof next === 'function' ? next() : next;
      },
      throttleNext: (requests) => api.throttleNext(requests),
      bulkResult: (id) => api.bulkResult(id),
    },
    port: 0,
  });
  process.env['LOCAL_SHOPIFY_URL'] = server.url;
  await import('../shopify/route-to-loopback.mjs');

  const platform: LocalPlatform = {
    state,
    refreshes: 0,
    nextAnswers,
    asked,
    throttleNext: (requests) => api.throttleNext(requests),
    signIn: async (expiresInMs = 60 * MINUTE) => {
      const { body } = office.issue({
        client_id: app.apiKey,
        client_secret: app.apiSecret,
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: mintSessionToken(app, state.shop.domain, '1', now()),
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
        expiring: '1',
      });
      const session = new Session({
        id: `offline_${state.shop.domain}`,
        shop: state.shop.domain,
        state: '',
        isOnline: false,
        scope: scopes.join(','),
        accessToken: String(body['access_token']),
        refreshToken: String(body['refresh_token']),
        expires: new Date(Date.now() + expiresInMs),
        refreshTokenExpires: new Date(Date.now() + 90 * 24 * 60 * MINUTE),
      });
      await sessionStorage.storeSession(session);
    },
    shop: () => db.shop.findUniqueOrThrow({ where: { domain: state.shop.domain } }),
    stop: () => server.stop(),
  };
  return platform;
}
