import { BlockStack, Button, Card, InlineStack } from '@shopify/polaris';
import { CardHeading } from '~/ui/card-heading';

/** Leads to the keys by which programs read the shop's figures. */
export function ApiKeysCard() {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="API keys"
          text="For programs of your own that read orders, credits and reports as JSON. A key can change nothing."
        />
        <InlineStack>
          <Button url="/app/settings/api-keys">Open API keys</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
