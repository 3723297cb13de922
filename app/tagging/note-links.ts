import { type Format, linksOfMessage } from './message-links';

/**
 * A message with a note at each of its links: in HTML right inside the link, in a text right behind its address.
 * @param noteOf by the link's number; undefined: none
 * @param firstPosition the number of the first link; the text part of an e-mail counts on from its HTML part
 */
export function noteLinks(
  content: string,
  format: Format,
  noteOf: (position: number) => string | undefined,
  firstPosition = 0,
): string {
  const { links, tags } = linksOfMessage(content, format, null, firstPosition, true);
  let noted = '';
  let done = 0;
  for (const { position, start, end } of links) {
    const note = noteOf(position);
    const place = format === 'text' ? end : behindTag(tags, start);
    if (note === undefined || place === undefined || place < done) continue;
    noted += content.slice(done, place) + note;
    done = place;
  }
  return noted + content.slice(done);
}

/** The place behind the tag that an address stands in. @param tags without their closing bracket */
function behindTag(tags: readonly [start: number, end: number][], address: number): number | undefined {
  const tag = tags.find(([from, to]) => from <= address && address < to);
  return tag && tag[1] + 1;
}
