import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { formatMoment } from '~/lib/period';
import { subscriptionsReport } from '~/reports/subscriptions/query.server';
import { NoSubscriptions } from '~/ui/no-subscriptions';
import { openReport } from '~/ui/open-report.server';
import { pageTitle } from '~/ui/page-title';
import { REPORTS, reportPath } from '~/ui/report-links';
import { reportQuery } from '~/ui/report-query';
import { SalesTabPage } from '~/ui/sales-tab-page';
import { SubscriptionFigures } from '~/ui/subscription-figures';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle(REPORTS['sales-overview']);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await openReport(request);
  const now = new Date();
  const { period, before, bar } = reportQuery(new URL(request.url).searchParams, now, shop.timeZone);
  const view = await subscriptionsReport(shop, period, before, now);
  return { bar, view, currency: shop.currency, asOf: formatMoment(now, shop.timeZone) };
}

export default function SalesSubscriptions() {
  const { view, currency, ...page } = useLoaderData<typeof loader>();
  return (
    <SalesTabPage
      {...page}
      selected="subscriptions"
      view={view}
      compares
      basisFixed="Subscriptions are counted by the day of the order"
      file={{ name: 'subscriptions', isEmpty: view.won.rows.length === 0 }}
      more={{ content: 'See the whole report', url: reportPath('subscriptions') }}
    >
      {(freshness) =>
        view.empty ? (
          <NoSubscriptions />
        ) : (
          <SubscriptionFigures view={view} currency={currency} freshness={freshness} />
        )
      }
    </SalesTabPage>
  );
}
