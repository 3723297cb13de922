import { BlockStack, Card, Divider, InlineStack, Text } from '@shopify/polaris';
import type { CampaignReportView } from '~/reports/campaign/interpret';

interface DeliveryCardProps {
  deliveries: CampaignReportView['deliveries'];
  failed: { total: number; rows: { id: string; person: string; reason: string }[] };
}

/** How the deliveries stand and why; those that failed by name, with the provider's own words. */
export function DeliveryCard({ deliveries, failed }: DeliveryCardProps) {
  const shown = deliveries.filter(({ state }) => state !== 'failed');
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Deliveries
        </Text>
        <BlockStack gap="200">
          {shown.map(({ state, label, reason, countText }) => (
            <InlineStack key={`${state} ${reason}`} align="space-between" gap="300" wrap={false}>
              <Text as="span" breakWord>
                {reason ? `${label}: ${reason}` : label}
              </Text>
              <Text as="span" numeric alignment="end">
                {countText}
              </Text>
            </InlineStack>
          ))}
          {failed.total > 0 && (
            <InlineStack align="space-between" gap="300" wrap={false}>
              <Text as="span">Failed</Text>
              <Text as="span" numeric alignment="end">
                {failed.total.toLocaleString('en')}
              </Text>
            </InlineStack>
          )}
        </BlockStack>
        {failed.total > 0 && (
          <>
            <Divider />
            <Text as="h3" variant="headingXs">
              What the provider said
            </Text>
            <BlockStack as="ul" gap="200">
              {failed.rows.map(({ id, person, reason }) => (
                <li key={id}>
                  <Text as="p">{person}</Text>
                  <Text as="p" tone="critical" breakWord>
                    {reason}
                  </Text>
                </li>
              ))}
            </BlockStack>
            {failed.total > failed.rows.length && (
              <Text as="p" tone="subdued">
                {`And ${(failed.total - failed.rows.length).toLocaleString('en')} more.`}
              </Text>
            )}
          </>
        )}
      </BlockStack>
    </Card>
  );
}
