import { tagContent } from './tag-content';

const PARAMS = { source: 'utm_source', medium: 'utm_medium', campaign: 'utm_campaign' } as const;
type Tags = Record<keyof typeof PARAMS, string>;

/** Shows itself in no link: a link's own value counts as replaced only where it differs. */
const NONE = '\u0000';

/** The UTM tags that a message's links carry as they are written: those of the first link that has all three. */
export function tagsInLinks({ html, text }: { html: string; text: string }): Tags | undefined {
  const none = { source: NONE, medium: NONE, campaign: NONE };
  const links = [...tagContent(html, 'html', none).links, ...tagContent(text, 'text', none).links];
  for (const { replaced } of links) {
    const was = (name: string) => replaced.find((param) => param.name === name)?.was ?? '';
    const tags = {
      source: was(PARAMS.source),
      medium: was(PARAMS.medium),
      campaign: was(PARAMS.campaign),
    };
    if (tags.source && tags.medium && tags.campaign) return tags;
  }
  return undefined;
}
