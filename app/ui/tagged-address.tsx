import { BlockStack, Text } from '@shopify/polaris';
import { resolveTags } from '~/tagging/tag-tokens';
import { tagUrl } from '~/tagging/tag-url';
import { type LinkFacts, type LinkValues, tokensOfLink } from '~/ui/link-values';

/** The destination with its tags, as they are typed. */
export function TaggedAddress({ values, facts }: { values: LinkValues; facts: LinkFacts }) {
  const { source, medium, campaign } = resolveTags(values, tokensOfLink(values.name, facts));
  const tagged = tagUrl(values.destination, { source, medium, campaign });
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="bodySm" tone="subdued">
        Where it will lead
      </Text>
      {tagged.ok ? (
        <span className="st-url">{tagged.value.url}</span>
      ) : (
        <Text as="p">Shows here once there is a destination.</Text>
      )}
    </BlockStack>
  );
}
