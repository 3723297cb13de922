import type { Context } from 'hono';
import { type Answer, NOT_FOUND } from '~/intake/answers';
import { headerOf } from '~/intake/request-head';
import { QueueFull } from '~/lib/group-commit';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { remembering } from '~/lib/remembering';
import { addParam } from '~/tagging/tag-url';
import { CLICK_PARAM } from '~/tagging/tags';
import type { ClickRequest } from '~/tracking/click-score';
import { countDrop } from '~/tracking/count-drop.server';
import { clickToken } from '~/tracking/link-token.server';
import { type ClickedLink, recordClick } from '~/tracking/record-click.server';

/**
 * Stores the click, then sends its visitor on.
 * @param tracked whether the signed click id goes along, so that a purchase can be credited
 */
export async function recordAndRedirect(
  request: ClickRequest,
  link: ClickedLink,
  destination: string,
  now: Date,
  tracked = true,
): Promise<Answer> {
  let token: string | undefined;
  try {
    token = clickToken(link.shop, await recordClick(link, request, now));
  } catch (error) {
    noteLost(link.shop, error, now);
  }
  return sendOn(token && tracked ? aroundClick(destination).join(token) : headerSafe(destination));
}

/** Sends a visitor on. @param location safe for a header */
const sendOn = (location: string): Answer => ({
  status: 302,
  headers: {
    Location: location,
    'Cache-Control': 'no-store',
    // As if the visitor had followed the shop's own address: its analytics see the site, and never the page.
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Robots-Tag': 'noindex',
    'Content-Length': '0',
  },
});

/** Sends a visitor on of whom nothing is stored. */
export const redirectTo = (destination: string): Answer => sendOn(headerSafe(destination));

/** The answer to an address that leads nowhere: counted, never a redirect. */
export function refuseLink(reason: 'bad_token' | 'unknown_link', now: Date): Answer {
  countDrop('click', reason, now);
  return NOT_FOUND;
}

/** A click that could not be stored: its visitor arrives all the same. */
function noteLost(shop: ShopId, error: unknown, now: Date): void {
  countDrop('click', error instanceof QueueFull ? 'queue_full' : 'not_stored', now);
  logger.error({ shop, reason: error instanceof Error ? error.name : 'unknown' }, 'click_not_stored');
}

const PURPOSES = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'];

/** What a request says of whoever makes it. @param header by its lower-case name */
export function requestSaid(method: string, header: (name: string) => string | undefined): ClickRequest {
  return { method, userAgent: header('user-agent'), purposes: PURPOSES.map(header) };
}

/** The same of a request in Hono's hands. */
export const requestOf = (c: Context): ClickRequest => requestSaid(c.req.method, (name) => headerOf(c, name));

/** Stands where the click's token goes: like a token it is written alike wherever in a URL it stands. */
const MARK = 'st_click_of_this_visitor';

/** A destination with its click parameter, cut where the token of a click goes: many clicks lead to few places. */
const aroundClick = remembering(1_000, (destination) =>
  headerSafe(addParam(destination, CLICK_PARAM, MARK)).split(MARK),
);

/** A header holds ASCII alone: anything else in the URL is percent-encoded, the rest stays byte for byte. */
const headerSafe = (url: string) =>
  url.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(Buffer.from(text).toString()));
