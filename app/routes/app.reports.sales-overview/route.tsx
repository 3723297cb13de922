import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation, useSearchParams } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Card,
  EmptyState,
  InlineGrid,
  InlineStack,
  Page,
  Select,
  Text,
} from '@shopify/polaris';
import { z } from 'zod';
import { salesOverview } from '~/reports/sales-overview/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { BesideCards } from '~/ui/beside-cards';
import { GradesCard } from '~/ui/grades-card';
import { MetricCard } from '~/ui/metric-card';
import { presetLabel, PRESETS } from '~/ui/period-presets';
import { presetPeriod, presetSchema } from '~/ui/period-query';
import { formatMoment } from '~/lib/period';
import { pageTitle } from '~/ui/page-title';
import { RecomputationBanner, useRecomputation } from '~/ui/recomputation';
import { BucketsCard } from './buckets-card';
import { ChartCard } from './chart-card';
import { MessagesCard } from './messages-card';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Sales overview');

/** `?version=1`: of the attribution settings; without it the one in force. */
const versionSchema = z.coerce.number().int().positive().optional().catch(undefined);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const now = new Date();
  const { searchParams } = new URL(request.url);
  const preset = presetSchema.parse(searchParams.get('days'));
  const version = versionSchema.parse(searchParams.get('version'));
  const period = presetPeriod(preset, now, shop.timeZone);
  return {
    preset,
    view: await salesOverview(shop, period, version),
    days: { from: period.days.at(0) ?? '', to: period.days.at(-1) ?? '' },
    currency: shop.currency,
    asOf: formatMoment(now, shop.timeZone),
  };
}

export default function SalesOverview() {
  const { preset, view, days, asOf, currency } = useLoaderData<typeof loader>();
  const [, setParams] = useSearchParams();
  const { version } = view;
  const progress = useRecomputation(version?.progress ?? null);
  const loading = useNavigation().state === 'loading';
  const freshness = `As of ${asOf}; new orders count within seconds.`;
  return (
    <Page
      title="Sales overview"
      subtitle={`${view.period.label}, against ${view.period.before}`}
      secondaryActions={[
        { content: 'Models compared', url: '/app/reports/models-compared' },
        { content: 'Reconciliation', url: '/app/reports/reconciliation' },
      ]}
    >
      <BlockStack gap="400">
        <BesideCards>
          <InlineStack align="space-between" blockAlign="center" gap="300">
            <Text as="h2" variant="headingMd">
              {view.sentence}
            </Text>
            <Select
              label="Period"
              labelInline
              options={PRESETS.map((value) => ({ value, label: presetLabel[value] }))}
              value={preset}
              disabled={loading}
              onChange={(days) =>
                setParams((params) => ({ ...Object.fromEntries(params), days }), { preventScrollReset: true })
              }
            />
          </InlineStack>
        </BesideCards>
        {version &&
          (progress ? (
            <RecomputationBanner progress={progress} text={version.text} />
          ) : (
            <Banner
              tone="info"
              action={{ content: 'Show the version in force', url: '/app/reports/sales-overview' }}
            >
              {version.text}
            </Banner>
          ))}
        {view.renewals && <Banner tone="info">{view.renewals}</Banner>}
        {view.note && <Banner tone="info">{view.note}</Banner>}
        <BesideCards>
          <InlineGrid columns={{ xs: 2, md: 3, lg: 5 }} gap="300">
            <MetricCard metric={view.creditedRevenue} freshness={freshness} />
            <MetricCard metric={view.creditedOrders} freshness={freshness} />
            <MetricCard metric={view.creditedShare} freshness={freshness} />
            <MetricCard metric={view.totalSales} freshness={freshness} />
            <MetricCard metric={view.allOrders} freshness={freshness} />
          </InlineGrid>
        </BesideCards>
        {view.empty ? (
          <NoOrders />
        ) : (
          <>
            <ChartCard days={view.days} currency={currency} />
            <MessagesCard messages={view.messages} />
            <GradesCard grades={view.grades} orders={days} />
            <BucketsCard buckets={view.buckets} total={view.bucketTotal} days={days} />
          </>
        )}
        <BesideCards>
          <Text as="p" variant="bodySm" tone="subdued">
            {`${view.basis} ${freshness}`}
          </Text>
        </BesideCards>
      </BlockStack>
    </Page>
  );
}

function NoOrders() {
  return (
    <Card>
      <EmptyState
        heading="No orders in this period"
        image="/empty-orders.svg"
        action={{ content: 'Create campaign', url: '/app/campaigns/new' }}
      >
        <Text as="p">
          Choose a longer period, or send a tracked message: its orders show here within seconds.
        </Text>
      </EmptyState>
    </Card>
  );
}
