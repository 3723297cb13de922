import type { Context } from 'hono';
import { recordAndRedirect, refuseLink } from '~/intake/redirect';
import { findDestination } from '~/tracking/find-destination.server';
import { readLinkToken } from '~/tracking/link-token.server';

/** GET and HEAD /l/:token: the click is stored, then the visitor sent on to the tagged URL. */
export async function click(c: Context): Promise<Response> {
  const now = new Date();
  const link = readLinkToken(c.req.param('token') ?? '');
  if (!link) return refuseLink(c, 'bad_token', now);
  const destination = await findDestination(link);
  if (destination === undefined) return refuseLink(c, 'unknown_link', now);
  return recordAndRedirect(c, link, destination, now);
}
