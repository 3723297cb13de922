import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, InlineStack, Page, Select, Text } from '@shopify/polaris';
import { formatMoment } from '~/lib/period';
import { DIMENSIONS } from '~/reports/models-compared/compare';
import { type Measure, MEASURES } from '~/reports/models-compared/interpret';
import { modelsCompared } from '~/reports/models-compared/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { BesideCards } from '~/ui/beside-cards';
import { dimensionLabel, modelsQuery } from '~/ui/models-query';
import { pageTitle } from '~/ui/page-title';
import { presetLabel, PRESETS } from '~/ui/period-presets';
import { otherReports, REPORTS } from '~/ui/report-links';
import { ExportFailed, useExport } from '~/ui/use-export';
import { ModelsTable } from './models-table';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Models compared');

const measureLabel: Record<Measure, string> = { revenue: 'Revenue', orders: 'Orders' };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const now = new Date();
  const { searchParams } = new URL(request.url);
  const { period, ...asked } = modelsQuery(searchParams, now, shop.timeZone);
  const { dimension, measure } = asked;
  return {
    ...asked,
    view: await modelsCompared(shop, period, dimension, measure),
    days: { from: period.days.at(0) ?? '', to: period.days.at(-1) ?? '' },
    asOf: formatMoment(now, shop.timeZone),
  };
}

export default function ModelsCompared() {
  const { preset, dimension, measure, view, days, asOf } = useLoaderData<typeof loader>();
  const [, setParams] = useSearchParams();
  const exporting = useExport('/app/reports/export/models-compared', 'models-compared');
  const change = (some: Record<string, string>) =>
    setParams((params) => ({ ...Object.fromEntries(params), ...some }), { preventScrollReset: true });
  return (
    <Page
      fullWidth
      title="Models compared"
      subtitle={view.period}
      backAction={{ content: REPORTS['sales-overview'], url: '/app/reports/sales-overview' }}
      secondaryActions={[{ ...exporting.action, disabled: view.empty }]}
      actionGroups={[otherReports('models-compared')]}
    >
      <BlockStack gap="400">
        <BesideCards>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {view.sentence}
            </Text>
            <InlineStack gap="300">
              <Select
                label="Period"
                labelInline
                options={PRESETS.map((value) => ({ value, label: presetLabel[value] }))}
                value={preset}
                onChange={(value) => change({ days: value })}
              />
              <Select
                label="By"
                labelInline
                options={DIMENSIONS.map((value) => ({ value, label: dimensionLabel[value] }))}
                value={dimension}
                onChange={(value) => change({ by: value })}
              />
              <Select
                label="Show"
                labelInline
                options={MEASURES.map((value) => ({ value, label: measureLabel[value] }))}
                value={measure}
                onChange={(value) => change({ show: value })}
              />
            </InlineStack>
          </BlockStack>
        </BesideCards>
        <ExportFailed exporting={exporting} />
        {view.standBack && (
          <Banner tone="info" title="Markov and Shapley stand back">
            <Text as="p">{view.standBack}</Text>
          </Banner>
        )}
        {view.empty ? (
          <Card>
            <EmptyState heading="Nothing to compare in this period" image="/empty-orders.svg">
              <Text as="p">
                Models differ in how they share an order among the visits that led to it. Choose a longer
                period, or fewer days where there are too many orders.
              </Text>
            </EmptyState>
          </Card>
        ) : (
          <ModelsTable
            view={view}
            name={dimensionLabel[dimension]}
            ordersOf={(visits) => `/app/orders?${new URLSearchParams({ ...visits, ...days })}`}
          />
        )}
        <BesideCards>
          <BlockStack gap="200">
            {[view.anyClick, view.intervals, ...view.leftOut, `${view.basis} As of ${asOf}.`].map(
              (text) =>
                text && (
                  <Text key={text} as="p" variant="bodySm" tone="subdued">
                    {text}
                  </Text>
                ),
            )}
          </BlockStack>
        </BesideCards>
      </BlockStack>
    </Page>
  );
}
