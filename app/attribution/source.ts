import { CLICK_PARAM } from '~/tagging/tags';
import type { Landing } from '~/attribution/facts';
import { classify, clickParamIn, isClickParam, type Traffic } from '~/attribution/traffic-channel';

/** Where a customer goes to pay or sign in and comes back from: no origin of a visit. */
const DETOURS = [
  'shopify.com',
  'shop.app',
  'shopifycs.com',
  'paypal.com',
  'klarna.com',
  'stripe.com',
  'adyen.com',
  'mollie.com',
  'amazonpay.com',
];

/**
 * Where a landing came from that no message of the shop explains: source, medium and channel. Undefined for a direct
 * visit, and for one from the shop itself or from where its customers go to pay.
 */
export function otherSourceOf(landing: Landing, ownHosts: readonly string[]): Traffic | undefined {
  const { utm, adParam, referrer } = landing;
  const own = (host: string) =>
    [...ownHosts, ...DETOURS].some((site) => host === site || host.endsWith(`.${site}`));
  return classify({ ...utm, clickParam: adParam, referrer }, own);
}

/** Host name of a URL without `www.`; undefined where it has none. */
export function hostOf(url: string | null): string | undefined {
  if (!url || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).hostname.replace(/^www\./, '');
}

/**
 * Reads a page address (absolute, or path and query as orders have it) as a landing. `utm` is what a witness read
 * itself; the address fills what it lacks.
 * @param clickIdOf the click id behind a token, where its signature holds
 */
export function landingOfPage(
  seen: {
    at: Date | null;
    page: string | null;
    referrer: string | null;
    utm?: Partial<Landing['utm']> | null;
  },
  clickIdOf: (token: string) => string | undefined,
): Landing {
  const url =
    seen.page && URL.canParse(seen.page, 'https://shop.invalid')
      ? new URL(seen.page, 'https://shop.invalid')
      : undefined;
  const param = (name: string) => clean(url?.searchParams.get(name));
  const adParam = clickParamIn([...(url?.searchParams.keys() ?? [])]);
  const token = param(CLICK_PARAM);
  return {
    at: seen.at,
    clickId: (token && clickIdOf(token)) ?? null,
    utm: {
      source: clean(seen.utm?.source) ?? param('utm_source'),
      medium: clean(seen.utm?.medium) ?? param('utm_medium'),
      campaign: clean(seen.utm?.campaign) ?? param('utm_campaign'),
      id: clean(seen.utm?.id) ?? param('utm_id'),
    },
    adParam: adParam ?? null,
    referrer: seen.referrer,
    page: url ? url.pathname.slice(0, PAGE_LENGTH) : null,
  };
}

const READ_PARAMS = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_id', CLICK_PARAM];

/**
 * What is read here of a page's address: the page, its tags and click id, and the names of ad parameters. All else is
 * left out, because it may say who came.
 */
export function withReadParams(address: string | null): string | null {
  const query = new URLSearchParams(/\?([^#]*)/s.exec(address ?? '')?.[1]);
  const read = new URLSearchParams(
    [...query].flatMap(([name, value]) =>
      READ_PARAMS.includes(name) ? [[name, value]] : isClickParam(name) ? [[name, '']] : [],
    ),
  ).toString();
  return [withoutQuery(address), read].filter(Boolean).join('?') || null;
}

/** An address without what may say who came. */
export const withoutQuery = (address: string | null): string | null =>
  address?.replace(/[?#].*$/s, '') || null;

const TEXT_LENGTH = 255;
const PAGE_LENGTH = 1_024;

/** Printable and bounded, also where the cut divides a character: the database refuses what is neither. */
function clean(text: string | null | undefined): string | null {
  return (
    text
      ?.replace(/\p{Control}/gu, '')
      .slice(0, TEXT_LENGTH)
      .replace(/\p{Surrogate}/gu, '') || null
  );
}

/** A landing's tags for a reader: "newsletter / email / black_friday"; null where it has none. */
export function shownTags({ utm, adParam }: Landing): string | null {
  const tags = [utm.source, utm.medium, utm.campaign].filter(Boolean).join(' / ');
  return [tags, adParam].filter(Boolean).join(', ') || null;
}
