import { BlockStack, Text } from '@shopify/polaris';

/** What a card of a form is about, and what to know before filling it in. */
export function CardHeading({ title, text }: { title: string; text: string }) {
  return (
    <BlockStack gap="100">
      <Text as="h2" variant="headingMd">
        {title}
      </Text>
      <Text as="p" tone="subdued">
        {text}
      </Text>
    </BlockStack>
  );
}
