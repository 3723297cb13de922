import { Button, InlineStack, Text } from '@shopify/polaris';
import { productHtml, productText } from '~/messaging/product-block';
import { pickProducts, type PickingShop } from '~/ui/pick-products';
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

/** Buttons that put what is known of the recipient, and products of the shop, where the cursor is. */
export function MergeButtons({
  insertion,
  withUnsubscribe,
  shop,
}: {
  insertion: Insertion;
  withUnsubscribe: boolean;
  /** Undefined where a product would have no place, as in a call. */
  shop: PickingShop | undefined;
}) {
  const addProducts = async (from: PickingShop) => {
    const products = await pickProducts(from);
    if (products.length === 0) return;
    insertion.insert((kind) =>
      kind === 'html' ? products.map(productHtml).join('') : products.map(productText).join('\n'),
    );
  };
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
        {shop && (
          <Button size="slim" onClick={() => void addProducts(shop)}>
            Product
          </Button>
        )}
      </InlineStack>
    </div>
  );
}
