import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';

interface DetailsCardProps {
  audience: string | null;
  /** Null where sales are not tracked. */
  tags: { source: string; medium: string; campaign: string } | null;
}

/** To whom, and under which tags. */
export function DetailsCard({ audience, tags }: DetailsCardProps) {
  const lines: [string, string][] = [
    ['Audience', audience ?? 'Not chosen yet'],
    ['Sales tracking', tags ? 'On' : 'Off'],
    ...(tags
      ? ([
          ['UTM source', tags.source],
          ['UTM medium', tags.medium],
          ['UTM campaign', tags.campaign],
        ] satisfies [string, string][])
      : []),
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Details
        </Text>
        <BlockStack gap="200">
          {lines.map(([label, value]) => (
            <InlineStack key={label} align="space-between" gap="300" wrap={false}>
              <Text as="span" tone="subdued">
                {label}
              </Text>
              <Text as="span" alignment="end" breakWord>
                {value || '–'}
              </Text>
            </InlineStack>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
