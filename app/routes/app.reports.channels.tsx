import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { formatMoment } from '~/lib/period';
import { channelsReport } from '~/reports/channels/query.server';
import { openReport } from '~/ui/open-report.server';
import { pageTitle } from '~/ui/page-title';
import { REPORTS } from '~/ui/report-links';
import { ReportPage } from '~/ui/report-page';
import { reportQuery } from '~/ui/report-query';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle(REPORTS.channels);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await openReport(request);
  const now = new Date();
  const { period, basis, bar } = reportQuery(new URL(request.url).searchParams, now, shop.timeZone);
  return { bar, table: await channelsReport(shop, period, basis), asOf: formatMoment(now, shop.timeZone) };
}

export default function Channels() {
  return (
    <ReportPage
      {...useLoaderData<typeof loader>()}
      name="channels"
      subtitle="Email, SMS, WhatsApp and tracking links beside each other"
      empty={{
        heading: 'Channels show here once a message earns or is sent',
        text: 'Send a tracked campaign: what its channel earns shows here within seconds of an order.',
      }}
    />
  );
}
