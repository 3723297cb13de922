import { BlockStack, Card, DescriptionList, Text } from '@shopify/polaris';
import { EXAMPLE_CAMPAIGN } from '~/tagging/tag-defaults';
import type { TagToken } from '~/tagging/tag-tokens';
import { tidyTagValue } from '~/tagging/tag-values';

/** What each token stands for. */
export function TokensCard({ today }: { today: string }) {
  const meanings: Record<TagToken, string> = {
    campaign_name: `The campaign’s name, tidied: “${EXAMPLE_CAMPAIGN.campaign_name}” becomes ${tidyTagValue(EXAMPLE_CAMPAIGN.campaign_name)}`,
    send_date: `The day of sending in your shop’s time zone: ${today}`,
    segment: `The segment it is sent to: ${tidyTagValue(EXAMPLE_CAMPAIGN.segment)}`,
    automation: 'The automation’s name. Campaigns belong to none, so there it has no value',
    step: 'The name of the automation’s step. Campaigns have none, so there it has no value',
  };
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Tokens
        </Text>
        <Text as="p" tone="subdued">
          Tokens are filled in for each message when it is sent; its Summary step shows the result before.
        </Text>
        <DescriptionList
          items={Object.entries(meanings).map(([token, meaning]) => ({
            term: <span className="st-url">{`{{${token}}}`}</span>,
            description: meaning,
          }))}
        />
      </BlockStack>
    </Card>
  );
}
