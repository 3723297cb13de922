import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Card,
  EmptyState,
  InlineGrid,
  InlineStack,
  Layout,
  Page,
  Text,
} from '@shopify/polaris';
import { useCallback, useState } from 'react';
import { costOf, costText } from '~/campaigns/cost';
import { type Channel, channelLabel } from '~/channels/channel';
import { capital } from '~/lib/capital';
import { formatMoment } from '~/lib/period';
import { reasonInWords } from '~/messaging/delivery';
import { findHold } from '~/messaging/sending-pace-store.server';
import type { CampaignReportView } from '~/reports/campaign/interpret';
import { campaignReport } from '~/reports/campaign/query.server';
import { deliveryList } from '~/reports/delivery-list/query.server';
import type { Metric } from '~/reports/metric';
import { BesideCards } from '~/ui/beside-cards';
import { AdoptedBadge, CampaignBadge } from '~/ui/campaign-badge';
import { CampaignTabs } from '~/ui/campaign-tabs';
import { readForm } from '~/ui/form-errors';
import { GradesCard } from '~/ui/grades-card';
import { MetricCard } from '~/ui/metric-card';
import { notFound } from '~/ui/not-found';
import { openCampaign } from '~/ui/open-draft.server';
import { pageTitle } from '~/ui/page-title';
import { sendTimeFields, zoneText } from '~/ui/send-time';
import { act } from './act.server';
import { AdoptedBanner } from './adopted-banner';
import { useCampaignActions } from './campaign-actions';
import { CostCard } from './cost-card';
import { DeliveryCard } from './delivery-card';
import { RescheduleModal } from './reschedule-modal';
import { SendingBanners } from './sending-banners';
import { SendingProgress, useWatch } from './sending-progress';
import { VariantsCard } from './variants-card';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle(data?.campaign.name ?? 'Campaign');

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign } = await openCampaign(request, params.id);
  const now = new Date();
  const [report, failed, hold] = await Promise.all([
    campaignReport(shop, id, now),
    deliveryList(shop, id, { state: 'failed', page: 1 }),
    campaign.status === 'sending' ? findHold(shop.id, campaign.channel) : undefined,
  ]);
  if (!report) throw notFound();
  const moment = (at: Date | null) => at && formatMoment(at, shop.timeZone);
  const { name, channel, status, failure, pauseReason, scheduledAt } = campaign;
  return {
    id: String(id),
    campaign: {
      name,
      channel,
      status,
      failure,
      pauseReason,
      archived: campaign.archivedAt !== null,
    },
    hold: hold ? { until: moment(hold.until) ?? '', reason: hold.reason } : null,
    schedule: {
      when: sendTimeFields(scheduledAt ?? now, shop.timeZone),
      zone: shop.timeZone,
      zoneText: zoneText(shop.timeZone, now),
    },
    times: { scheduled: moment(scheduledAt), sent: moment(campaign.sentAt), zone: shop.timeZone },
    cost: {
      amount: costText(costOf(campaign), shop.currency),
      per: costOf(campaign)?.per ?? ('campaign' as const),
    },
    currency: shop.currency,
    report,
    asOf: formatMoment(now, shop.timeZone),
    failed: {
      total: failed.total,
      rows: failed.rows.map(({ id: delivery, name: person, email, reason }) => ({
        id: String(delivery),
        person: person || email || 'Erased contact',
        reason: reason === null ? '' : capital(reasonInWords(reason)),
      })),
    },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { id, shop, redirect } = await openCampaign(request, params.id);
  const answer = await act(shop, id, await readForm(request), new Date());
  return 'path' in answer ? redirect(answer.path) : answer;
}

export default function CampaignPage() {
  const { id, campaign, times, schedule, hold, report, failed, asOf, ...loaded } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { status, failure, channel, archived } = campaign;
  const [rescheduling, setRescheduling] = useState(false);
  const endRescheduling = useCallback(() => setRescheduling(false), []);
  const { variants } = report;
  const testing = variants !== null && variants.waiting !== null && !variants.underWay;
  useWatch(status === 'sending' && !testing);
  const { primaryAction, secondaryActions, confirmation } = useCampaignActions({
    id,
    status,
    archived,
    onReschedule: () => setRescheduling(true),
  });
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
        <CampaignTabs id={id} selected="overview" />
        {answer?.error && <Banner tone="critical">{answer.error}</Banner>}
        <SendingBanners id={id} campaign={campaign} hold={hold} />
        {(status === 'sending' || status === 'paused') && (
          <SendingProgress paused={status === 'paused'} testing={testing} progress={report.progress} />
        )}
        {report.adopted && <AdoptedBanner sentElsewhere={report.sentElsewhere} />}
        {(began || report.sentElsewhere) && (
          <BesideCards>
            <InlineGrid columns={{ xs: 2, md: 4 }} gap="300">
              {metricsOf(channel, report).map((metric) => (
                <MetricCard key={metric.name} metric={metric} freshness={`As of ${asOf}.`} />
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
        {report.tracked && report.grades.parts.length > 0 && (
          <GradesCard grades={report.grades} orders={{ campaign: id }} />
        )}
        {variants && <VariantsCard variants={variants} />}
        {began || report.sentElsewhere ? (
          <Layout>
            {began && (
              <Layout.Section variant="oneHalf">
                <DeliveryCard deliveries={report.deliveries} failed={failed} />
              </Layout.Section>
            )}
            <Layout.Section variant="oneHalf">
              <CostCard
                saved={loaded.cost}
                currency={loaded.currency}
                metrics={[report.cost, report.returnOnCost]}
                error={answer?.errors.amount}
              />
            </Layout.Section>
          </Layout>
        ) : (
          <NotSent id={id} />
        )}
        <BesideCards>
          <Text as="p" variant="bodySm" tone="subdued">
            {`${report.basis} As of ${asOf}; new orders count within seconds.`}
          </Text>
        </BesideCards>
      </BlockStack>
      {confirmation}
      {status === 'scheduled' && (
        <RescheduleModal key={times.scheduled} open={rescheduling} onClose={endRescheduling} {...schedule} />
      )}
    </Page>
  );
}

/** What can be known of a message on its channel, the money first. */
function metricsOf(channel: Channel, report: CampaignReportView): Metric[] {
  const isEmail = channel === 'email';
  const canAnswer = channel === 'sms' || channel === 'whatsapp';
  const earned = [report.revenue, report.orders, report.conversionRate, report.revenuePerRecipient];
  if (report.sentElsewhere) return report.tracked ? earned : [];
  return [
    ...(report.tracked ? earned : []),
    report.audience,
    report.handedOver,
    report.delivered,
    report.deliveryRate,
    ...(isEmail ? [report.opened, report.openRate, report.machineOpens] : []),
    ...(channel === 'voice' ? [] : [report.uniqueClicks, report.clickRate]),
    ...(isEmail ? [report.clickToOpen] : []),
    ...(channel === 'whatsapp' ? [report.read] : []),
    ...(canAnswer ? [report.replies] : []),
    report.unsubscribed,
    report.unsubscribeRate,
    ...(isEmail ? [report.bounced, report.bounceRate, report.complaints, report.complaintRate] : []),
  ];
}

function NotSent({ id }: { id: string }) {
  return (
    <Card>
      <EmptyState
        heading="Its numbers begin once it is sent"
        image="/empty-campaigns.svg"
        action={{ content: 'See its preview', url: `/app/campaigns/${id}/preview` }}
      >
        <Text as="p">Here you will see whom it reached, what they did with it, and what it cost.</Text>
      </EmptyState>
    </Card>
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
