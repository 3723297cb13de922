import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, InlineGrid, InlineStack, Layout, Page, Text } from '@shopify/polaris';
import { z } from 'zod';
import { failureInWords, tokenValuesOf } from '~/campaigns/campaign';
import { deleteDraft } from '~/campaigns/campaign-store.server';
import { cancelCampaign } from '~/campaigns/cancel-campaign.server';
import { duplicateCampaign } from '~/campaigns/duplicate-campaign.server';
import { undoAdoption } from '~/campaigns/undo-adoption.server';
import { channelLabel } from '~/channels/channel';
import { formatMoment } from '~/lib/period';
import { listDeliveries } from '~/messaging/delivery-store.server';
import { campaignReport } from '~/reports/campaign/query.server';
import { resolveTags } from '~/tagging/tag-tokens';
import { BesideCards } from '~/ui/beside-cards';
import { AdoptedBadge, CampaignBadge } from '~/ui/campaign-badge';
import { readForm } from '~/ui/form-errors';
import { linksInHtml } from '~/ui/message-links';
import { MessagePreview } from '~/ui/message-preview';
import { MetricCard } from '~/ui/metric-card';
import { notFound } from '~/ui/not-found';
import { openCampaign } from '~/ui/open-draft.server';
import { pageTitle } from '~/ui/page-title';
import { stepPath } from '~/ui/wizard-steps';
import { AdoptedBanner } from './adopted-banner';
import { useCampaignActions } from './campaign-actions';
import { DeliveryCard } from './delivery-card';
import { DetailsCard } from './details-card';
import { LinkClicksCard } from './link-clicks-card';
import { SendingProgress, useWatch } from './sending-progress';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle(data?.campaign.name ?? 'Campaign');

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign, message } = await openCampaign(request, params.id);
  const [report, failed] = await Promise.all([
    campaignReport(shop, id),
    listDeliveries(shop.id, id, { state: 'failed', page: 1 }),
  ]);
  if (!report) throw notFound();
  const moment = (at: Date | null) => at && formatMoment(at, shop.timeZone);
  const { name, channel, status, failure, segmentName } = campaign;
  return {
    id: String(id),
    campaign: { name, channel, status, failure, segmentName },
    times: { scheduled: moment(campaign.scheduledAt), sent: moment(campaign.sentAt), zone: shop.timeZone },
    content: {
      subject: message.subject,
      preheader: message.preheader,
      html: message.html,
      text: message.text,
    },
    tags: message.trackSales
      ? resolveTags(
          { source: message.utmSource, medium: message.utmMedium, campaign: message.utmCampaign },
          tokenValuesOf(campaign, campaign.startedAt ?? campaign.scheduledAt ?? new Date(), shop.timeZone),
        )
      : null,
    sender: shop.name,
    report,
    failed: {
      total: failed.total,
      rows: failed.rows.map(({ id: delivery, name: person, email, reason }) => ({
        id: String(delivery),
        person: person || email || 'Erased contact',
        reason: reason ?? '',
      })),
    },
  };
}

const intentSchema = z.object({ intent: z.enum(['cancel', 'duplicate', 'delete', 'undo_adoption']) });

export async function action({ request, params }: ActionFunctionArgs) {
  const { id, shop, redirect } = await openCampaign(request, params.id);
  const parsed = intentSchema.safeParse(await readForm(request));
  if (!parsed.success) return { error: 'This is not something that can be done here.' };
  const now = new Date();
  switch (parsed.data.intent) {
    case 'cancel': {
      const cancelled = await cancelCampaign(shop.id, id, now);
      return { error: cancelled.ok ? null : 'It is too late to cancel: sending has begun.' };
    }
    case 'duplicate': {
      const copy = await duplicateCampaign(shop.id, id, now);
      return copy.ok ? redirect(stepPath(String(copy.value), 'channel')) : { error: 'It no longer exists.' };
    }
    case 'delete': {
      const deleted = await deleteDraft(shop.id, id);
      return deleted.ok
        ? redirect('/app/campaigns')
        : { error: 'Only drafts can be deleted, and this is none any more.' };
    }
    case 'undo_adoption': {
      const undone = await undoAdoption(shop.id, id, now);
      return { error: undone.ok ? null : 'It is not adopted any more.' };
    }
  }
}

export default function CampaignPage() {
  const { id, campaign, times, content, tags, sender, report, failed } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { status, failure, channel } = campaign;
  useWatch(status === 'sending');
  const { primaryAction, secondaryActions, confirmation } = useCampaignActions(id, status);
  const began = report.progress !== null;
  return (
    <Page
      title={campaign.name}
      titleMetadata={
        <InlineStack gap="100">
          <CampaignBadge status={status} failure={failure} />
          {report.adopted && <AdoptedBadge />}
        </InlineStack>
      }
      subtitle={subtitleOf(channelLabel[channel], times)}
      backAction={{ content: 'Campaigns', url: '/app/campaigns' }}
      primaryAction={primaryAction}
      secondaryActions={secondaryActions}
    >
      <BlockStack gap="400">
        {answer?.error && <Banner tone="critical">{answer.error}</Banner>}
        {failure && (
          <Banner
            tone="warning"
            title={status === 'draft' ? 'It was not sent' : 'Sending stopped early'}
            action={
              status === 'draft'
                ? { content: 'Choose an audience', url: stepPath(id, 'audience') }
                : undefined
            }
          >
            <Text as="p">{failureInWords[failure]}</Text>
          </Banner>
        )}
        {status === 'sending' && <SendingProgress progress={report.progress} />}
        {report.adopted && <AdoptedBanner sentElsewhere={report.sentElsewhere} />}
        {(began || report.sentElsewhere) && (
          <BesideCards>
            <InlineGrid columns={{ xs: 2, md: 4 }} gap="300">
              {(report.tracked
                ? [report.revenue, report.orders, report.conversionRate, report.revenuePerRecipient]
                : []
              )
                .concat(
                  report.sentElsewhere
                    ? []
                    : [
                        report.delivered,
                        ...(channel === 'email' ? [report.opened, report.openRate, report.machineOpens] : []),
                        report.uniqueClicks,
                        report.clickRate,
                        report.unsubscribed,
                      ],
                )
                .map((metric) => (
                  <MetricCard key={metric.name} metric={metric} />
                ))}
            </InlineGrid>
          </BesideCards>
        )}
        {(began || report.sentElsewhere) && !report.tracked && (
          <Banner
            tone="info"
            action={
              status === 'sent' && channel !== 'voice'
                ? { content: 'Adopt it', url: `/app/campaigns/adopt?campaign=${id}` }
                : undefined
            }
          >
            <Text as="p">
              This campaign was sent without sales tracking, so no order can be credited to it. If its links
              carried UTM tags of their own, adopt it by them; or duplicate it to send a tracked one.
            </Text>
          </Banner>
        )}
        <Layout>
          <Layout.Section variant="oneHalf">
            <BlockStack gap="400">
              <DetailsCard
                audience={report.sentElsewhere ? 'Known to the tool that sent it' : campaign.segmentName}
                tags={tags}
              />
              {began && <DeliveryCard deliveries={report.deliveries} failed={failed} />}
              {report.links.length > 0 && <LinkClicksCard report={report} inHtml={linksInHtml(content)} />}
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneHalf">
            {!report.sentElsewhere && <MessagePreview channel={channel} sender={sender} content={content} />}
          </Layout.Section>
        </Layout>
      </BlockStack>
      {confirmation}
    </Page>
  );
}

function subtitleOf(
  channel: string,
  times: { scheduled: string | null; sent: string | null; zone: string },
): string {
  if (times.sent) return `${channel} · sent ${times.sent} (${times.zone})`;
  if (times.scheduled) return `${channel} · goes out ${times.scheduled} (${times.zone})`;
  return channel;
}
