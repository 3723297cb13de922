import { Tokenizer } from 'htmlparser2';
import { applyEdits, type Edit } from './edits';
import { IGNORE_ALL } from './html-entities';

/** What mail programs do not run or refuse a message for, in words; an element goes with what is in it. */
const DROPPED_ELEMENTS: Record<string, string> = {
  script: 'script',
  iframe: 'embedded page',
  object: 'embedded object',
  embed: 'embedded object',
  applet: 'embedded object',
  video: 'video',
  audio: 'sound',
  button: 'form field',
  input: 'form field',
  select: 'form field',
  textarea: 'form field',
  base: 'base address',
  link: 'linked style sheet',
};
const VOID = new Set(['embed', 'input', 'base', 'link']);

export interface Dropped {
  /** Such as `script`, in the singular. */
  what: string;
  count: number;
}

/**
 * HTML out of another tool, without what no mail program runs: scripts, embedded pages, fields of forms, code on
 * events. Everything else stays byte for byte.
 */
export function cleanPastedHtml(html: string): { html: string; dropped: Dropped[] } {
  const edits: Edit[] = [];
  const counts = new Map<string, number>();
  let element = '';
  let tagStart = 0;
  let attribute: { name: string; start: number } | undefined;
  /** The element that is being left out, and how many of its name are open in it. */
  let leaving: { element: string; start: number; depth: number } | undefined;

  const drop = (what: string, start: number, end: number) => {
    edits.push({ start, end, text: '' });
    counts.set(what, (counts.get(what) ?? 0) + 1);
  };
  const opened = (end: number, isSelfClosing: boolean) => {
    if (leaving) {
      if (element === leaving.element && !isSelfClosing) leaving.depth += 1;
      return;
    }
    const what = DROPPED_ELEMENTS[element];
    if (what === undefined) return;
    while ((edits.at(-1)?.start ?? -1) >= tagStart) edits.pop();
    if (VOID.has(element) || isSelfClosing) drop(what, tagStart, end + 1);
    else leaving = { element, start: tagStart, depth: 1 };
  };

  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      ...IGNORE_ALL,
      onopentagname(start, end) {
        element = html.slice(start, end).toLowerCase();
        if (!leaving) tagStart = start - 1;
      },
      onattribname(start, end) {
        attribute = { name: html.slice(start, end).toLowerCase(), start };
      },
      onattribend(_quote, end) {
        if (attribute && !leaving && /^on[a-z]+$/.test(attribute.name))
          drop('code on events', attribute.start, html[end] === '"' || html[end] === "'" ? end + 1 : end);
        attribute = undefined;
      },
      onopentagend: (end) => opened(end, false),
      onselfclosingtag: (end) => opened(end, true),
      onclosetag(start, end) {
        if (leaving?.element !== html.slice(start, end).toLowerCase()) return;
        leaving.depth -= 1;
        if (leaving.depth > 0) return;
        const close = html.indexOf('>', end);
        drop(DROPPED_ELEMENTS[leaving.element] ?? '', leaving.start, close < 0 ? html.length : close + 1);
        leaving = undefined;
      },
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  if (leaving) drop(DROPPED_ELEMENTS[leaving.element] ?? '', leaving.start, html.length);
  return {
    html: applyEdits(html, edits),
    dropped: [...counts].map(([what, count]) => ({ what, count })),
  };
}

const KINDS = {
  'style sheet': /<style\b/gi,
  picture: /<(?:img|v:imagedata)\b/gi,
  link: /<a\b[^>]*\bhref\s*=/gi,
  'background picture': /background(?:-image)?\s*[:=][^;>]*url\(|\sbackground\s*=/gi,
};

/** What was in HTML before it was turned into blocks and is not in what was made of them. */
export function lostInBlocks(before: string, after: string): Dropped[] {
  return Object.entries(KINDS).flatMap(([what, pattern]) => {
    const kept = what === 'style sheet' ? 0 : count(after, pattern);
    const lost = count(before, pattern) - kept;
    return lost > 0 ? [{ what, count: lost }] : [];
  });
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/** "2 scripts, 1 form field and code on events". */
export function droppedInWords(dropped: readonly Dropped[]): string {
  const words = dropped.map(({ what, count: number }) => {
    if (what === 'code on events') return what;
    if (number === 1) return `1 ${what}`;
    return `${number} ${what === 'base address' ? 'base addresses' : `${what}s`}`;
  });
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
