import { BlockStack, Text } from '@shopify/polaris';

/** A number under its name; null is not known. */
export function Figure({ name, value }: { name: string; value: string | number | null }) {
  return (
    <BlockStack>
      <Text as="span" variant="bodySm" tone="subdued">
        {name}
      </Text>
      <Text as="span" numeric>
        {value === null ? '–' : value.toLocaleString('en')}
      </Text>
    </BlockStack>
  );
}
