import { tagsOf, type TrackingFields } from '~/messaging/compose';
import { resolveTags, type TokenValues } from '~/tagging/tag-tokens';
import type { Tags } from '~/tagging/tags';

/** Stands as utm_id in the links of a test: no message that was sent has it, so that nothing is ever credited to one. */
const TEST_ID = 'test';

/** The tags of a message's links in a test; null where its sales are not tracked. */
export function testTags(message: TrackingFields, tokens: TokenValues): Tags | null {
  const tags = tagsOf(message, TEST_ID);
  return tags && resolveTags(tags, tokens);
}
