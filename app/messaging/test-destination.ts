import type { Channel } from '~/channels/channel';
import type { Message } from '~/db.server';
import { compileMessage, finishMessage, trackedLinks } from '~/messaging/compose';
import { testTags } from '~/messaging/test-tags';
import { renderMergeTags, SAMPLE_CONTACT } from '~/tagging/merge-tags';
import type { TokenValues } from '~/tagging/tag-tokens';

/**
 * Where the link at a place of a message leads in a test: its tagged URL in the message as it is now. Undefined where
 * there is no such link any more.
 * @param tokens what the tokens in its tags stand for
 */
export function testDestination(
  { channel, message, tokens }: { channel: Channel; message: Message; tokens: TokenValues },
  shopName: string,
  position: number,
): string | undefined {
  const compiled = compileMessage(finishMessage(channel, message, shopName), testTags(message, tokens));
  const url = trackedLinks(compiled).find((link) => link.position === position)?.taggedUrl;
  return url && renderMergeTags(url, SAMPLE_CONTACT, 'url');
}
