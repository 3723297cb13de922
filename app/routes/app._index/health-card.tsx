import { BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import type { HomeView } from '~/reports/home/interpret';

/** Whether facts keep coming in, each line with the way to its orders. */
export function HealthCard({ health, timeZone }: { health: HomeView['health']; timeZone: string }) {
  const lines = [
    { label: 'Last word from Shopify', value: health.lastWebhook ?? 'None yet' },
    { label: 'Last checkout seen by the pixel', value: health.lastPixelEvent ?? 'None yet' },
    {
      label: 'Last compared with Shopify',
      value: health.lastReconciled ?? 'Not yet',
      url: '/app/reports/reconciliation',
    },
    { label: 'Difference found', value: health.reconciledDifference ?? '–' },
    {
      label: 'Orders not decided yet',
      value: String(health.pendingOrders),
      url: '/app/orders?bucket=pending',
    },
    { label: 'The oldest of them', value: health.oldestPending ?? '–' },
    {
      label: 'Orders without consent',
      value: health.withoutConsent ?? '–',
      url: '/app/orders?bucket=consent_absent',
    },
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Health
        </Text>
        {lines.map(({ label, value, url }) => (
          <InlineStack key={label} align="space-between" gap="300" wrap={false}>
            {url ? <Link url={url}>{label}</Link> : <Text as="span">{label}</Text>}
            <Text as="span" alignment="end" tone="subdued" numeric>
              {value}
            </Text>
          </InlineStack>
        ))}
        <Text as="p" variant="bodySm" tone="subdued">
          {`Times are in ${timeZone}.`}
        </Text>
      </BlockStack>
    </Card>
  );
}
