import { BlockStack, Card, DataTable, Text } from '@shopify/polaris';
import type { TimeView } from '~/reports/campaign/sales';

/** How long recipients took from the click to the order. */
export function TimeCard({ time }: { time: TimeView }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Time to order
        </Text>
        <Text as="p">{time.sentence}</Text>
        <DataTable
          columnContentTypes={['text', 'numeric', 'numeric']}
          headings={['From click to order', 'Orders', 'Share']}
          rows={time.rows.map(({ within, orders, share }) => [within, orders, share])}
          increasedTableDensity
        />
        {time.unknown && (
          <Text as="p" tone="subdued">
            {time.unknown}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
