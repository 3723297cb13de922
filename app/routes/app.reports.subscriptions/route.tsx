import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Page, Text } from '@shopify/polaris';
import { formatMoment } from '~/lib/period';
import { subscriptionsReport } from '~/reports/subscriptions/query.server';
import { BesideCards } from '~/ui/beside-cards';
import { openReport } from '~/ui/open-report.server';
import { pageTitle } from '~/ui/page-title';
import { printAction } from '~/ui/print-action';
import { ReportBar } from '~/ui/report-bar';
import { otherReports, REPORTS } from '~/ui/report-links';
import { reportQuery } from '~/ui/report-query';
import { ReportTableCard } from '~/ui/report-table-card';
import { SubscriptionTabs } from '~/ui/report-tabs';
import { SubscriptionFigures } from '~/ui/subscription-figures';
import { NoSubscriptions } from '~/ui/no-subscriptions';
import { ExportFailed, useExport } from '~/ui/use-export';
import { BalanceCard } from './balance-card';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle(REPORTS.subscriptions);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await openReport(request);
  const now = new Date();
  const { period, before, bar } = reportQuery(new URL(request.url).searchParams, now, shop.timeZone);
  return {
    bar,
    view: await subscriptionsReport(shop, period, before, now),
    currency: shop.currency,
    asOf: formatMoment(now, shop.timeZone),
  };
}

export default function Subscriptions() {
  const { bar, view, currency, asOf } = useLoaderData<typeof loader>();
  const exporting = useExport('/app/reports/export/subscriptions', 'subscriptions');
  const freshness = `As of ${asOf}; new orders count within seconds.`;
  return (
    <Page
      fullWidth
      title={REPORTS.subscriptions}
      subtitle={
        view.period.before ? `${view.period.label}, against ${view.period.before}` : view.period.label
      }
      backAction={{ content: REPORTS['sales-overview'], url: '/app/reports/sales-overview' }}
      secondaryActions={[printAction, { ...exporting.action, disabled: view.won.rows.length === 0 }]}
      actionGroups={[otherReports('subscriptions')]}
    >
      <BlockStack gap="400">
        <SubscriptionTabs selected="analytics" />
        <BesideCards>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {view.sentence}
            </Text>
            <ReportBar state={bar} compares basisFixed="Subscriptions are counted by the day of the order" />
          </BlockStack>
        </BesideCards>
        <ExportFailed exporting={exporting} />
        {[...view.notes, ...view.won.notes].map((note) => (
          <Banner key={note} tone="info">
            {note}
          </Banner>
        ))}
        {view.empty ? (
          <NoSubscriptions />
        ) : (
          <>
            <SubscriptionFigures view={view} currency={currency} freshness={freshness} />
            <BalanceCard lines={view.balance} />
            <ReportTableCard table={view.won} heading="By the message that won the first order" />
          </>
        )}
        <BesideCards>
          <Text as="p" variant="bodySm" tone="subdued">
            {`${view.won.basis} ${view.basis} ${freshness}`}
          </Text>
        </BesideCards>
      </BlockStack>
    </Page>
  );
}
