import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, Page, Text } from '@shopify/polaris';
import { findSettings } from '~/attribution/attribution-store.server';
import { ruleSentence } from '~/attribution/rule-text';
import { db } from '~/db.server';
import { formatMoment } from '~/lib/period';
import { differingOrdersReport } from '~/reports/shopify-word/query.server';
import { AccessLost, AdminRequestFailed } from '~/shopify/admin-client.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { grantedScopes } from '~/shopify/granted-scopes.server';
import { BesideCards } from '~/ui/beside-cards';
import { openReport } from '~/ui/open-report.server';
import { pageTitle } from '~/ui/page-title';
import { printAction } from '~/ui/print-action';
import { ReportBar } from '~/ui/report-bar';
import { otherReports, REPORTS } from '~/ui/report-links';
import { reportQuery } from '~/ui/report-query';
import { ReportTableCard } from '~/ui/report-table-card';
import { REPORTS_SCOPE, shopifyWord } from '~/ui/shopify-word.server';
import { ExportFailed, useExport } from '~/ui/use-export';
import { AccessCard } from './access-card';
import { UNAVAILABLE } from './unavailable';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle(REPORTS['shopify-word']);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await openReport(request);
  const now = new Date();
  const { period, bar } = reportQuery(new URL(request.url).searchParams, now, shop.timeZone);
  const { table = null, unavailable = null } = await shopifyWord(shop, period);
  return {
    bar,
    table,
    unavailable,
    orders: await differingOrdersReport(shop, period),
    basis: table?.basis ?? `Ours: ${ruleSentence(await findSettings(shop.id, db))}`,
    scope: REPORTS_SCOPE,
    asOf: formatMoment(now, shop.timeZone),
  };
}

/** Asks Shopify whether the access that the merchant was asked for was given. */
export async function action({ request }: ActionFunctionArgs): Promise<{ granted: boolean }> {
  const { shop } = await authenticateMerchant(request);
  try {
    return { granted: (await grantedScopes(shop)).includes(REPORTS_SCOPE) };
  } catch (error) {
    if (!(error instanceof AccessLost || error instanceof AdminRequestFailed)) throw error;
    return { granted: false };
  }
}

export default function ShopifyWord() {
  const { bar, table, unavailable, orders, basis, scope, asOf } = useLoaderData<typeof loader>();
  const tags = useExport('/app/reports/export/shopify-word', 'shopify-word');
  const differing = useExport('/app/reports/export/shopify-word-orders', 'shopify-word-orders', {
    content: 'Export orders',
  });
  const notes = [...(table?.notes ?? []), ...orders.notes];
  return (
    <Page
      fullWidth
      title={REPORTS['shopify-word']}
      subtitle="What Shopify itself credits to your tags, beside ours, and the orders that differ"
      backAction={{ content: REPORTS['sales-overview'], url: '/app/reports/sales-overview' }}
      secondaryActions={[
        printAction,
        { ...tags.action, disabled: !table || table.rows.length === 0 },
        { ...differing.action, disabled: orders.rows.length === 0 },
      ]}
      actionGroups={[otherReports('shopify-word')]}
    >
      <BlockStack gap="400">
        <BesideCards>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {table?.sentence ?? 'Shopify’s own numbers are not here'}
            </Text>
            <ReportBar state={bar} basisFixed="Shopify counts orders on their day." />
          </BlockStack>
        </BesideCards>
        <ExportFailed exporting={{ failed: tags.failed || differing.failed }} />
        {unavailable === 'no_access' && <AccessCard scope={scope} />}
        {unavailable && unavailable !== 'no_access' && (
          <Banner tone="warning" title={UNAVAILABLE[unavailable].title}>
            <Text as="p">{UNAVAILABLE[unavailable].text}</Text>
          </Banner>
        )}
        {notes.map((note) => (
          <Banner key={note} tone="info">
            {note}
          </Banner>
        ))}
        {table?.rows.length === 0 && (
          <Card>
            <EmptyState heading="No order by your tags in this period" image="/empty-orders.svg">
              <Text as="p">
                Neither Shopify nor Sales Trail credits your messages with any. Choose a longer period.
              </Text>
            </EmptyState>
          </Card>
        )}
        {table && table.rows.length > 0 && <ReportTableCard table={table} />}
        <BesideCards>
          <Text as="h2" variant="headingMd">
            {orders.sentence}
          </Text>
        </BesideCards>
        {orders.rows.length > 0 && <ReportTableCard table={orders} />}
        <BesideCards>
          <Text as="p" variant="bodySm" tone="subdued">
            {`${basis} ${orders.basis} As of ${asOf}.`}
          </Text>
        </BesideCards>
      </BlockStack>
    </Page>
  );
}
