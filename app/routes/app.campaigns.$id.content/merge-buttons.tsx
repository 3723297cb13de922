import { Button, InlineStack, Text } from '@shopify/polaris';
import type { FieldKind, Insertion } from './insertion';

const tags: { label: string; text: (kind: FieldKind) => string }[] = [
  { label: 'First name', text: () => '{{ first_name | default: "friend" }}' },
  { label: 'Last name', text: () => '{{ last_name }}' },
  { label: 'Email', text: () => '{{ email }}' },
  {
    label: 'Unsubscribe link',
    text: (kind) =>
      kind === 'html' ? '<a href="{{ unsubscribe_url }}">Unsubscribe</a>' : '{{ unsubscribe_url }}',
  },
];

/** Buttons that put what is known of the recipient where the cursor is. */
export function MergeButtons({
  insertion,
  withUnsubscribe,
}: {
  insertion: Insertion;
  withUnsubscribe: boolean;
}) {
  return (
    <div role="group" aria-labelledby="merge-tags">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" tone="subdued" id="merge-tags">
          Insert
        </Text>
        {tags
          .filter(({ label }) => withUnsubscribe || label !== 'Unsubscribe link')
          .map(({ label, text }) => (
            <Button key={label} size="slim" onClick={() => insertion.insert(text)}>
              {label}
            </Button>
          ))}
      </InlineStack>
    </div>
  );
}
