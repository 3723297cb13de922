import { readThrough } from './edits';
import type { FoundLink } from './found-link';
import { MASK } from './merge-tags';
import { isTopLevelDomain } from './top-level-domains';

/** What a phone puts before a host without a scheme. */
const ASSUMED_SCHEME = 'http://';

const MERGE_TAG =
  /\{\{[^{}\n]*\}\}|\{%[^{}%\n]*%\}|\*\|[^|*\s]+\|\*|%%[^%\s]+%%|\[\[[^[\]\s]+\]\]|\$?\{[^{}\s/]+\}|<%[^%<>\n]*%>/g;

/** Scripts written without spaces, and pictures: an address ends where they begin. */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\u30FC\\p{Extended_Pictographic}';
const HOST_CHARACTER = `\\p{L}\\p{N}\\p{M}\\p{So}${MASK}_.\\-`;
const RUN = new RegExp(`[${HOST_CHARACTER}@]+`, 'gu');
const WORDS = new RegExp(`[^${UNSPACED}\\p{So}]+`, 'gu');
const SCHEME = /(?<![a-z0-9])https?$/i;
const USER_INFO = new RegExp(`[\\w!$&'()*+,;=:.~%${MASK}-]{1,200}@`, 'y');
const HOST = new RegExp(`\\[[0-9a-fA-F:.]{2,45}\\]|[${HOST_CHARACTER}]+`, 'uy');
const PORT = /:\d{1,5}(?!\d)/y;
const TAIL_CHARACTER = `[^\\s\\u0000-\\u001F\\u007F<>"\`{}\\\\^«»\\u2000-\\u200F\\u2016-\\u206F\\u3000-\\u303F\\uFF00-\\uFF65${UNSPACED}]`;
const TAIL = new RegExp(`[/?#]${TAIL_CHARACTER}*`, 'uy');
const MARK = `[.,:;!?'*_~)\\]]`;
/** What a phone would add to a URL that ends here, once it has a query. */
const GLUED = new RegExp(`${MARK}*(?!${MARK})${TAIL_CHARACTER}`, 'uy');
/** What follows the beginning of an e-mail address that only looks like a host. */
const MAILBOX = /[+'&=*!~^|$%][\w.+-]{0,64}@/y;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}])?$/u;
const LONGEST_HOST = 253;

/**
 * The web addresses in a plain text that a phone makes clickable: those with a scheme, and hosts with a known
 * top-level domain; without the punctuation of the sentence around them. A merge tag is a part of its URL.
 */
export function findTextLinks(text: string): FoundLink[] {
  const masked = text.replace(MERGE_TAG, (tag) => MASK.repeat(tag.length));
  const links: FoundLink[] = [];
  RUN.lastIndex = 0;
  for (let run = RUN.exec(masked); run; run = RUN.exec(masked)) {
    const place = linkIn(masked, run.index, run[0]);
    if (!place) continue;
    links.push({
      ...place,
      reading: readThrough(text.slice(place.start, place.end), []),
      isOptedOut: false,
      isUnsubscribe: false,
      isForm: false,
      isGlued: matchEnd(GLUED, masked, place.end) !== undefined,
    });
    RUN.lastIndex = place.end;
  }
  return links;
}

interface Place {
  start: number;
  end: number;
  scheme?: string;
}

/** The first link that begins in a run of host characters; a scheme counts at the run's end, where `://` follows. */
function linkIn(text: string, start: number, run: string): Place | undefined {
  const end = start + run.length;
  if (text.startsWith('://', end)) {
    const scheme = SCHEME.exec(run.slice(-6))?.[0];
    return scheme ? withScheme(text, end - scheme.length, end + 3) : undefined;
  }
  if (run.includes('@') || matchEnd(MAILBOX, text, end) !== undefined) return undefined;
  if (/[/\\:@#?&=%$+]/.test(text.charAt(start - 1))) return undefined;
  for (const words of run.matchAll(WORDS)) {
    const place = withoutScheme(text, start + words.index, words[0]);
    if (place) return place;
  }
  return undefined;
}

function withScheme(text: string, start: number, authority: number): Place | undefined {
  const hostStart = matchEnd(USER_INFO, text, authority) ?? authority;
  const hostEnd = matchEnd(HOST, text, hostStart);
  if (hostEnd === undefined) return undefined;
  const host = text.slice(hostStart, hostEnd);
  const isRooted = /[^.]\.$/.test(host) && /[/?#:]/.test(text.charAt(hostEnd));
  const length = isRooted ? host.length : hostLength(host);
  if (length === 0) return undefined;
  const end = hostStart + length;
  return { start, end: length < host.length ? end : tailEnd(text, start, end) };
}

/** How much of the host characters behind a scheme is the host: words may follow without a space, or a full stop. */
function hostLength(host: string): number {
  const trimmed = host.replace(/[.\-_]{1,9}$/, '');
  if (!/^[^.\-_]/.test(trimmed)) return 0;
  const ascii = /^[\x00-\x7F]*/.exec(trimmed)?.[0] ?? '';
  if (ascii.length === trimmed.length) return trimmed.length;
  const dot = ascii.lastIndexOf('.');
  return dot > 0 && isTopLevelDomain(ascii.slice(dot + 1).toLowerCase()) ? ascii.length : trimmed.length;
}

/** A host alone: the longest row of labels that ends in a top-level domain. */
function withoutScheme(text: string, start: number, words: string): Place | undefined {
  if (!words.includes('.') || words.includes(MASK)) return undefined;
  // What stands before an ellipsis is a sentence; marks at the beginning are no host.
  const ellipsis = words.replace(/[.\-_]{1,9}$/, '').lastIndexOf('..');
  const rest = words.slice(ellipsis < 0 ? 0 : ellipsis + 2);
  const from = words.length - rest.replace(/^[.\-_]+/, '').length;
  const labels = words
    .slice(from)
    .replace(/[.\-_]{1,9}$/, '')
    .split('.');
  let length = 0;
  let hostEnd = 0;
  for (const [index, label] of labels.entries()) {
    if (!LABEL.test(label)) break;
    length += label.length + (index > 0 ? 1 : 0);
    if (index > 0 && endsHost(label, labels[0])) hostEnd = length;
  }
  if (hostEnd === 0 || hostEnd > LONGEST_HOST) return undefined;
  const end = start + from + hostEnd;
  return { start: start + from, end: tailEnd(text, start + from, end), scheme: ASSUMED_SCHEME };
}

/** Where a sentence follows its full stop without a space ("ready.Now"), the capital letter tells it from a host. */
function endsHost(label: string, first: string | undefined): boolean {
  return (
    isTopLevelDomain(label.toLowerCase()) && (!/^[A-Z][a-z]/.test(label) || first?.toLowerCase() === 'www')
  );
}

/** Where a URL ends whose host ends at `at`: with its port, path, query and fragment. */
function tailEnd(text: string, start: number, at: number): number {
  const portEnd = matchEnd(PORT, text, at) ?? at;
  const end = matchEnd(TAIL, text, portEnd) ?? portEnd;
  return withoutPunctuation(text, start, bracketEnd(text, start, end));
}

/** Where a bracket closes that the URL did not open and another opens: "(https://a.example)(https://b.example)". */
function bracketEnd(text: string, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const mark = text.charAt(at);
    if (mark === '(' || mark === '[') depth += 1;
    else if (mark === ')' || mark === ']') {
      depth -= 1;
      if (depth < 0 && /[([]/.test(text.charAt(at + 1))) return at;
    }
  }
  return end;
}

const PUNCTUATION = ".,:;!?'*_~([";
const CLOSING: Record<string, string> = { ')': '(', ']': '[' };

/** A URL's end without what belongs to the sentence: its punctuation, and closing brackets that the URL did not open. */
function withoutPunctuation(text: string, start: number, end: number): number {
  const url = text.slice(start, end);
  const count = (mark: string) => url.split(mark).length - 1;
  const surplus = new Map(
    Object.entries(CLOSING).map(([close, open]) => [close, count(close) - count(open)]),
  );
  let at = end;
  for (; at > start; at -= 1) {
    const mark = text.charAt(at - 1);
    const open = surplus.get(mark);
    if (open !== undefined && open > 0) surplus.set(mark, open - 1);
    else if (!PUNCTUATION.includes(mark)) break;
    else
      for (const [close, opener] of Object.entries(CLOSING))
        if (opener === mark) surplus.set(close, (surplus.get(close) ?? 0) + 1);
  }
  return at;
}

/** Where a sticky pattern's match ends that starts at `at`; undefined where there is none. */
function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
