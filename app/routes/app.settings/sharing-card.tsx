import { BlockStack, Button, Card, InlineStack } from '@shopify/polaris';
import { CardHeading } from '~/ui/card-heading';

/** Leads to what is written into the shop's own records. @param on how many things are */
export function SharingCard({ on }: { on: number }) {
  const so =
    on === 0 ? 'Nothing is turned on.' : on === 1 ? 'One thing is turned on.' : `${on} things are turned on.`;
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="What Shopify is told"
          text={`Who earned each order, and what your messages came to day by day, can stand in Shopify itself, outside this app. ${so}`}
        />
        <InlineStack>
          <Button url="/app/settings/shopify">Choose what Shopify is told</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
