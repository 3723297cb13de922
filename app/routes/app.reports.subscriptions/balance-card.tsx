import { BlockStack, Box, Card, Divider, InlineStack, Text } from '@shopify/polaris';

/** How the number of active subscriptions came about, line by line. */
export function BalanceCard({ lines }: { lines: { label: string; count: string }[] }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          From the start to the end of the period
        </Text>
        {lines.map(({ label, count }, place) => (
          <BlockStack key={label} gap="200">
            {place === lines.length - 1 && <Divider />}
            <InlineStack align="space-between" gap="400" wrap={false}>
              <Text as="span" fontWeight={place === lines.length - 1 ? 'semibold' : undefined}>
                {label}
              </Text>
              <Box>
                <Text as="span" numeric fontWeight={place === lines.length - 1 ? 'semibold' : undefined}>
                  {count}
                </Text>
              </Box>
            </InlineStack>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
