import { BlockStack, Button, Card, InlineStack } from '@shopify/polaris';
import { CardHeading } from '~/ui/card-heading';

/** Leads to who is written to no more. @param count addresses and numbers, over all channels */
export function SuppressionCard({ count }: { count: number }) {
  const so =
    count === 0
      ? 'Nobody is on it.'
      : count === 1
        ? 'One address is on it.'
        : `${count.toLocaleString('en')} addresses are on it.`;
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Suppression list"
          text={`Addresses and numbers that no campaign is sent to, whatever their consent: they take no messages, reported spam, or were added by you. ${so}`}
        />
        <InlineStack>
          <Button url="/app/settings/suppression">Open suppression list</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
