import { Tokenizer } from 'htmlparser2';
import { readThrough, type Escape, type Reading } from './edits';

const HTML_ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that stays text, in an element or in a quoted attribute value. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => HTML_ESCAPES[mark] ?? mark);
}

/** Text that stays one attribute value, even where the value has no quotes. */
export function escapeInTag(text: string): string {
  return escapeHtml(text).replace(/[\s`=]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** The longest named reference has 33 characters. */
const LONGEST_REFERENCE = 40;
const REFERENCE = /&(?:#[xX]?[0-9a-fA-F]|[a-zA-Z])/y;

/** An attribute's value as a browser reads it. */
export function readAttribute(written: string): Reading {
  const escapes: Escape[] = [];
  for (let start = written.indexOf('&'); start >= 0; start = written.indexOf('&', start + 1)) {
    REFERENCE.lastIndex = start;
    if (!REFERENCE.test(written)) continue;
    if (written.startsWith('&amp;', start)) escapes.push({ start, end: start + 5, means: '&' });
    else {
      const escape = referenceAt(written, start);
      if (escape) escapes.push(escape);
    }
  }
  return readThrough(written, escapes);
}

/** The character reference that starts at an ampersand, by the rules for attribute values; undefined where there is none. */
function referenceAt(written: string, start: number): Escape | undefined {
  const next = written.indexOf('&', start + 1);
  const chunk = written.slice(start, Math.min(next < 0 ? Infinity : next, start + LONGEST_REFERENCE));
  const before = '<a b="';
  let means = '';
  let rest = before.length + chunk.length;
  let isReference = false;
  const tokenizer = new Tokenizer(
    {},
    {
      ...IGNORE_ALL,
      onattribentity(codePoint) {
        isReference = true;
        means += String.fromCodePoint(codePoint);
      },
      onattribdata(from) {
        rest = Math.min(rest, from);
      },
    },
  );
  tokenizer.write(`${before}${chunk.replaceAll('"', "'")}">`);
  tokenizer.end();
  return isReference ? { start, end: start + rest - before.length, means } : undefined;
}

const ignore = () => {};

/** Callbacks of a tokenizer whose user names only the ones that matter. */
export const IGNORE_ALL = {
  onattribdata: ignore,
  onattribend: ignore,
  onattribentity: ignore,
  onattribname: ignore,
  oncdata: ignore,
  onclosetag: ignore,
  oncomment: ignore,
  ondeclaration: ignore,
  onend: ignore,
  onopentagend: ignore,
  onopentagname: ignore,
  onprocessinginstruction: ignore,
  onselfclosingtag: ignore,
  ontext: ignore,
  ontextentity: ignore,
};
