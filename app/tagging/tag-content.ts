import { applyEdits } from './edits';
import { linksOfMessage, type Format, type PlacedLink, type TaggedLink } from './message-links';
import type { SkipReason } from './skip-reason';
import type { Tags } from './tags';

export type { Format, TaggedLink };

/** How many links a message has, how many were tagged, and why the others were not. */
export interface TagReport {
  links: number;
  tagged: number;
  skipped: Partial<Record<SkipReason, number>>;
}

/** Tags every clickable link of a message. Outside of the URLs that change, the content stays byte for byte. */
export function tagContent(
  content: string,
  format: Format,
  tags: Tags,
): { content: string; links: TaggedLink[]; report: TagReport } {
  const { links } = linksOfMessage(content, format, tags, 0);
  return {
    content: applyEdits(
      content,
      links.map(({ start, end, written }) => ({ start, end, text: written })),
    ),
    links: links.map(linkOnly),
    report: reportOf(links),
  };
}

/** A link without its place. */
export function linkOnly({ position, url, taggedUrl, skipped, replaced }: PlacedLink): TaggedLink {
  return { position, url, taggedUrl, skipped, replaced };
}

function reportOf(links: readonly TaggedLink[]): TagReport {
  const skipped: TagReport['skipped'] = {};
  for (const link of links) if (link.skipped) skipped[link.skipped] = (skipped[link.skipped] ?? 0) + 1;
  return { links: links.length, tagged: links.filter((link) => link.taggedUrl !== null).length, skipped };
}
