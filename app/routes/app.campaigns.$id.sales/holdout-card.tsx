import { BlockStack, Box, Card, DataTable, Text } from '@shopify/polaris';
import type { HoldoutView } from '~/reports/campaign/lift';

/** What was ordered with the message and without, and whether that is a difference. */
export function HoldoutCard({ holdout: { groups, verdict, method } }: { holdout: HoldoutView }) {
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="0">
        <Text as="h2" variant="headingSm">
          Holdout
        </Text>
      </Box>
      <div className="st-narrow-table">
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
      </div>
      <Box padding="400" paddingBlockStart="200">
        <BlockStack gap="300">
          <Text as="p">{verdict}</Text>
          <Text as="p" tone="subdued">
            {method}
          </Text>
        </BlockStack>
      </Box>
    </Card>
  );
}
