import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Box, Button, Card, EmptyState, InlineGrid, Page, Text } from '@shopify/polaris';
import { formatMoment } from '~/lib/period';
import { campaignReport } from '~/reports/campaign/query.server';
import { campaignSales } from '~/reports/campaign/sales.server';
import { orderList } from '~/reports/order-list/query.server';
import { BesideCards } from '~/ui/beside-cards';
import { CampaignBadge } from '~/ui/campaign-badge';
import { CampaignTabs } from '~/ui/campaign-tabs';
import { GradesCard } from '~/ui/grades-card';
import { MetricCard } from '~/ui/metric-card';
import { notFound } from '~/ui/not-found';
import { openCampaign } from '~/ui/open-draft.server';
import { OrderTable } from '~/ui/order-table';
import { pageTitle } from '~/ui/page-title';
import { ReportTableCard } from '~/ui/report-table-card';
import { HoldoutCard } from './holdout-card';
import { TimeCard } from './time-card';
import { VariantSalesCard } from './variant-sales-card';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Sales', data?.name);

/** So many of its orders are shown; the others stand among all orders. */
const ORDERS_SHOWN = 10;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign } = await openCampaign(request, params.id);
  const now = new Date();
  const [report, orders] = await Promise.all([
    campaignReport(shop, id, now),
    orderList(shop, { campaignId: id }),
  ]);
  if (!report) throw notFound();
  return {
    id: String(id),
    name: campaign.name,
    status: campaign.status,
    failure: campaign.failure,
    canBeAdopted: campaign.status === 'sent' && campaign.channel !== 'voice',
    report,
    sales: await campaignSales(shop, id, report),
    orders: { rows: orders.rows.slice(0, ORDERS_SHOWN), total: orders.total },
    now,
    timeZone: shop.timeZone,
    asOf: formatMoment(now, shop.timeZone),
  };
}

export default function CampaignSales() {
  const { id, name, status, failure, ...loaded } = useLoaderData<typeof loader>();
  return (
    <Page
      title={name}
      titleMetadata={<CampaignBadge status={status} failure={failure} />}
      backAction={{ content: 'Campaigns', url: '/app/campaigns' }}
    >
      <BlockStack gap="400">
        <CampaignTabs id={id} selected="sales" />
        {loaded.report.revenue.value === null ? (
          <NoSales id={id} {...loaded} />
        ) : (
          <Sales id={id} {...loaded} />
        )}
      </BlockStack>
    </Page>
  );
}

type Loaded = Omit<ReturnType<typeof useLoaderData<typeof loader>>, 'name' | 'status' | 'failure'>;

function NoSales({ id, report, canBeAdopted }: Loaded) {
  const untracked = !report.tracked;
  return (
    <Card>
      <EmptyState
        heading={untracked ? 'Its sales are not tracked' : 'What it earns will stand here'}
        image="/empty-orders.svg"
        action={
          untracked && canBeAdopted
            ? { content: 'Adopt it', url: `/app/campaigns/adopt?campaign=${id}` }
            : undefined
        }
      >
        <Text as="p">
          {untracked
            ? 'It was set up without sales tracking, so no order can be credited to it. If its links carried UTM tags of their own, adopt it by them.'
            : report.revenue.unknown}
        </Text>
      </EmptyState>
    </Card>
  );
}

function Sales({ id, report, sales, orders, now, timeZone, asOf }: Loaded) {
  const freshness = `As of ${asOf}; new orders count within seconds.`;
  return (
    <>
      <BesideCards>
        <InlineGrid columns={{ xs: 2, md: 3 }} gap="300">
          {[
            report.revenue,
            report.gross,
            report.refunds,
            report.orders,
            report.averageOrder,
            report.conversionRate,
            report.clickConversion,
            report.revenuePerRecipient,
            report.revenuePerClick,
          ].map((metric) => (
            <MetricCard key={metric.name} metric={metric} freshness={freshness} />
          ))}
        </InlineGrid>
      </BesideCards>
      {report.grades.parts.length > 0 && <GradesCard grades={report.grades} orders={{ campaign: id }} />}
      {report.variants && <VariantSalesCard variants={report.variants} campaignId={id} />}
      {report.holdout && <HoldoutCard holdout={report.holdout} />}
      <BlockStack gap="200">
        <BesideCards>
          <Text as="h2" variant="headingMd">
            Per link
          </Text>
        </BesideCards>
        {sales.links.rows.length > 0 ? (
          <ReportTableCard table={sales.links} />
        ) : (
          <Banner tone="info">
            <Text as="p">No link of it was tracked and no order is credited to it yet.</Text>
          </Banner>
        )}
      </BlockStack>
      <TimeCard time={sales.time} />
      <Card padding="0">
        <Box padding="400" paddingBlockEnd="200">
          <Text as="h2" variant="headingSm">
            {orders.total > ORDERS_SHOWN
              ? `Its latest ${ORDERS_SHOWN} of ${orders.total.toLocaleString('en')} orders`
              : 'Its orders'}
          </Text>
        </Box>
        <OrderTable
          rows={orders.rows}
          now={new Date(now)}
          timeZone={timeZone}
          emptyText="No order is credited to it yet."
          pagination={undefined}
        />
        {orders.total > 0 && (
          <Box padding="400">
            <Button url={`/app/orders?campaign=${id}`}>Show all its orders</Button>
          </Box>
        )}
      </Card>
      <BesideCards>
        <Text as="p" variant="bodySm" tone="subdued">
          {`${report.basis} ${freshness}`}
        </Text>
      </BesideCards>
    </>
  );
}
