import { ApiVersion } from '@shopify/shopify-app-remix/server';
import { ClientError, GraphQLClient } from 'graphql-request';
import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import { AccessLost, offlineToken } from '~/shopify/offline-token.server';
import { retryWaitMs, throttleWaitMs } from '~/shopify/throttle';

export { AccessLost } from '~/shopify/offline-token.server';

const TRIES = 5;
const TIMEOUT_MS = 30_000;

/** Shopify did not answer, or not what was asked. The message holds a reason word and no data. */
export class AdminRequestFailed extends Error {
  override name = 'AdminRequestFailed';
  /** @param reason `throttled`, `unreachable`, `http_<status>`, `unexpected_answer`, or Shopify's error code in lower case */
  constructor(
    operation: string,
    readonly reason: string,
  ) {
    super(`${operation}: ${reason}`);
  }
}

type Answer = { ok: true; data: unknown } | { ok: false; reason: string; retryInMs?: number };

/**
 * Asks the Admin API of a shop in the app's own name. A throttled request is repeated when the bucket has filled, one
 * that failed on Shopify's side a few times; both are bounded. User errors are part of the answer.
 * @param answer the shape of `data`
 * @param withinMs how long the tries may take together
 * @throws AccessLost where Shopify does not let the app in (any more)
 * @throws AdminRequestFailed otherwise
 */
export async function adminRequest<T>(
  shopDomain: string,
  document: string,
  variables: Record<string, unknown>,
  answer: z.ZodType<T>,
  withinMs = Infinity,
): Promise<T> {
  const operation = /(?:query|mutation)\s+(\w+)/.exec(document)?.[1] ?? 'request';
  const end = Date.now() + withinMs;
  let token = await offlineToken(shopDomain);
  for (let attempt = 0; ; attempt += 1) {
    const timeout = Math.min(TIMEOUT_MS, Math.max(end - Date.now(), 1));
    const got = await ask(shopDomain, token, document, variables, timeout, attempt);
    if (got.ok) {
      const parsed = answer.safeParse(got.data);
      if (!parsed.success) throw new AdminRequestFailed(operation, 'unexpected_answer');
      return parsed.data;
    }
    if (got.reason === 'http_401') {
      // The merchant may have opened the app meanwhile, which replaces the token.
      const newer = await offlineToken(shopDomain);
      if (newer === token) throw new AccessLost();
      token = newer;
    } else if (got.retryInMs === undefined || attempt + 1 >= TRIES || Date.now() + got.retryInMs >= end) {
      throw new AdminRequestFailed(operation, got.reason);
    } else {
      await wait(got.retryInMs);
    }
  }
}

async function ask(
  shopDomain: string,
  token: string,
  document: string,
  variables: Record<string, unknown>,
  timeout: number,
  attempt: number,
): Promise<Answer> {
  const client = new GraphQLClient(`https://${shopDomain}/admin/api/${ApiVersion.October26}/graphql.json`, {
    headers: { 'X-Shopify-Access-Token': token },
    signal: AbortSignal.timeout(timeout),
  });
  try {
    return { ok: true, data: await client.request(document, variables) };
  } catch (error) {
    if (!(error instanceof ClientError)) {
      return { ok: false, reason: 'unreachable', retryInMs: retryWaitMs(null, attempt) };
    }
    const { status, errors, extensions, headers } = error.response;
    if (status === 429 || status >= 500) {
      const retryAfter = headers instanceof Headers ? headers.get('retry-after') : null;
      return { ok: false, reason: `http_${status}`, retryInMs: retryWaitMs(retryAfter, attempt) };
    }
    if (status !== 200) return { ok: false, reason: `http_${status}` };
    const code = errors?.[0]?.extensions['code'];
    if (code === 'THROTTLED') {
      const cost = (extensions as { cost?: unknown } | undefined)?.cost;
      return { ok: false, reason: 'throttled', retryInMs: throttleWaitMs(cost) };
    }
    return { ok: false, reason: typeof code === 'string' ? code.toLowerCase() : 'graphql_error' };
  }
}
