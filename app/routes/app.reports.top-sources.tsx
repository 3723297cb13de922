import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { formatMoment } from '~/lib/period';
import { topSourcesReport } from '~/reports/top-sources/query.server';
import { openReport } from '~/ui/open-report.server';
import { pageTitle } from '~/ui/page-title';
import { REPORTS } from '~/ui/report-links';
import { ReportPage } from '~/ui/report-page';
import { reportQuery } from '~/ui/report-query';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle(REPORTS['top-sources']);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await openReport(request);
  const now = new Date();
  const { period, basis, bar } = reportQuery(new URL(request.url).searchParams, now, shop.timeZone);
  return { bar, table: await topSourcesReport(shop, period, basis), asOf: formatMoment(now, shop.timeZone) };
}

export default function TopSources() {
  return (
    <ReportPage
      {...useLoaderData<typeof loader>()}
      name="top-sources"
      subtitle="Where all orders came from, your messages among all others"
      empty={{
        heading: 'No orders in this period',
        text: 'Choose a longer period: each order shows here within seconds, with where it came from.',
      }}
    />
  );
}
