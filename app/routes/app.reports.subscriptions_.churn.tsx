import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { formatMoment } from '~/lib/period';
import { lapsedSubscriptions } from '~/reports/subscriptions/list.server';
import { openReport } from '~/ui/open-report.server';
import { pageTitle } from '~/ui/page-title';
import { REPORTS } from '~/ui/report-links';
import { ReportPage } from '~/ui/report-page';
import { reportQuery } from '~/ui/report-query';
import { SubscriptionTabs } from '~/ui/report-tabs';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle(REPORTS.subscriptions);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await openReport(request);
  const now = new Date();
  const { period, bar } = reportQuery(new URL(request.url).searchParams, now, shop.timeZone);
  return { bar, table: await lapsedSubscriptions(shop, period, now), asOf: formatMoment(now, shop.timeZone) };
}

export default function SubscriptionChurn() {
  return (
    <ReportPage
      {...useLoaderData<typeof loader>()}
      name="subscriptions"
      file="subscription-churn"
      tabs={<SubscriptionTabs selected="churn" />}
      basisFixed="Subscriptions are counted by the day of the order"
      subtitle="Subscriptions whose next order did not come"
      empty={EMPTY}
    />
  );
}

const EMPTY = {
  heading: 'No subscription lapsed in this period',
  text: 'A subscription whose next order does not come shows here, once that is overdue by half of its rhythm.',
};
