import { BlockStack, Card, Text } from '@shopify/polaris';
import type { TrackingLinkReportView } from '~/reports/tracking-link/interpret';
import { MetricName } from '~/ui/metric-card';

/** What is to be known beside the numbers: machines with the reasons, and clicks that came too late or are not kept. */
export function ClicksCard({ report }: { report: TrackingLinkReportView }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          More about the clicks
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
        {report.notKept && <Text as="p">{report.notKept}</Text>}
        {report.lateClicks && (
          <Text as="p" tone="subdued">
            {`${report.lateClicks} of the total clicks came after the link had expired.`}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
