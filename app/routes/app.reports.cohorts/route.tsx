import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation, useSearchParams } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, InlineStack, Page, Select, Text } from '@shopify/polaris';
import type { CohortQuery } from '~/reports/cohorts/interpret';
import { cohortsReport } from '~/reports/cohorts/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { BesideCards } from '~/ui/beside-cards';
import { cohortsInQuery } from '~/ui/cohorts-query';
import { pageTitle } from '~/ui/page-title';
import { printAction } from '~/ui/print-action';
import { otherReports, REPORTS } from '~/ui/report-links';
import { ExportFailed, useExport } from '~/ui/use-export';
import { HeatTableCard } from './heat-table-card';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle(REPORTS.cohorts);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const query = cohortsInQuery(new URL(request.url).searchParams);
  return { query, view: await cohortsReport(shop, query, new Date()) };
}

export default function Cohorts() {
  const { query, view } = useLoaderData<typeof loader>();
  const { table, heat, madeAt } = view;
  const exporting = useExport('/app/reports/export/cohorts', 'cohorts');
  return (
    <Page
      fullWidth
      title={REPORTS.cohorts}
      subtitle="What customers bring after their first order"
      backAction={{ content: REPORTS['sales-overview'], url: '/app/reports/sales-overview' }}
      secondaryActions={[printAction, { ...exporting.action, disabled: table.rows.length === 0 }]}
      actionGroups={[otherReports('cohorts')]}
    >
      <BlockStack gap="400">
        <BesideCards>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {table.sentence}
            </Text>
            <Choices query={query} />
          </BlockStack>
        </BesideCards>
        <ExportFailed exporting={exporting} />
        {table.notes.map((note) => (
          <Banner key={note} tone="info">
            {note}
          </Banner>
        ))}
        {table.rows.length === 0 ? (
          <NoCustomers isWaiting={madeAt === null} />
        ) : (
          <HeatTableCard table={table} heat={heat} caption={`Revenue per customer by ${CAPTION[query.by]}`} />
        )}
        <BesideCards>
          <Text as="p" variant="bodySm" tone="subdued">
            {`${table.basis} ${madeAt === null ? 'Not summed up yet.' : `As of ${madeAt}; summed up anew within a minute of an order, in a very large shop within minutes.`}`}
          </Text>
        </BesideCards>
      </BlockStack>
    </Page>
  );
}

const CAPTION = { month: 'month of the first order', message: 'first message' };

function Choices({ query: { by, range } }: { query: CohortQuery }) {
  const [, setParams] = useSearchParams();
  const loading = useNavigation().state === 'loading';
  const change = (name: keyof CohortQuery) => (value: string) =>
    setParams((was) => ({ ...Object.fromEntries(was), [name]: value }), { preventScrollReset: true });
  return (
    <InlineStack gap="300">
      <Select
        label="By"
        labelInline
        options={[
          { value: 'month', label: 'Month of the first order' },
          { value: 'message', label: 'Message that earned it' },
        ]}
        value={by}
        disabled={loading}
        onChange={change('by')}
      />
      <Select
        label="First order in"
        labelInline
        options={[
          { value: '12', label: 'The last 12 months' },
          { value: '24', label: 'The last 24 months' },
          { value: 'all', label: 'All time' },
        ]}
        value={range}
        disabled={loading}
        onChange={change('range')}
      />
    </InlineStack>
  );
}

function NoCustomers({ isWaiting }: { isWaiting: boolean }) {
  return (
    <Card>
      <EmptyState
        heading={isWaiting ? 'The orders are being summed up' : 'Customers show here once they have ordered'}
        image="/empty-orders.svg"
        action={{ content: 'See orders', url: '/app/orders' }}
      >
        <Text as="p">
          {isWaiting
            ? 'Load this page again in a moment.'
            : 'Each month shows how many ordered for the first time, and what they have brought since.'}
        </Text>
      </EmptyState>
    </Card>
  );
}
