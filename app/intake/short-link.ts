import type { Context } from 'hono';
import { toResponse } from '~/intake/answers';
import { recordAndRedirect, refuseLink, requestOf } from '~/intake/redirect';
import { headerOf, incomingOf } from '~/intake/request-head';
import type { ShopId } from '~/lib/ids';
import { hashFor } from '~/lib/secrets.server';
import { findShortLink } from '~/links/find-short-link.server';
import { readSlug } from '~/links/slug';

/**
 * GET and HEAD /s/:slug: the click is stored, then the visitor sent on to where the tracking link leads now. One that
 * has expired leads to its fallback, counted and without anything that a purchase could be credited by.
 */
export async function shortLink(c: Context): Promise<Response> {
  const now = new Date();
  const address = readSlug(c.req.param('slug') ?? '');
  if (!address) return toResponse(refuseLink('bad_token', now));
  const { shop, slug } = address;
  const link = await findShortLink(shop, slug, now);
  if (!link) return toResponse(refuseLink('unknown_link', now));
  const { versionId, position, url, tracked } = link;
  const clicked = { shop, deliveryId: null, versionId, position, visitor: visitorOf(c, shop, now) };
  return toResponse(await recordAndRedirect(requestOf(c), clicked, url, now, tracked));
}

/** Tells the browsers of one day apart, and nobody from one day to the next. The address itself is not kept. */
function visitorOf(c: Context, shop: ShopId, now: Date): string {
  const address = headerOf(c, 'x-forwarded-for')?.split(',')[0]?.trim() || peerOf(c);
  const agent = headerOf(c, 'user-agent') ?? '';
  return hashFor(shop, 'visitor', [now.toISOString().slice(0, 10), address, agent].join('\n'));
}

/** Who is connected, where a server of Node's took the request. */
const peerOf = (c: Context) => incomingOf(c)?.socket.remoteAddress ?? '';
