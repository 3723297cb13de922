import { BlockStack, Button, Card, InlineStack } from '@shopify/polaris';
import { CardHeading } from '~/ui/card-heading';

/** Leads to the e-mail that tells how the shop did. */
export function DigestCard() {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Digest"
          text="An e-mail each day or week: orders, what messages earned of them, and what is to be looked at."
        />
        <InlineStack>
          <Button url="/app/settings/digest">Open digest</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
