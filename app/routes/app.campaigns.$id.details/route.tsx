import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Layout, Page } from '@shopify/polaris';
import { audienceInWords } from '~/campaigns/audience';
import { tokenValuesOf } from '~/campaigns/campaign';
import { testInWords, variantTestOf } from '~/campaigns/variants';
import { channelLabel } from '~/channels/channel';
import { formatMoment } from '~/lib/period';
import { resolveTags } from '~/tagging/tag-tokens';
import { CampaignBadge } from '~/ui/campaign-badge';
import { CampaignTabs } from '~/ui/campaign-tabs';
import { openCampaign } from '~/ui/open-draft.server';
import { pageTitle } from '~/ui/page-title';
import { DetailsCard } from './details-card';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Details', data?.name);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign, message, messages } = await openCampaign(request, params.id);
  const zone = shop.timeZone;
  const moment = (at: Date | null) => (at ? `${formatMoment(at, zone)} (${zone})` : '');
  const tags = resolveTags(
    { source: message.utmSource, medium: message.utmMedium, campaign: message.utmCampaign },
    tokenValuesOf(campaign, campaign.startedAt ?? campaign.scheduledAt ?? new Date(), zone),
  );
  const lines = (...all: [string, string][]) => all;
  return {
    id: String(id),
    name: campaign.name,
    status: campaign.status,
    failure: campaign.failure,
    audience: lines(
      ['Channel', channelLabel[campaign.channel]],
      [
        'Audience',
        campaign.sentElsewhere
          ? 'Known to the tool that sent it'
          : (audienceInWords(campaign.audience) ?? 'Not chosen yet'),
      ],
      ['Held out', campaign.holdoutPercent === null ? 'Nobody' : `${campaign.holdoutPercent} % of it`],
      ...(messages.length > 1
        ? lines([`${messages.length} variants`, testInWords(variantTestOf(campaign))])
        : []),
    ),
    tracking: lines(
      ['Sales tracking', message.trackSales ? 'On' : 'Off'],
      ...(message.trackSales
        ? lines(
            ['UTM source', tags.source],
            ['UTM medium', tags.medium],
            ['UTM campaign', tags.campaign],
            ['Discount code', message.discountCode],
          )
        : []),
    ),
    times: lines(
      ['Created', moment(campaign.createdAt)],
      ['Scheduled for', moment(campaign.scheduledAt)],
      ['Sending began', moment(campaign.startedAt)],
      ['Sent', moment(campaign.sentAt)],
    ),
  };
}

export default function CampaignDetails() {
  const { id, name, status, failure, audience, tracking, times } = useLoaderData<typeof loader>();
  return (
    <Page
      title={name}
      titleMetadata={<CampaignBadge status={status} failure={failure} />}
      backAction={{ content: 'Campaigns', url: '/app/campaigns' }}
    >
      <BlockStack gap="400">
        <CampaignTabs id={id} selected="details" />
        <Layout>
          <Layout.Section variant="oneHalf">
            <BlockStack gap="400">
              <DetailsCard title="Audience" lines={audience} />
              <DetailsCard title="Times" lines={times} />
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneHalf">
            <DetailsCard title="Tracking" lines={tracking} />
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}
