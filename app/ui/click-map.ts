import type { Channel } from '~/channels/channel';
import type { Content } from '~/messaging/compose';
import { noteLinks } from '~/tagging/note-links';
import { plainTextOf } from '~/tagging/plain-text';
import { linksInHtml } from '~/ui/message-links';

/** Without a class or a variable: it stands in a page of its own, among styles of the e-mail. */
const BADGE =
  'display:inline-block;margin:0 4px;padding:0 6px;border-radius:9px;background:#0b57a4;color:#fff;' +
  'font:600 12px/18px sans-serif;text-decoration:none;letter-spacing:normal;text-transform:none';

/**
 * A message with each link's share of the clicks written at the link.
 * @param shareOf by the link's number, such as "58%"; undefined where nothing is known of it
 */
export function withClickShares<Message extends Content>(
  channel: Channel,
  content: Message,
  shareOf: (position: number) => string | undefined,
): Message {
  const inText = (position: number) => {
    const share = shareOf(position);
    return share && ` [${share}]`;
  };
  if (channel !== 'email') return { ...content, text: noteLinks(content.text, 'text', inText) };
  const text = content.text.trim() ? content.text : plainTextOf(content.html);
  return {
    ...content,
    html: noteLinks(content.html, 'html', (position) => {
      const share = shareOf(position);
      return share && `<span style="${BADGE}">${share}</span>`;
    }),
    text: noteLinks(text, 'text', inText, linksInHtml(content)),
  };
}
