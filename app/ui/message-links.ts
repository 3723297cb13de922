import type { Channel } from '~/channels/channel';
import { compileMessage, type Content, finishContent } from '~/messaging/compose';
import { tagContent, type TaggedLink } from '~/tagging/tag-content';
import type { Tags } from '~/tagging/tags';

const ANY_TAGS: Tags = { source: 'source', medium: 'medium', campaign: 'campaign' };

/** The links of a message as its recipients get them, in the order of their places: an e-mail's two parts, the HTML's first. */
export function linksOf(content: Content, channel: Channel, tags: Tags = ANY_TAGS): TaggedLink[] {
  if (channel !== 'email') return tagContent(content.text, 'text', tags).links;
  const { html, text } = compileMessage(finishContent(content, ''), tags);
  return [...html.links, ...text.links];
}

/** How many links, tagged or not, stand in an e-mail's HTML: the positions of its plain text's begin there. */
export function linksInHtml(content: Content): number {
  return compileMessage(finishContent(content, ''), ANY_TAGS).html.links.length;
}

export interface LinkWithPlaces extends TaggedLink {
  /** How often the same link stands in the message. */
  places: number;
}

/** The same links, each address once. */
export function distinctLinks(links: readonly TaggedLink[]): LinkWithPlaces[] {
  const byUrl = new Map<string, LinkWithPlaces>();
  for (const link of links) {
    const known = byUrl.get(link.url);
    if (known) known.places += 1;
    else byUrl.set(link.url, { ...link, places: 1 });
  }
  return [...byUrl.values()];
}
