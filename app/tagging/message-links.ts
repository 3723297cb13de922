import { applyEdits, editsAsWritten } from './edits';
import type { FoundLink, Ranges } from './found-link';
import { escapeHtml } from './html-entities';
import { findHtmlLinks } from './html-links';
import { paramEdits, type Param, type Replaced } from './query-params';
import { cleanUrl, skipReason, type SkipReason } from './skip-reason';
import { tagParams, type Tags } from './tags';
import { findTextLinks } from './text-links';

export type Format = 'html' | 'text';

export interface TaggedLink {
  /** Its number among the links of the message. */
  position: number;
  /** As written, its entities decoded. */
  url: string;
  /** Where a click leads, tagged and absolute; null where the link is left alone. */
  taggedUrl: string | null;
  skipped: SkipReason | null;
  replaced: Replaced[];
}

/** A link and the place of its URL in the content. */
export interface PlacedLink extends TaggedLink {
  start: number;
  end: number;
  /** What stands there once the link is tagged; what stood there where it is not. */
  written: string;
  /** Whether a recipient's copy may hold another address in this place. */
  isWrappable: boolean;
}

export interface MessageLinks extends Ranges {
  links: PlacedLink[];
}

/**
 * Finds the links of a message and tags each; with `tags` null each is left as it is.
 * @param withRanges whether the places of URLs and tags are wanted too
 */
export function linksOfMessage(
  content: string,
  format: Format,
  tags: Tags | null,
  firstPosition: number,
  withRanges = false,
): MessageLinks {
  const { links, base, ...ranges } =
    format === 'html'
      ? findHtmlLinks(content, withRanges)
      : { links: findTextLinks(content), urls: [], tags: [], base: undefined };
  const params = tags && tagParams(tags);
  const escape = format === 'html' ? escapeHtml : (text: string) => text;
  return {
    ...ranges,
    links: links.map((link, index) =>
      placedLink(link, content.slice(link.start, link.end), {
        position: firstPosition + index,
        params,
        base,
        escape,
      }),
    ),
  };
}

interface Tagging {
  position: number;
  params: readonly Param[] | null;
  base: string | undefined;
  escape: (text: string) => string;
}

function placedLink(
  link: FoundLink,
  written: string,
  { position, params, base, escape }: Tagging,
): PlacedLink {
  const { start, end, reading } = link;
  const url = reading.text;
  const untouched = { position, url, taggedUrl: null, replaced: [], start, end, written, isWrappable: false };
  const absolute = (address: string) => absoluteUrl((link.scheme ?? '') + address, base);
  const skipped = reasonOf(link, absolute(url));
  if (skipped || !params) return { ...untouched, skipped };
  const { edits, replaced } = paramEdits(url, params);
  return {
    ...untouched,
    taggedUrl: cleanUrl(absolute(applyEdits(url, edits))),
    skipped,
    replaced,
    written: applyEdits(written, editsAsWritten(edits, reading, escape)),
    // A form that GETs puts its fields in place of the query: behind another address they would be lost.
    isWrappable: !link.isForm,
  };
}

function reasonOf(link: FoundLink, address: string): SkipReason | null {
  if (link.isOptedOut) return 'opted_out';
  const reason = skipReason(address);
  if (reason) return reason;
  if (link.isUnsubscribe) return 'unsubscribe';
  return link.isGlued ? 'no_space_after' : null;
}

const WEB_ORIGIN = /^https?:[\\/]{2}[^\\/?#]+/i;

/** The address of a link that leaves out its beginning, where `<base href>` says what that is. */
function absoluteUrl(url: string, base: string | undefined): string {
  const cleaned = cleanUrl(url);
  if (/^[\\/]{2}/.test(cleaned)) return `https:${cleaned}`;
  const origin = base && WEB_ORIGIN.exec(cleanUrl(base))?.[0];
  if (!base || !origin || skipReason(cleaned) !== 'relative') return url;
  if (/^[\\/]/.test(cleaned)) return origin + cleaned;
  const page = cleanUrl(base).replace(/[?#].*$/s, '');
  if (cleaned.startsWith('?')) return page + cleaned;
  const folder = page.slice(0, Math.max(page.lastIndexOf('/') + 1, origin.length));
  return `${folder}${folder.endsWith('/') ? '' : '/'}${cleaned}`;
}
