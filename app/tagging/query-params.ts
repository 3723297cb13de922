import { type Edit, type Escape, editsAsWritten, readThrough } from './edits';
import { encodeURIComponentOf, MASK, maskMergeTags, wellFormed } from './merge-tags';

export type Param = readonly [name: string, value: string];

/** A parameter that stood in the URL with another value. */
export interface Replaced {
  name: string;
  was: string;
}

export interface ParamEdits {
  edits: Edit[];
  replaced: Replaced[];
}

const LOCALE = '(?:/[a-z]{2}(?:-[a-z]{2})?)?';
const DISCOUNT_PATH = new RegExp(`^${LOCALE}/discount/[^/]+/?$`, 'i');
const CART_PERMALINK_PATH = new RegExp(
  `^${LOCALE}/cart/[\\d${MASK}]+:[\\d${MASK}]+(?:,[\\d${MASK}]+:[\\d${MASK}]+)*/?$`,
  'i',
);
const ORIGIN = /^[^\\/?#]*:?[\\/]{2}[^\\/?#]*/;

/**
 * The edits that give a URL these parameters: each is replaced where it stands, further ones of its name go, and what
 * is missing follows the last one. Every other character stays. In a discount link the target inside `redirect` gets
 * them as well, since the shop sends its visitors there without the rest.
 */
export function paramEdits(url: string, params: readonly Param[]): ParamEdits {
  const parts = partsOf(url);
  const found = editsOfQuery(parts, params);
  if (!DISCOUNT_PATH.test(parts.path)) return found;
  const redirect = queryItems(parts).find((item) => item.name === 'redirect');
  const inner = redirect && redirectEdits(parts.url, redirect, params);
  if (!inner) return found;
  return {
    // Where both add at the end, the target's own part comes first: the sort is stable.
    edits: [...inner.edits, ...found.edits].sort((a, b) => a.start - b.start || a.end - b.end),
    replaced: [
      ...found.replaced,
      ...inner.replaced.filter(({ name, was }) =>
        found.replaced.every((other) => other.name !== name || other.was !== was),
      ),
    ],
  };
}

/** Whether a URL is a cart permalink (`/cart/<variant>:<quantity>,…`), whose attributes arrive on the order. */
export function isCartPermalink(url: string): boolean {
  return CART_PERMALINK_PATH.test(partsOf(url).path);
}

interface UrlParts {
  url: string;
  /** The URL with its merge tags masked; same offsets. */
  masked: string;
  path: string;
  /** Where the query starts, behind its question mark; undefined where there is none. */
  queryStart: number | undefined;
  /** Where the query ends or would begin: before the fragment and before white space at the end. */
  queryEnd: number;
}

function partsOf(url: string): UrlParts {
  const masked = maskMergeTags(url) ?? url;
  const hash = masked.indexOf('#');
  let queryEnd = hash < 0 ? masked.length : hash;
  if (hash < 0) while (queryEnd > 0 && masked.charCodeAt(queryEnd - 1) <= 32) queryEnd -= 1;
  const mark = masked.indexOf('?');
  let queryStart = mark < 0 || mark >= queryEnd ? undefined : mark + 1;
  if (queryStart === undefined && masked.startsWith(MASK)) {
    // The merge tag at the start holds the question mark, where `&` follows it.
    const and = masked.indexOf('&');
    if (and >= 0 && and < queryEnd) queryStart = and + 1;
  }
  const beforeQuery = masked.slice(0, queryStart === undefined ? queryEnd : queryStart - 1).trimStart();
  return { url, masked, path: beforeQuery.replace(ORIGIN, ''), queryStart, queryEnd };
}

interface QueryItem {
  name: string;
  start: number;
  valueStart: number;
  end: number;
}

function queryItems({ url, masked, queryStart, queryEnd }: UrlParts): QueryItem[] {
  const items: QueryItem[] = [];
  let equals = -1;
  for (let start = queryStart ?? queryEnd; start < queryEnd;) {
    const and = masked.indexOf('&', start);
    const end = and < 0 || and > queryEnd ? queryEnd : and;
    // Looked for once: a query of many names without a value must not be read to its end for each.
    if (equals < start) equals = positionOf('=', masked, start);
    const nameEnd = Math.min(equals, end);
    items.push({
      name: decoded(url.slice(start, nameEnd)),
      start,
      valueStart: Math.min(nameEnd + 1, end),
      end,
    });
    start = end + 1;
  }
  return items;
}

function positionOf(mark: string, text: string, from: number): number {
  const position = text.indexOf(mark, from);
  return position < 0 ? Infinity : position;
}

function editsOfQuery(parts: UrlParts, params: readonly Param[]): ParamEdits {
  const { url, masked, queryStart, queryEnd } = parts;
  const wanted = new Map(params.map(([name, value]) => [name, wellFormed(value)]));
  const missing = new Map(wanted);
  const edits: Edit[] = [];
  const replaced: Replaced[] = [];
  for (const item of queryItems(parts)) {
    const value = wanted.get(item.name);
    if (value === undefined) continue;
    const was = decoded(url.slice(item.valueStart, item.end));
    if (was !== value) replaced.push({ name: item.name, was });
    if (!missing.delete(item.name)) edits.push({ start: item.start - 1, end: item.end, text: '' });
    else if (was !== value) edits.push({ start: item.start, end: item.end, text: written(item.name, value) });
  }
  if (missing.size > 0) {
    const added = [...missing].map(([name, value]) => written(name, value)).join('&');
    const isOpen = queryStart === queryEnd || masked[queryEnd - 1] === '&';
    const joint = queryStart === undefined ? '?' : isOpen ? '' : '&';
    edits.push({ start: queryEnd, end: queryEnd, text: joint + added });
  }
  return { edits, replaced };
}

const written = (name: string, value: string) => `${name}=${encodeURIComponentOf(value)}`;

/** The edits inside an encoded redirect target; undefined where it leads nowhere that could be tagged. */
function redirectEdits(url: string, item: QueryItem, params: readonly Param[]): ParamEdits | undefined {
  const target = url.slice(item.valueStart, item.end);
  const reading = readThrough(target, percentEscapes(target));
  if (!/^(?:https?:)?\//i.test(reading.text)) return undefined;
  const { edits, replaced } = editsOfQuery(partsOf(reading.text), params);
  const shifted = editsAsWritten(edits, reading, encodeURIComponentOf).map((edit) => ({
    start: edit.start + item.valueStart,
    end: edit.end + item.valueStart,
    text: edit.text,
  }));
  return { edits: shifted, replaced };
}

/** The escapes of ASCII characters; what else is escaped cannot be a delimiter or part of our names. */
function percentEscapes(text: string): Escape[] {
  return [...text.matchAll(/%[0-7][0-9a-f]|\+/gi)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    means: match[0] === '+' ? ' ' : String.fromCharCode(parseInt(match[0].slice(1), 16)),
  }));
}

/** A name or value of a query as its reader decodes it; as it is written where it cannot be decoded. */
function decoded(part: string): string {
  const plain = part.replace(/[\t\n\r]/g, '').replaceAll('+', ' ');
  if (!plain.includes('%')) return plain;
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
