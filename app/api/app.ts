import { type Context, Hono } from 'hono';
import { type KnownKey, proveApiKey } from '~/api-keys/api-key-store.server';
import { readKey } from '~/api-keys/api-key';
import type { Endpoint, Refusal } from '~/api/endpoint';
import { endpoints } from '~/api/endpoints';
import { openApiOf } from '~/api/openapi';
import type { Shop } from '~/db.server';
import { env } from '~/env.server';
import { logger } from '~/lib/logger.server';
import { tokenBuckets } from '~/lib/token-buckets';
import { findShop } from '~/shopify/shop-store.server';

/** The API, for programs that bring a key: what can be read of a shop, as JSON. Nothing can be changed. */
export const api = new Hono();

/** Of one key, in this process. */
const BURST = 60;
const PER_SECOND = 2;
const take = tokenBuckets({ burst: BURST, perSecond: PER_SECOND, keys: 10_000 });

const description = openApiOf(endpoints, `${env.SHOPIFY_APP_URL}/api/v1`);
api.get('/openapi.json', (c) => c.json(description));

for (const endpoint of endpoints)
  api.get(endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) => answer(c, endpoint));

api.all('*', (c) =>
  c.req.method === 'GET'
    ? problem(404, 'There is nothing at this address')
    : problem(405, 'The API is for reading alone', undefined, { Allow: 'GET' }),
);

api.onError((error, c) => {
  const { name, code } = error as { name?: string; code?: unknown };
  logger.error({ door: c.req.path, error: name, code }, 'api_failed');
  return problem(503, 'This cannot be read now', 'Try again in a moment.', { 'Retry-After': '5' });
});

async function answer(c: Context, endpoint: Endpoint): Promise<Response> {
  const now = new Date();
  const caller = await callerOf(c.req.header('authorization'), now);
  if (!caller)
    return problem(401, 'This key opens nothing', 'Send “Authorization: Bearer” with a key that is valid.', {
      'WWW-Authenticate': 'Bearer',
    });
  const { shop, key } = caller;
  if (!take(`${shop.id}.${key.id}`, now.getTime()))
    return problem(
      429,
      'The key was used too often',
      `It has ${BURST} requests at once, and ${PER_SECOND} more each second.`,
      { 'Retry-After': String(Math.ceil(1 / PER_SECOND)) },
    );
  if (!key.scopes.includes(endpoint.scope))
    return problem(403, 'The key may not read this', `It would need the scope “${endpoint.scope}”.`);
  const read = await endpoint.read(shop, { ...c.req.query(), ...c.req.param() }, now);
  logger.info(
    {
      shop: shop.id,
      key: String(key.id),
      operation: endpoint.operation,
      outcome: read.ok ? 'read' : read.reason,
      ms: Date.now() - now.getTime(),
    },
    'api',
  );
  if (read.ok) return c.json(read.value, 200, { 'Cache-Control': 'no-store' });
  if (read.reason === 'bad_parameter') {
    const [issue] = read.error.issues;
    const where = issue?.path.join('.');
    return problem(400, 'A parameter is wrong', [where, issue?.message].filter(Boolean).join(': '));
  }
  const [status, title] = REFUSALS[read.reason];
  return problem(status, title);
}

const REFUSALS: Record<Refusal, [number, string]> = {
  not_found: [404, 'There is no such thing'],
  bad_period: [
    400,
    '“from” and “to” are the first and last day of a period, in this order, of at most 366 days',
  ],
  bad_cursor: [400, 'The cursor is not one of this list'],
};

/** Whose key a request brings, and which. */
async function callerOf(
  authorization: string | undefined,
  now: Date,
): Promise<{ shop: Shop; key: KnownKey } | undefined> {
  const parts = readKey(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
  const key = parts && (await proveApiKey(parts.shop, parts, now));
  const shop = key && (await findShop(parts.shop));
  return shop && !shop.uninstalledAt ? { shop, key } : undefined;
}

const problem = (
  status: number,
  title: string,
  detail?: string,
  headers: Record<string, string> = {},
): Response =>
  Response.json(
    { type: 'about:blank', title, status, ...(detail && { detail }) },
    {
      status,
      headers: { ...headers, 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
    },
  );
