import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { formatMoment } from '~/lib/period';
import { PAGE_ROWS } from '~/reports/table';
import { topMessagesReport } from '~/reports/top-messages/query.server';
import { openReport } from '~/ui/open-report.server';
import { pageTitle } from '~/ui/page-title';
import { REPORTS } from '~/ui/report-links';
import { ReportPage } from '~/ui/report-page';
import { reportQuery } from '~/ui/report-query';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle(REPORTS['top-messages']);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await openReport(request);
  const now = new Date();
  const { period, basis, bar } = reportQuery(new URL(request.url).searchParams, now, shop.timeZone);
  const table = await topMessagesReport(shop, period, basis, PAGE_ROWS);
  return { bar, table, asOf: formatMoment(now, shop.timeZone) };
}

export default function TopMessages() {
  return (
    <ReportPage
      {...useLoaderData<typeof loader>()}
      name="top-messages"
      subtitle="What each message earned, version by version as it was sent"
      empty={{
        heading: 'Messages show here once they earn',
        text: 'Send a tracked campaign: its orders show here within seconds.',
      }}
    />
  );
}
