import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, InlineGrid, Page, Text } from '@shopify/polaris';
import { z } from 'zod';
import { writeFilter } from '~/reports/sales-overview/filter';
import { readFilter } from '~/reports/sales-overview/read-filter';
import { salesOverview } from '~/reports/sales-overview/query.server';
import { openReport } from '~/ui/open-report.server';
import { BesideCards } from '~/ui/beside-cards';
import { GradesCard } from '~/ui/grades-card';
import { MetricCard } from '~/ui/metric-card';
import { formatMoment } from '~/lib/period';
import { pageTitle } from '~/ui/page-title';
import { printAction } from '~/ui/print-action';
import { RecomputationBanner, useRecomputation } from '~/ui/recomputation';
import { otherReports } from '~/ui/report-links';
import { ReportBar } from '~/ui/report-bar';
import { reportQuery } from '~/ui/report-query';
import { SalesTabs } from '~/ui/report-tabs';
import { BucketsCard } from './buckets-card';
import { ChartCard } from './chart-card';
import { FilterEditor } from './filter-editor';
import { MessagesCard } from './messages-card';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Sales overview');

/** `?version=1`: of the attribution settings; without it the one in force. */
const versionSchema = z.coerce.number().int().positive().optional().catch(undefined);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await openReport(request);
  const now = new Date();
  const { searchParams } = new URL(request.url);
  const version = versionSchema.parse(searchParams.get('version'));
  const { period, before, basis, bar } = reportQuery(searchParams, now, shop.timeZone);
  const filter = readFilter(searchParams.get('where'));
  return {
    bar,
    filter: filter ?? [],
    filterUnread: filter === undefined,
    view: await salesOverview(shop, period, { version, before, basis, filter: filter ?? [] }),
    currency: shop.currency,
    asOf: formatMoment(now, shop.timeZone),
  };
}

export default function SalesOverview() {
  const { bar, filter, filterUnread, view, asOf, currency } = useLoaderData<typeof loader>();
  const { version } = view;
  const progress = useRecomputation(version?.progress ?? null);
  const freshness = `As of ${asOf}; new orders count within seconds.`;
  return (
    <Page
      title="Sales overview"
      subtitle={
        view.period.before ? `${view.period.label}, against ${view.period.before}` : view.period.label
      }
      secondaryActions={[printAction]}
      actionGroups={[otherReports('sales-overview')]}
    >
      <BlockStack gap="400">
        <SalesTabs selected="sales" />
        <BesideCards>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {view.sentence}
            </Text>
            <ReportBar
              state={bar}
              compares
              basisFixed={version ? 'Kept by the day of the order' : undefined}
            />
            {!version && <FilterEditor key={writeFilter(filter)} filter={filter} text={view.filter} />}
          </BlockStack>
        </BesideCards>
        {filterUnread && (
          <Banner tone="warning">The filter in the address cannot be read: nothing is filtered.</Banner>
        )}
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
          <InlineGrid columns={{ xs: 2, md: 3, lg: 4 }} gap="300">
            <MetricCard metric={view.creditedRevenue} freshness={freshness} />
            <MetricCard metric={view.creditedOrders} freshness={freshness} />
            <MetricCard metric={view.creditedShare} freshness={freshness} />
            <MetricCard metric={view.firstTimeCustomers} freshness={freshness} />
            <MetricCard metric={view.totalSales} freshness={freshness} />
            <MetricCard metric={view.allOrders} freshness={freshness} />
            <MetricCard metric={view.averageOrder} freshness={freshness} />
            <MetricCard metric={view.taken} freshness={freshness} />
            <MetricCard metric={view.abandonedCheckouts} freshness={freshness} />
          </InlineGrid>
        </BesideCards>
        {view.empty ? (
          <NoOrders />
        ) : (
          <>
            <ChartCard days={view.days} currency={currency} />
            <MessagesCard messages={view.messages} />
            {view.grades && <GradesCard grades={view.grades} orders={{ from: bar.from, to: bar.to }} />}
            <BucketsCard buckets={view.buckets} total={view.bucketTotal} days={bar} />
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
