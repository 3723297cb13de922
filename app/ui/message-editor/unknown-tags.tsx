import { Banner, Text } from '@shopify/polaris';
import { unknownMergeTags } from '~/tagging/merge-tags';

/** Names what looks like a merge tag and is none. */
export function UnknownTags({ texts }: { texts: string[] }) {
  const unknown = [...new Set(texts.flatMap(unknownMergeTags))];
  if (unknown.length === 0) return null;
  return (
    <Banner tone="warning">
      <Text as="p" breakWord>
        {unknown.length === 1
          ? `${unknown[0]} is not something we know about a contact: people would read it as written. Change it before sending.`
          : `${unknown.join(', ')} are not things we know about a contact: people would read them as written. Change them before sending.`}
      </Text>
    </Banner>
  );
}
