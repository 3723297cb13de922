import { BlockStack, Card, Text } from '@shopify/polaris';
import type { TrackingLinkReportView } from '~/reports/tracking-link/interpret';
import { MetricName } from '~/ui/metric-card';

/** What is in no other number: machines with the reasons, and clicks that came too late. */
export function ClicksCard({ report }: { report: TrackingLinkReportView }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          Clicks by machines
        </Text>
        <div>
          <MetricName metric={report.machineClicks} />
          {` ${report.machineClicks.value ?? '–'}`}
        </div>
        {report.machineReasons.length > 0 && (
          <BlockStack as="ul" gap="100">
            {report.machineReasons.map(({ reason, count }) => (
              <li key={reason}>
                <Text as="p" tone="subdued">{`${count}: ${reason}`}</Text>
              </li>
            ))}
          </BlockStack>
        )}
        {report.lateClicks && (
          <Text as="p" tone="subdued">
            {`${report.lateClicks} of the total clicks came after the link had expired.`}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
