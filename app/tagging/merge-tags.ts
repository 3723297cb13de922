import { escapeHtml } from './html-entities';

export type MergeField = 'first_name' | 'last_name' | 'email';
export type MergeValues = Partial<Record<MergeField, string>>;

/** The made-up contact that previews, counts and checks are made for before anybody is written to. */
export const SAMPLE_CONTACT: MergeValues = {
  first_name: 'Ada',
  last_name: 'Lindqvist',
  email: 'ada@example.com',
};

const FIELDS: readonly string[] = ['first_name', 'last_name', 'email'] satisfies MergeField[];

/** A merge tag that a message may hold, at its place. */
export interface MergeTag {
  start: number;
  end: number;
  name: MergeField | 'unsubscribe_url';
  /** What stands where the contact has no such value. */
  fallback: string;
}

const KNOWN =
  /\{\{\s*(first_name|last_name|email|unsubscribe_url)\s*(?:\|\s*default:\s*(?:"([^"{}]*)"|'([^'{}]*)')\s*)?\}\}/g;

/** Our merge tags in a text, in order: `{{ first_name }}` or `{{ first_name | default: "friend" }}`. */
export function findMergeTags(text: string): MergeTag[] {
  if (!text.includes('{{')) return [];
  return [...text.matchAll(KNOWN)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    name: match[1] as MergeTag['name'],
    fallback: match[2] ?? match[3] ?? '',
  }));
}

const ESCAPES = {
  html: escapeHtml,
  url: encodeURIComponentOf,
  none: (text: string) => text,
};

/** Fills the contact's fields in. Unknown tags, and the unsubscribe link's, stay as they are written. */
export function renderMergeTags(text: string, values: MergeValues, escape: 'html' | 'url' | 'none'): string {
  if (!text.includes('{{')) return text;
  return text.replace(KNOWN, (written, name: string, double?: string, single?: string) =>
    isField(name) ? ESCAPES[escape](values[name] || (double ?? single ?? '')) : written,
  );
}

const isField = (name: string): name is MergeField => FIELDS.includes(name);

const FOREIGN = /\{\{[^{}]*\}\}|\{%[^{}%]*%\}|\*\|[^|*\s][^|*]*\|\*/g;

/** Merge tags of a message that nothing will fill in, each once, as written: contacts would read the braces. */
export function unknownMergeTags(text: string): string[] {
  const known = new Set(findMergeTags(text).map(({ start }) => start));
  const unknown = [...text.matchAll(FOREIGN)].filter((match) => !known.has(match.index));
  return [...new Set(unknown.map((match) => match[0]))];
}

/** Stands for each character of a merge tag where only its place matters: letter-like, and never in a URL by itself. */
export const MASK = '\uE000';

const OPENERS = /\{\{|\{%(?![0-9a-f]{2})|\*\||%%|\[\[|\$\{|<%|<\?|\{/gi;
const CLOSERS: Record<string, string> = {
  '{{': '}}',
  '{%': '%}',
  '*|': '|*',
  '%%': '%%',
  '[[': ']]',
  '${': '}',
  '<%': '%>',
  '<?': '?>',
  '{': '}',
};

/** A URL in which every merge tag of the common senders is masked, length unchanged; undefined where one does not end. */
export function maskMergeTags(url: string): string | undefined {
  const absent = new Set<string>();
  let masked = '';
  let from = 0;
  OPENERS.lastIndex = 0;
  for (let match = OPENERS.exec(url); match; match = OPENERS.exec(url)) {
    const opener = match[0];
    const closer = CLOSERS[opener] ?? '';
    if (absent.has(opener)) continue;
    const close = url.indexOf(closer, OPENERS.lastIndex);
    if (close < 0) {
      if (opener === '{{' || opener === '{%') return undefined;
      absent.add(opener);
      continue;
    }
    const end = close + closer.length;
    masked += url.slice(from, match.index) + MASK.repeat(end - match.index);
    from = end;
    OPENERS.lastIndex = end;
  }
  return masked + url.slice(from);
}

/** `encodeURIComponent`, also of the marks that a text's reader may take for the end of a link, and of broken Unicode. */
export function encodeURIComponentOf(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A text whose broken surrogate pairs are replacement characters. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
