import { BlockStack, Box, Text } from '@shopify/polaris';

/** What keeps the thing that is open from being published. */
export function ProblemLines({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <Box padding="300" background="bg-surface-warning" borderRadius="200">
      <BlockStack as="ul" gap="100">
        {lines.map((line) => (
          <li key={line}>
            <Text as="span" breakWord>
              {line}
            </Text>
          </li>
        ))}
      </BlockStack>
    </Box>
  );
}
