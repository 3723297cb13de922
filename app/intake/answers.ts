import type { Context } from 'hono';

/** The response header that says what became of a webhook or a pixel event. */
export const FATE_HEADER = 'X-Sales-Trail';

/** An answer without a body. Its headers stay a plain object, which the server writes as it is. */
export function bare(status: number, headers: Record<string, string>): Response {
  return new Response(null, {
    status,
    headers: status === 204 ? headers : { ...headers, 'Content-Length': '0' },
  });
}

/** What every door says while something cannot be stored: Shopify, browsers and people try again. */
export function unavailable(c: Context): Response {
  return c.text('Temporarily unavailable, please try again.\n', 503, {
    'Retry-After': '5',
    'Cache-Control': 'no-store',
  });
}

/** The same answer to an unknown and to a tampered token; it never leads anywhere. */
export function notFound(c: Context): Response {
  return c.text('Not found\n', 404, { 'Cache-Control': 'no-store' });
}
