import { BlockStack, Box, Card, DataTable, Text } from '@shopify/polaris';
import type { CampaignReportView } from '~/reports/campaign/interpret';

interface LinkClicksCardProps {
  links: CampaignReportView['links'];
  /** How many links stand in the HTML; those of the plain text count on. */
  inHtml: number;
}

/** Human clicks per tracked link, at its place in the message. */
export function LinkClicksCard({ links, inHtml }: LinkClicksCardProps) {
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="0">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            Links
          </Text>
          <Text as="p" tone="subdued">
            Clicks by people. Mail scanners and link previews are left out.
          </Text>
        </BlockStack>
      </Box>
      <DataTable
        columnContentTypes={['text', 'numeric', 'numeric']}
        headings={['Link', 'People', 'Clicks']}
        rows={links.map(({ position, url, uniqueClicks, totalClicks }) => [
          <span key={position} className="st-url">
            {url}
            {position >= inHtml && ' (plain text)'}
          </span>,
          uniqueClicks,
          totalClicks,
        ])}
        verticalAlign="middle"
      />
    </Card>
  );
}
