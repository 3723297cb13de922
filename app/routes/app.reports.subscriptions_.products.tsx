import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { formatMoment } from '~/lib/period';
import { subscriptionProducts } from '~/reports/subscriptions/products.server';
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
  return {
    bar,
    table: await subscriptionProducts(shop, period, now),
    asOf: formatMoment(now, shop.timeZone),
  };
}

export default function SubscriptionProducts() {
  return (
    <ReportPage
      {...useLoaderData<typeof loader>()}
      name="subscriptions"
      file="subscription-products"
      tabs={<SubscriptionTabs selected="products" />}
      basisFixed="Subscriptions are counted by the day of the order"
      subtitle="What was on a selling plan in the first order"
      empty={EMPTY}
    />
  );
}

const EMPTY = {
  heading: 'Products show here once they are bought on a selling plan',
  text: 'Sell a product on a plan with any subscription app: its subscriptions show here, plan by plan.',
};
