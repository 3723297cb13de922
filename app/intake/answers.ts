import type { Context } from 'hono';
import { logger } from '~/lib/logger.server';

/** The response header that says what became of a webhook or a pixel event. */
export const FATE_HEADER = 'X-Sales-Trail';

/** What a door answers, whichever way the request came in. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body?: string;
}

/** An answer without a body. */
export const bare = (status: number, headers: Record<string, string>): Answer => ({
  status,
  headers: status === 204 ? headers : { ...headers, 'Content-Length': '0' },
});

const text = (status: number, body: string, headers: Record<string, string>): Answer => ({
  status,
  headers: {
    ...headers,
    'Content-Type': 'text/plain; charset=UTF-8',
    'Content-Length': String(Buffer.byteLength(body)),
  },
  body,
});

/** The same answer to an unknown and to a tampered token; it never leads anywhere. */
export const NOT_FOUND = text(404, 'Not found\n', { 'Cache-Control': 'no-store' });

/** What every door says while something cannot be stored: Shopify, browsers and people try again. */
const UNAVAILABLE = text(503, 'Temporarily unavailable, please try again.\n', {
  'Retry-After': '5',
  'Cache-Control': 'no-store',
});

/** As Hono has it. The headers stay a plain object, which the server writes as it is. */
export const toResponse = ({ status, headers, body }: Answer): Response =>
  new Response(body ?? null, { status, headers });

/** The answer to a token that says nothing, in Hono's hands. */
export const notFound = (_: Context): Response => toResponse(NOT_FOUND);

/** The answer where a door could not do its work, which is noted. */
export function failed(door: string, error: unknown): Answer {
  const { name, code } = error as { name?: string; code?: unknown };
  logger.error({ door, error: name, code }, 'intake_failed');
  return UNAVAILABLE;
}
