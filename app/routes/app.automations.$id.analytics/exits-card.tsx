import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';

/** Why contacts left before the end. */
export function ExitsCard({ exits }: { exits: { reason: string; count: string }[] }) {
  if (exits.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Why contacts left
        </Text>
        <BlockStack as="ul" gap="100">
          {exits.map(({ reason, count }) => (
            <li key={reason}>
              <InlineStack align="space-between" gap="400">
                <Text as="span">{`${reason.charAt(0).toUpperCase()}${reason.slice(1)}`}</Text>
                <Text as="span" numeric>
                  {count}
                </Text>
              </InlineStack>
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
