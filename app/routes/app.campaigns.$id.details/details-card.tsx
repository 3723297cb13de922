import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';

interface DetailsCardProps {
  title: string;
  /** What it is called, and how it is; an en dash where that is empty. */
  lines: readonly [label: string, value: string][];
}

/** A few facts, a line each. */
export function DetailsCard({ title, lines }: DetailsCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {title}
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
