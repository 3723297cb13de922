import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Card, EmptyState, InlineGrid, Text } from '@shopify/polaris';
import { formatMoment } from '~/lib/period';
import { upsellsReport } from '~/reports/upsells/query.server';
import { BesideCards } from '~/ui/beside-cards';
import { MetricCard } from '~/ui/metric-card';
import { openReport } from '~/ui/open-report.server';
import { pageTitle } from '~/ui/page-title';
import { REPORTS } from '~/ui/report-links';
import { reportQuery } from '~/ui/report-query';
import { ReportTableCard } from '~/ui/report-table-card';
import { SalesTabPage } from '~/ui/sales-tab-page';
import { TrendCard } from '~/ui/trend-card';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle(REPORTS['sales-overview']);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await openReport(request);
  const now = new Date();
  const { period, before, bar } = reportQuery(new URL(request.url).searchParams, now, shop.timeZone);
  const view = await upsellsReport(shop, period, before);
  return { bar, view, currency: shop.currency, asOf: formatMoment(now, shop.timeZone) };
}

export default function Upsells() {
  const { view, currency, ...page } = useLoaderData<typeof loader>();
  return (
    <SalesTabPage
      {...page}
      selected="upsells"
      view={view}
      compares
      basisFixed="Shopify tells no moment of an addition"
      file={{ name: 'upsells', isEmpty: view.added.rows.length === 0 }}
    >
      {(freshness) =>
        view.empty ? (
          <NoUpsells />
        ) : (
          <>
            <BesideCards>
              <InlineGrid columns={{ xs: 2, md: 3 }} gap="300">
                {view.metrics.map((metric) => (
                  <MetricCard key={metric.name} metric={metric} freshness={freshness} />
                ))}
              </InlineGrid>
            </BesideCards>
            <TrendCard
              title="Upsell revenue by day"
              days={view.trend}
              currency={currency}
              amount="Upsell revenue"
              counted="Orders with an upsell"
            />
            {view.added.rows.length > 0 && (
              <ReportTableCard table={view.added} heading="Added after the checkout, by message" />
            )}
            {view.automations.rows.length > 0 && (
              <ReportTableCard table={view.automations} heading="Automations after a purchase" />
            )}
          </>
        )
      }
    </SalesTabPage>
  );
}

function NoUpsells() {
  return (
    <Card>
      <EmptyState
        heading="Upsells show here once something is added to an order"
        image="/empty-orders.svg"
        action={{ content: 'See automations', url: '/app/automations' }}
      >
        <Text as="p">
          What is added after the checkout shows here, and what automations earn that begin with an order.
        </Text>
      </EmptyState>
    </Card>
  );
}
