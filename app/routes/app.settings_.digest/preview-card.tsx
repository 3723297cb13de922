import { BlockStack, Link, Text } from '@shopify/polaris';
import type { DigestSentence, DigestView } from '~/reports/digest/interpret';
import { CardHeading } from '~/ui/card-heading';

/** The digest as it would go out now. */
export function PreviewCard({ view }: { view: DigestView }) {
  return (
    <BlockStack gap="400">
      <CardHeading title="Preview" text="As it would say today." />
      <Text as="h3" variant="headingSm">
        {view.subject}
      </Text>
      <Sentences of={view.sentences} />
      {view.problems.length > 0 && (
        <>
          <Text as="h3" variant="headingSm">
            To look at
          </Text>
          <Sentences of={view.problems} />
        </>
      )}
      <Text as="p" variant="bodySm" tone="subdued">
        {view.basis}
      </Text>
    </BlockStack>
  );
}

function Sentences({ of }: { of: readonly DigestSentence[] }) {
  return (
    <BlockStack as="ul" gap="200">
      {of.map(({ text, path }) => (
        <li key={text}>
          <Text as="span">{text} </Text>
          <Link url={path} accessibilityLabel={`See the orders: ${text}`}>
            See the orders
          </Link>
        </li>
      ))}
    </BlockStack>
  );
}
