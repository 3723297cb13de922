import { BlockStack, Box, Button, Card, DataTable, Divider, InlineStack, Text } from '@shopify/polaris';
import type { Content } from '~/messaging/compose';
import type { CampaignReportView } from '~/reports/campaign/interpret';
import type { Metric } from '~/reports/metric';
import { linksInHtml } from '~/ui/message-links';
import { MetricName } from '~/ui/metric-card';
import { ExportFailed, useExport } from '~/ui/use-export';

interface LinkClicksCardProps {
  campaignId: string;
  report: CampaignReportView;
  /** What each variant says: how many links stand in its HTML; those of the plain text count on. */
  contents: readonly (Content & { variant: string })[];
}

/** Clicks by people per tracked link, at its place in the message; and those by machines, with the reasons. */
export function LinkClicksCard({ campaignId, report, contents }: LinkClicksCardProps) {
  const exporting = useExport('/app/export/campaign-links', 'campaign-links', { more: { id: campaignId } });
  const inHtml = new Map(contents.map((content) => [content.variant, linksInHtml(content)]));
  const first = contents[0]?.variant ?? '';
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="0">
        <BlockStack gap="100">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingSm">
              Links
            </Text>
            <Button
              variant="plain"
              accessibilityLabel="Export CSV of the links"
              loading={exporting.action.loading}
              onClick={exporting.action.onAction}
            >
              {exporting.action.content}
            </Button>
          </InlineStack>
          <ExportFailed exporting={exporting} />
          <Text as="p" tone="subdued">
            Clicks by people. Mail scanners and link previews are left out.
          </Text>
        </BlockStack>
      </Box>
      <DataTable
        columnContentTypes={['text', 'numeric', 'numeric', 'numeric']}
        headings={['Link', 'People', 'Clicks', 'Share']}
        rows={report.links.map(({ variant, position, url, uniqueClicks, totalClicks, share }) => [
          <span key={`${variant} ${position}`} className="st-url">
            {variant && `${variant}: `}
            {url}
            {position >= (inHtml.get(variant ?? first) ?? 0) && ' (plain text)'}
          </span>,
          uniqueClicks,
          totalClicks,
          share,
        ])}
        verticalAlign="middle"
      />
      <Divider />
      <Box padding="400">
        <BlockStack gap="200">
          <Count metric={report.totalClicks} />
          <Count metric={report.machineClicks} />
          {report.machineReasons.length > 0 && (
            <BlockStack as="ul" gap="100">
              {report.machineReasons.map(({ reason, count }) => (
                <li key={reason}>
                  <Text as="p" tone="subdued">{`${count}: ${reason}`}</Text>
                </li>
              ))}
            </BlockStack>
          )}
        </BlockStack>
      </Box>
    </Card>
  );
}

function Count({ metric }: { metric: Metric }) {
  return (
    <InlineStack align="space-between" gap="200" wrap={false}>
      <MetricName metric={metric} />
      <Text as="span" numeric alignment="end">
        {metric.value ?? '–'}
      </Text>
    </InlineStack>
  );
}
