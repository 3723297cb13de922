import { QuoteType, Tokenizer } from 'htmlparser2';
import { IGNORE_ALL, readAttribute } from './html-entities';
import type { FoundLink, Ranges } from './found-link';
import { saysUnsubscribe } from './skip-reason';

/** Attributes that hold a URL without being a link: a merge tag inside them is a part of a URL. */
const URL_ATTRIBUTES = new Set(['href', 'src', 'action', 'background', 'poster', 'xlink:href', 'formaction']);

/** Longer texts are not read for the word that makes a link the way out of a list. */
const LINK_TEXT_LIMIT = 160;

interface OpenTag {
  element: string;
  start: number;
  /** Kept only for elements that can be a link, or say where relative links lead. */
  attributes: Map<string, { start: number; end: number }> | undefined;
}

export interface HtmlLinks extends Ranges {
  links: FoundLink[];
  /** The address that `<base href>` gives relative links. */
  base: string | undefined;
}

/**
 * Every link that a reader can follow: `a`, `area`, VML shapes, the action of forms that GET; also those inside
 * Outlook's conditional comments. Tags are read as a browser reads them: the first of equal attributes counts, an
 * unfinished tag at the end is none, and scripts, styles and ordinary comments hold no links.
 */
export function findHtmlLinks(html: string, withRanges = false): HtmlLinks {
  const found: HtmlLinks = { links: [], urls: [], tags: [], base: undefined };
  scan(maskForTokenizer(html), { html, offset: 0, isNested: false, withRanges }, found);
  found.links.sort((a, b) => a.start - b.start);
  return found;
}

/**
 * Quotes inside a merge tag do not end an attribute, for a merge tag is filled in before a browser reads the message;
 * and CDATA outside of XML is a comment that ends at the first `>`. Same length, same offsets.
 */
function maskForTokenizer(html: string): string {
  const hasMergeTags = html.includes('{{') || html.includes('{%');
  const masked = hasMergeTags ? html.replace(QUOTING_MERGE_TAG, (tag) => 'x'.repeat(tag.length)) : html;
  return masked.includes('CDATA[') ? masked.replaceAll('<![CDATA[', '<![cdata[') : masked;
}

const QUOTING_MERGE_TAG = /\{\{[^{}<>"']*["'][^{}<>]*\}\}|\{%[^{}%<>"']*["'][^{}%<>]*%\}/g;

interface Scanned {
  html: string;
  /** Where the scanned part begins in the HTML. */
  offset: number;
  /** Whether it is the inside of a comment. */
  isNested: boolean;
  withRanges: boolean;
}

function scan(source: string, scanned: Scanned, found: HtmlLinks): void {
  const { html, offset, isNested, withRanges } = scanned;
  let open: OpenTag | undefined;
  let attribute = '';
  let value: { start: number; end: number } | undefined;
  let foreignDepth = 0;
  let anchor: { link: FoundLink; text: string } | undefined;

  const closeAnchor = () => {
    if (anchor && saysUnsubscribe(anchor.text)) anchor.link.isUnsubscribe = true;
    anchor = undefined;
  };
  const endTag = (end: number, isSelfClosing: boolean) => {
    if (!open) return;
    if (withRanges) found.tags.push([open.start, end]);
    if (FOREIGN.has(open.element) && !isSelfClosing) foreignDepth += 1;
    if (open.element === 'a') closeAnchor();
    const link = linkOf(open, html, found);
    if (link && open.element === 'a') anchor = { link, text: '' };
    open = undefined;
  };

  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      ...IGNORE_ALL,
      onopentagname(start, end) {
        open = undefined;
        if (!withRanges && !MAY_MATTER.has(source.charAt(start))) return;
        const element = source.slice(start, end).toLowerCase();
        const isKept = LINK_ELEMENTS.has(element) || element.startsWith('v:');
        open = { element, start: start + offset, attributes: isKept ? new Map() : undefined };
      },
      onattribname(start, end) {
        if (!withRanges && !open?.attributes) return;
        attribute = source.slice(start, end).toLowerCase();
        value = undefined;
      },
      onattribdata(start, end) {
        if (withRanges || open?.attributes) value = { start: start + offset, end: end + offset };
      },
      onattribend(quote) {
        const range = quote === QuoteType.NoValue ? undefined : value;
        if (withRanges && range && URL_ATTRIBUTES.has(attribute)) found.urls.push([range.start, range.end]);
        if (open?.attributes && !open.attributes.has(attribute))
          open.attributes.set(attribute, range ?? { start: 0, end: 0 });
      },
      onopentagend: (end) => endTag(end + offset, false),
      onselfclosingtag: (end) => endTag(end + offset, true),
      onclosetag(start, end) {
        if (!MAY_MATTER.has(source.charAt(start))) return;
        const element = source.slice(start, end).toLowerCase();
        if (element === 'a') closeAnchor();
        if (FOREIGN.has(element)) foreignDepth = Math.max(0, foreignDepth - 1);
      },
      ontext(start, end) {
        if (anchor && anchor.text.length < LINK_TEXT_LIMIT)
          anchor.text += source.slice(start, Math.min(end, start + LINK_TEXT_LIMIT));
      },
      oncomment(start, end, endOffset) {
        // A second level could only be a comment that never ends, read again and again.
        if (isNested || !CONDITIONAL.test(source.slice(start, start + 40))) return;
        scan(
          source.slice(start, end - endOffset),
          { ...scanned, offset: offset + start, isNested: true },
          found,
        );
      },
      isInForeignContext: () => foreignDepth > 0,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  closeAnchor();
}

const LINK_ELEMENTS = new Set(['a', 'area', 'form', 'base']);
/** What the names of elements that matter here begin with: most tags are none of them. */
const MAY_MATTER = new Set('aAbBfFvVsSmM');
const FOREIGN = new Set(['svg', 'math']);
const CONDITIONAL = /^\s*\[if\b/i;

function linkOf(tag: OpenTag, html: string, found: HtmlLinks): FoundLink | undefined {
  const read = (name: string) => {
    const range = tag.attributes?.get(name);
    return range && readAttribute(html.slice(range.start, range.end)).text;
  };
  if (tag.element === 'base') found.base ??= read('href');
  const range = linkRange(tag, read);
  if (!range) return undefined;
  const link: FoundLink = {
    ...range,
    reading: readAttribute(html.slice(range.start, range.end)),
    isOptedOut: [read('data-track'), read('clicktracking')].some(
      (word) => word?.trim().toLowerCase() === 'off',
    ),
    isUnsubscribe: false,
    isForm: tag.element === 'form',
    isGlued: false,
  };
  found.links.push(link);
  return link;
}

function linkRange(
  tag: OpenTag,
  read: (name: string) => string | undefined,
): { start: number; end: number } | undefined {
  const { element, attributes } = tag;
  if (element === 'base' || !attributes) return undefined;
  if (element === 'a') return attributes.get('href') ?? attributes.get('xlink:href');
  if (element !== 'form') return attributes.get('href');
  return /^\s*(?:post|dialog)\s*$/i.test(read('method') ?? '') ? undefined : attributes.get('action');
}
