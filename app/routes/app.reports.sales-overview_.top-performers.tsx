import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Card, EmptyState, Text } from '@shopify/polaris';
import { formatMoment } from '~/lib/period';
import { topPerformersReport } from '~/reports/top-performers/query.server';
import { openReport } from '~/ui/open-report.server';
import { pageTitle } from '~/ui/page-title';
import { REPORTS } from '~/ui/report-links';
import { reportQuery } from '~/ui/report-query';
import { ReportTableCard } from '~/ui/report-table-card';
import { SalesTabPage } from '~/ui/sales-tab-page';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle(REPORTS['sales-overview']);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await openReport(request);
  const now = new Date();
  const { period, basis, bar } = reportQuery(new URL(request.url).searchParams, now, shop.timeZone);
  return {
    bar,
    view: await topPerformersReport(shop, period, basis),
    asOf: formatMoment(now, shop.timeZone),
  };
}

export default function TopPerformers() {
  const { view, ...page } = useLoaderData<typeof loader>();
  return (
    <SalesTabPage
      {...page}
      selected="topPerformers"
      view={view}
      file={{ name: 'top-performers', isEmpty: view.empty }}
    >
      {() =>
        view.empty ? (
          <Card>
            <EmptyState
              heading="What does best shows here once a message earns"
              image="/empty-orders.svg"
              action={{ content: 'Create campaign', url: '/app/campaigns/new' }}
            >
              <Text as="p">Send a tracked message: what it earns shows here within seconds of an order.</Text>
            </EmptyState>
          </Card>
        ) : (
          view.tables
            .filter(({ rows }) => rows.length > 0)
            .map((table) => <ReportTableCard key={table.id} table={table} heading={table.title} />)
        )
      }
    </SalesTabPage>
  );
}
