import { BlockStack, Card, DataTable, Text } from '@shopify/polaris';
import type { HoldoutView } from '~/reports/campaign/lift';

/** What was ordered with the message and without, and whether that is a difference. */
export function HoldoutCard({ holdout: { groups, verdict, method } }: { holdout: HoldoutView }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Holdout
        </Text>
        <DataTable
          columnContentTypes={['text', 'numeric', 'numeric', 'numeric']}
          headings={['Group', 'Contacts', 'Who ordered', 'Orders per contact']}
          rows={groups.map(({ name, contacts, buyers, ordersPerContact }) => [
            name,
            contacts,
            buyers,
            ordersPerContact,
          ])}
        />
        <Text as="p">{verdict}</Text>
        <Text as="p" tone="subdued">
          {method}
        </Text>
      </BlockStack>
    </Card>
  );
}
