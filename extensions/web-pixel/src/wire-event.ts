/**
 * What the pixel keeps and what it reports, version 1. Nothing here names a person: no address, no amount, no query
 * string; of an ad's click parameter only the name. Plain JavaScript: the sandbox promises neither URL nor URLSearchParams.
 */

/** One arrival at the shop from somewhere: tagged, from an ad, or from another site. */
export interface Landing {
  /** ISO time of the page view. */
  at: string;
  /** The page's path without its query; a checkout's or an account's path is cut before what identifies it. */
  path: string;
  /** Origin and path of the page that linked here, where that is another site. */
  ref?: string;
  source?: string;
  medium?: string;
  campaign?: string;
  content?: string;
  term?: string;
  /** The value of utm_id. */
  id?: string;
  /** The signed click id. */
  click?: string;
  /** Which ad click parameter was there, never its value. */
  ad?: string;
}

/** The body of the one POST that a completed checkout makes. */
export interface WireEvent {
  v: 1;
  account: string;
  /** Shopify's id of the event: the same however often it arrives. */
  id: string;
  /** Shopify's client id of the browser. */
  visitor: string;
  at: string;
  checkout: { token: string; order?: string; click?: string };
  /** Oldest first. */
  landings: Landing[];
}

/** The parts of page_viewed that matter here. */
export interface PageView {
  timestamp: string;
  context: {
    document: { location: { host: string; pathname: string; search: string }; referrer: string };
  };
}

/** The parts of checkout_completed that matter here. */
export interface CompletedCheckout {
  id: string;
  clientId: string;
  timestamp: string;
  data: {
    checkout: {
      token?: string | null;
      order?: { id?: string | null } | null;
      attributes?: { key: string; value: string }[] | null;
    };
  };
}

const CLICK = 'st_click';
const TAG = /^(?:utm_(source|medium|campaign|content|term|id)|st_(click))$/;
type Tag = 'source' | 'medium' | 'campaign' | 'content' | 'term' | 'id' | 'click';
const AD_CLICK =
  /^(gclid|gbraid|wbraid|dclid|fbclid|msclkid|ttclid|twclid|li_fat_id|epik|rdt_cid|sccid|yclid)$/i;
const MINUTE = 60_000;
const MINUTES_KEPT = 90 * 24 * 60;
const LANDINGS_KEPT = 20;
/** A reload or the way back within this time is the same landing. */
const MINUTES_OF_A_VISIT = 30;
/** Leaves room under the 64 KiB that a request may carry past the end of its page, in any script. */
const CHARACTERS_SENT = 18_000;

/** Cut to what a column holds, never through the middle of a character. */
const cut = (text: string) => text.slice(0, 255).replace(/[\uD800-\uDBFF]$/, '');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

/** The landing that a page view is; undefined for a direct visit and for a step inside the shop. */
export function landingOf({ timestamp, context }: PageView): Landing | undefined {
  const { host, pathname, search } = context.document.location;
  const path = pathname.replace(/(\/(checkouts|orders|account)\/).*/, '$1');
  const landing: Landing = { at: timestamp, path: cut(path) };
  const [, ref, from] = /^([^/?#]+:\/\/([^/?#]+)[^?#]*)/.exec(context.document.referrer) || [];
  if (ref && from !== host) landing.ref = cut(ref);
  // Who comes back to the checkout from a bank's page has not just arrived.
  let arrived = !!landing.ref && path === pathname;
  for (const pair of search.slice(1).split('&')) {
    const equals = `${pair}=`.indexOf('=');
    const name = decoded(pair.slice(0, equals));
    const value = cut(decoded(pair.slice(equals + 1)));
    const [, utm, own] = TAG.exec(name) || [];
    const field = (utm || own) as Tag | undefined;
    // An address in a tag is somebody's mistake; it stays out.
    if (field && value && !landing[field] && !/\S@\S+\.\S/.test(value)) arrived = !!(landing[field] = value);
    if (AD_CLICK.test(name)) arrived = !!(landing.ad = name);
  }
  return arrived ? landing : undefined;
}

/**
 * The list to keep after what was stored, with the new landing where there is one: newest last, at most twenty, none
 * older than ninety days. Anything unreadable is forgotten.
 * @param now ISO time
 */
export function landingsKept(stored: string | null, now: string, landing?: Landing): Landing[] {
  const minutesSince = (at: string) => (Date.parse(now) - Date.parse(at)) / MINUTE;
  const withoutTime = (of: Landing) =>
    JSON.stringify(of, (key, value: unknown) => (key === 'at' ? 0 : value));
  let landings: Landing[] = [];
  try {
    landings = (JSON.parse(stored || '') as Landing[]).filter(({ at }) => minutesSince(at) < MINUTES_KEPT);
  } catch {
    // A first visit, or somebody else's value under our name.
  }
  const again = (earlier: Landing) =>
    landing && minutesSince(earlier.at) < MINUTES_OF_A_VISIT && withoutTime(earlier) === withoutTime(landing);
  if (landing && !landings.some(again)) landings.push(landing);
  landings = landings.slice(-LANDINGS_KEPT);
  while (JSON.stringify(landings).length > CHARACTERS_SENT) landings.shift();
  return landings;
}

/** What a completed checkout reports; undefined where it cannot be tied to an order. */
export function wireEventOf(
  account: string,
  { id, clientId, timestamp, data }: CompletedCheckout,
  landings: Landing[],
): WireEvent | undefined {
  const { token, order, attributes } = data.checkout;
  if (!token) return undefined;
  const checkout: WireEvent['checkout'] = { token };
  // Shopify writes the id bare in some places and as gid://shopify/Order/… in others.
  const orderId = /\d+$/.exec(order?.id || '');
  if (orderId) checkout.order = orderId[0];
  for (const { key, value } of attributes || []) if (key === CLICK) checkout.click = cut(value);
  return { v: 1, account, id, visitor: clientId, at: timestamp, checkout, landings };
}
