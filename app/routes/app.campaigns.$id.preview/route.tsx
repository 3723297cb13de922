import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, EmptyState, Layout, Page, Text } from '@shopify/polaris';
import { campaignReport } from '~/reports/campaign/query.server';
import { CampaignBadge } from '~/ui/campaign-badge';
import { CampaignTabs } from '~/ui/campaign-tabs';
import { notFound } from '~/ui/not-found';
import { openCampaign } from '~/ui/open-draft.server';
import { pageTitle } from '~/ui/page-title';
import { ClickMap } from './click-map';
import { LinkClicksCard } from './link-clicks-card';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Preview', data?.campaign.name);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign, messages } = await openCampaign(request, params.id);
  const report = await campaignReport(shop, id, new Date());
  if (!report) throw notFound();
  const { name, channel, status, failure } = campaign;
  return {
    id: String(id),
    campaign: { name, channel, status, failure },
    sender: shop.name,
    contents: messages.map(({ variant, subject, preheader, html, text, template }) => ({
      ...{ variant, subject, preheader, html, text },
      template: template ?? '',
    })),
    report,
  };
}

export default function CampaignPreview() {
  const { id, campaign, sender, contents, report } = useLoaderData<typeof loader>();
  return (
    <Page
      title={campaign.name}
      titleMetadata={<CampaignBadge status={campaign.status} failure={campaign.failure} />}
      backAction={{ content: 'Campaigns', url: '/app/campaigns' }}
    >
      <BlockStack gap="400">
        <CampaignTabs id={id} selected="preview" />
        {report.sentElsewhere ? (
          <Card>
            <EmptyState
              heading="Its message is in the tool that sent it"
              image="/empty-campaigns.svg"
              action={{ content: 'See its sales', url: `/app/campaigns/${id}/sales` }}
            >
              <Text as="p">Sales Trail knows this campaign by the tags of its links alone.</Text>
            </EmptyState>
          </Card>
        ) : (
          <Layout>
            <Layout.Section variant="oneHalf">
              <ClickMap channel={campaign.channel} sender={sender} contents={contents} links={report.links} />
            </Layout.Section>
            <Layout.Section variant="oneHalf">
              <LinkClicksCard campaignId={id} report={report} contents={contents} />
            </Layout.Section>
          </Layout>
        )}
      </BlockStack>
    </Page>
  );
}
