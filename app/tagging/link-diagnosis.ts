/** One request on the way of a link: what was asked for, and what came back. */
export interface Hop {
  url: string;
  /** HTTP status; undefined where no answer came. */
  status?: number;
  /** Where the answer led on: a redirect's or a meta refresh's target, absolute. */
  next?: string;
  /** Why no answer came, or why the way was not followed further. */
  stopped?: 'refused_address' | 'not_web' | 'unreachable' | 'too_slow' | 'too_many_hops';
}

export type Verdict =
  | 'healthy'
  | 'tags_dropped'
  | 'not_found'
  | 'failing'
  | 'password_page'
  | 'leaves_the_shop'
  | NonNullable<Hop['stopped']>;

export interface Diagnosis {
  verdict: Verdict;
  /** The hop that is to blame: its place among the hops, from 0. */
  hop: number;
  /** One sentence for the merchant. */
  sentence: string;
}

/**
 * Names what is wrong with a followed link, if anything: the first hop that is to blame.
 * @param hops in order; at least one
 * @param expected the tags that must arrive, by parameter name
 * @param shopHosts hosts of the shop, lower case
 */
export function diagnoseLink(
  hops: readonly Hop[],
  expected: Readonly<Record<string, string>>,
  shopHosts: readonly string[],
): Diagnosis {
  const last = hops.length - 1;
  const end = hops[last];
  if (!end) throw new RangeError('a link has at least one hop');
  const found = (verdict: Verdict, hop: number, sentence: string): Diagnosis => ({ verdict, hop, sentence });
  const host = (hop: Hop) => new URL(hop.url).hostname.toLowerCase();

  if (end.stopped) return found(end.stopped, last, STOPPED[end.stopped](end.url));
  const status = end.status ?? 0;
  if (status === 404 || status === 410)
    return found('not_found', last, `The page ${plain(end.url)} does not exist (${status}).`);
  if (status >= 400)
    return found('failing', last, `The page ${plain(end.url)} answers with an error (${status}).`);

  const locked = hops.findIndex((hop) => /^\/password\/?$/.test(new URL(hop.url).pathname));
  if (locked >= 0)
    return found('password_page', locked, 'The shop asks for a password here, so nobody can buy.');
  const dropped = hops.findIndex((hop) => !carries(hop.url, expected));
  if (dropped >= 0) {
    const before = hops[dropped - 1];
    return found(
      'tags_dropped',
      Math.max(0, dropped - 1),
      before
        ? `The redirect from ${plain(before.url)} to ${plain(hops[dropped]?.url ?? '')} drops the tags.`
        : `The link itself does not carry the tags.`,
    );
  }
  if (!shopHosts.includes(host(end))) {
    const left = hops.findIndex((hop, index) => index > 0 && !shopHosts.includes(host(hop)));
    return found(
      'leaves_the_shop',
      Math.max(0, left - 1),
      `The link ends on ${host(end)}, which is not your shop.`,
    );
  }
  return found('healthy', last, 'The link arrives in your shop with its tags.');
}

const STOPPED: Record<NonNullable<Hop['stopped']>, (url: string) => string> = {
  refused_address: (url) =>
    `${plain(url)} leads to an address that is not on the public internet; it was not opened.`,
  not_web: (url) => `The link leads on to ${plain(url)}, which is not a web page.`,
  unreachable: (url) => `${plain(url)} could not be reached.`,
  too_slow: (url) => `${plain(url)} took too long to answer.`,
  too_many_hops: (url) => `The link redirects too many times; the last one was ${plain(url)}.`,
};

function carries(url: string, expected: Readonly<Record<string, string>>): boolean {
  const params = new URL(url).searchParams;
  const inside = params.get('redirect') ?? '';
  const nested = inside.includes('?') ? new URLSearchParams(inside.slice(inside.indexOf('?'))) : undefined;
  return Object.entries(expected).every(
    ([name, value]) => params.get(name) === value || nested?.get(name) === value,
  );
}

/** An address without its query, short enough for a sentence. */
function plain(url: string): string {
  const bare = url.replace(/[?#].*$/s, '');
  return bare.length > 80 ? `${bare.slice(0, 79)}…` : bare;
}
