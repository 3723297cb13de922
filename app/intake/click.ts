import type { Context } from 'hono';
import { notFound } from '~/intake/answers';
import { QueueFull } from '~/lib/group-commit';
import { logger } from '~/lib/logger.server';
import { addParam } from '~/tagging/tag-url';
import { CLICK_PARAM } from '~/tagging/tags';
import type { ClickRequest } from '~/tracking/click-score';
import { countDrop } from '~/tracking/count-drop.server';
import { findDestination } from '~/tracking/find-destination.server';
import { clickToken, type LinkAddress, readLinkToken } from '~/tracking/link-token.server';
import { recordClick } from '~/tracking/record-click.server';

/** GET and HEAD /l/:token: the click is stored, then the visitor sent on to the tagged URL. */
export async function click(c: Context): Promise<Response> {
  const now = new Date();
  const link = readLinkToken(c.req.param('token') ?? '');
  if (!link) return refuse(c, 'bad_token', now);
  const destination = await findDestination(link);
  if (destination === undefined) return refuse(c, 'unknown_link', now);
  const token = await record(link, requestOf(c), now);
  return c.body(null, 302, {
    Location: headerSafe(token ? addParam(destination, CLICK_PARAM, token) : destination),
    'Content-Length': '0',
    'Cache-Control': 'no-store',
    // As if the visitor had followed the shop's own address: its analytics see the site, and never the page.
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Robots-Tag': 'noindex',
  });
}

function refuse(c: Context, reason: 'bad_token' | 'unknown_link', now: Date): Response {
  countDrop('click', reason, now);
  return notFound(c);
}

/** The signed click id; undefined where the click could not be stored: the visitor arrives all the same. */
async function record(link: LinkAddress, request: ClickRequest, now: Date): Promise<string | undefined> {
  try {
    return clickToken(link.shop, await recordClick(link, request, now));
  } catch (error) {
    countDrop('click', error instanceof QueueFull ? 'queue_full' : 'not_stored', now);
    logger.error(
      { shop: link.shop, reason: error instanceof Error ? error.name : 'unknown' },
      'click_not_stored',
    );
    return undefined;
  }
}

function requestOf(c: Context): ClickRequest {
  return {
    method: c.req.method,
    userAgent: c.req.header('user-agent'),
    purposes: ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'].map((name) => c.req.header(name)),
  };
}

/** A header holds ASCII alone: anything else in the URL is percent-encoded, the rest stays byte for byte. */
const headerSafe = (url: string) =>
  url.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(Buffer.from(text).toString()));
