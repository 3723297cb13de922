import { escapeHtml, escapeInTag } from './html-entities';
import {
  encodeURIComponentOf,
  findMergeTags,
  type MergeField,
  type MergeTag,
  type MergeValues,
} from './merge-tags';
import { linksOfMessage, type Format, type PlacedLink } from './message-links';
import { linkOnly, type TaggedLink } from './tag-content';
import type { Tags } from './tags';

/** What a value must be made safe for, by where it stands. */
type Context = 'text' | 'html' | 'tag' | 'url' | 'html_url';

/** A place of a message that differs from recipient to recipient. */
export type Hole =
  | { kind: 'link'; position: number; taggedUrl: string; written: string; context: Context }
  | { kind: 'field'; field: MergeField; fallback: string; context: Context }
  | { kind: 'unsubscribe'; context: Context };

/** A message taken apart once: `segments[0] holes[0] segments[1] … holes[n-1] segments[n]`. */
export interface CompiledContent {
  segments: string[];
  holes: Hole[];
  links: TaggedLink[];
  /** Whether our own unsubscribe link is in it. */
  hasUnsubscribe: boolean;
}

/** What fills the holes for one recipient. */
export interface Fill {
  link(position: number): string;
  values: MergeValues;
  unsubscribeUrl: string;
}

/**
 * Compiles a message, so that a recipient's copy is a join.
 * @param tags null: links stay as they are, and are no holes
 * @param firstPosition the number of the first link; the text part of an e-mail counts on from its HTML part
 */
export function compileContent(
  content: string,
  format: Format,
  tags: Tags | null,
  firstPosition = 0,
): CompiledContent {
  const mergeTags = findMergeTags(content);
  const {
    links,
    urls,
    tags: tagRanges,
  } = linksOfMessage(content, format, tags, firstPosition, mergeTags.length > 0);
  const builder = new SegmentBuilder();
  const isInUrl = rangeTest(urls);
  const isInTag = rangeTest(tagRanges);
  const contextAt = (at: number): Context =>
    format === 'text' ? 'text' : isInUrl(at) ? 'html_url' : isInTag(at) ? 'tag' : 'html';

  let next = 0;
  const addUpTo = (from: number, end: number) => {
    let at = from;
    for (let tag = mergeTags[next]; tag && tag.start < end; tag = mergeTags[(next += 1)]) {
      if (tag.start < at) continue;
      builder.constant(content.slice(at, tag.start));
      builder.hole(holeOf(tag, contextAt(tag.start)));
      at = tag.end;
    }
    builder.constant(content.slice(at, Math.max(at, end)));
    return Math.max(at, end);
  };

  let at = 0;
  for (const link of links) {
    if (link.taggedUrl === null) continue;
    addUpTo(at, link.start);
    addLink(builder, link, format);
    at = link.end;
  }
  addUpTo(at, content.length);
  return {
    ...builder.finish(),
    links: links.map(linkOnly),
    hasUnsubscribe: builder.holes.some((hole) => hole.kind === 'unsubscribe'),
  };
}

function addLink(builder: SegmentBuilder, link: PlacedLink, format: Format): void {
  const { position, taggedUrl, written } = link;
  if (taggedUrl === null) return;
  if (link.isWrappable) {
    builder.hole({
      kind: 'link',
      position,
      taggedUrl,
      written,
      context: format === 'html' ? 'tag' : 'text',
    });
    return;
  }
  let from = 0;
  for (const tag of findMergeTags(written)) {
    builder.constant(written.slice(from, tag.start));
    builder.hole(holeOf(tag, 'html_url'));
    from = tag.end;
  }
  builder.constant(written.slice(from));
}

function holeOf(tag: MergeTag, context: Context): Hole {
  return tag.name === 'unsubscribe_url'
    ? { kind: 'unsubscribe', context }
    : { kind: 'field', field: tag.name, fallback: tag.fallback, context };
}

/** Whether a place, asked for in ascending order, lies in one of the ranges. */
function rangeTest(ranges: readonly [start: number, end: number][]): (at: number) => boolean {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  let next = 0;
  return (at) => {
    for (let range = sorted[next]; range && range[1] <= at; range = sorted[next]) next += 1;
    return (sorted[next]?.[0] ?? Infinity) <= at;
  };
}

class SegmentBuilder {
  readonly segments: string[] = [];
  readonly holes: Hole[] = [];
  private open = '';

  constant(text: string): void {
    this.open += text;
  }

  hole(hole: Hole): void {
    this.segments.push(this.open);
    this.open = '';
    this.holes.push(hole);
  }

  finish(): { segments: string[]; holes: Hole[] } {
    return { segments: [...this.segments, this.open], holes: this.holes };
  }
}

/** One recipient's copy. A link that comes back as its own tagged URL keeps the way in which it was written. */
export function fillContent(compiled: CompiledContent, fill: Fill): string {
  const { segments, holes } = compiled;
  let copy = segments[0] ?? '';
  for (let index = 0; index < holes.length; index += 1) {
    const hole = holes[index];
    if (hole) copy += filled(hole, fill) + (segments[index + 1] ?? '');
  }
  return copy;
}

function filled(hole: Hole, fill: Fill): string {
  switch (hole.kind) {
    case 'link': {
      const url = fill.link(hole.position);
      return url === hole.taggedUrl ? hole.written : address(url, hole.context);
    }
    case 'field':
      return VALUE_ESCAPES[hole.context](fill.values[hole.field] || hole.fallback);
    case 'unsubscribe':
      return address(fill.unsubscribeUrl, hole.context);
  }
}

const VALUE_ESCAPES: Record<Context, (value: string) => string> = {
  text: (value) => value,
  html: escapeHtml,
  tag: escapeInTag,
  url: encodeURIComponentOf,
  html_url: (value) => escapeHtml(encodeURIComponentOf(value)),
};

const address = (url: string, context: Context) =>
  context === 'text' || context === 'url' ? url : escapeHtml(url);
