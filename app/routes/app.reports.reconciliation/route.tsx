import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData, useNavigation, useSearchParams } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Card,
  EmptyState,
  InlineStack,
  Layout,
  Page,
  Select,
  Text,
} from '@shopify/polaris';
import { z } from 'zod';
import { formatMoment, lastDays } from '~/lib/period';
import { statementOf } from '~/reports/reconciliation/interpret';
import { isLoadingOrders, repairProgress } from '~/reports/reconciliation/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { askForRepair } from '~/shopify/sync-store.server';
import { BesideCards } from '~/ui/beside-cards';
import { compareOrders } from '~/ui/compare-orders.server';
import { RECONCILED_DAYS, reconciledDays } from '~/ui/list-queries';
import { ExportFailed, useExport } from '~/ui/use-export';
import { DaysCard } from './days-card';
import { DifferingOrdersCard } from './differing-orders-card';
import { RepairBanner, useRepair } from './repair';
import { StatementCard } from './statement-card';

export { PageError as ErrorBoundary } from '~/ui/page-error';

const presetLabel = {
  '1': 'Today',
  '7': 'Last 7 days',
  '30': 'Last 30 days',
  '60': 'Last 60 days',
} as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const now = new Date();
  const days = reconciledDays.parse(new URL(request.url).searchParams.get('days'));
  const period = lastDays(Number(days), now, shop.timeZone);
  const compared = await compareOrders(shop, period);
  return {
    days,
    zone: shop.timeZone,
    repair: await repairProgress(shop),
    loadingOrders: await isLoadingOrders(shop),
    asOf: formatMoment(now, shop.timeZone),
    view: compared.ok ? statementOf(compared.value) : null,
    unavailable: compared.ok ? null : compared.reason,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const now = new Date();
  const { days } = z.object({ days: reconciledDays }).parse(Object.fromEntries(await request.formData()));
  await askForRepair(shop.id, lastDays(Number(days), now, shop.timeZone), now);
  return { asked: true };
}

const UNAVAILABLE = {
  too_many_orders: {
    title: 'Too many orders to compare on one page',
    text: 'Choose fewer days. “Repair now” works for the whole period all the same.',
  },
  access_lost: {
    title: 'Shopify does not let Sales Trail in',
    text: 'Open the app from your Shopify admin again. Nothing is lost: what was missed is brought in then.',
  },
  not_answered: {
    title: 'Shopify does not answer',
    text: 'Its orders cannot be compared right now. Try again in a moment.',
  },
};

export default function Reconciliation() {
  const { days, view, unavailable, repair, loadingOrders, zone, asOf } = useLoaderData<typeof loader>();
  const [, setParams] = useSearchParams();
  const loading = useNavigation().state === 'loading';
  const fetcher = useFetcher<typeof action>();
  const progress = useRepair(repair);
  const exportingDays = useExport('/app/export/reconciled-days', 'reconciled-days', {
    content: 'Export days',
  });
  const exportingOrders = useExport('/app/export/differing-orders', 'differing-orders', {
    content: 'Export orders that differ',
  });
  const repairing = progress.state === 'running' || fetcher.state !== 'idle';
  return (
    <Page
      title="Reconciliation"
      subtitle="Shopify’s orders beside ours, one by one, to the cent"
      backAction={{ content: 'Reports', url: '/app/reports/sales-overview' }}
      primaryAction={{
        content: 'Repair now',
        loading: repairing,
        disabled: loading,
        onAction: () => fetcher.submit({ days }, { method: 'post' }),
      }}
      secondaryActions={view && !view.empty ? [exportingDays.action, exportingOrders.action] : []}
    >
      <BlockStack gap="400">
        <BesideCards>
          <InlineStack align="space-between" blockAlign="center" gap="300">
            <Text as="h2" variant="headingMd">
              {view?.sentence ?? 'Not compared'}
            </Text>
            <Select
              label="Period"
              labelInline
              options={RECONCILED_DAYS.map((value) => ({ value, label: presetLabel[value] }))}
              value={days}
              disabled={loading}
              onChange={(value) => setParams({ days: value }, { preventScrollReset: true })}
            />
          </InlineStack>
        </BesideCards>
        {loadingOrders && (
          <Banner title="The orders of the last 60 days are being loaded">
            <Text as="p">Until they are here, they show as missing.</Text>
          </Banner>
        )}
        <RepairBanner progress={progress} />
        <ExportFailed exporting={{ failed: exportingDays.failed || exportingOrders.failed }} />
        {unavailable && (
          <Banner tone="warning" title={UNAVAILABLE[unavailable].title}>
            <Text as="p">{UNAVAILABLE[unavailable].text}</Text>
          </Banner>
        )}
        {view?.empty && (
          <Card>
            <EmptyState heading="No orders in this period" image="/empty-orders.svg">
              <Text as="p">
                Neither Shopify nor Sales Trail has any, so they agree. Choose a longer period.
              </Text>
            </EmptyState>
          </Card>
        )}
        {view && !view.empty && (
          <>
            <Layout>
              <Layout.Section variant="oneHalf">
                <StatementCard title="Statement" lines={view.statement} />
              </Layout.Section>
              <Layout.Section variant="oneHalf">
                <StatementCard
                  title="What ours is made of"
                  lines={[
                    ...view.buckets,
                    { ...(view.statement[2] ?? view.buckets[0]), label: 'In Sales Trail' },
                  ]}
                />
              </Layout.Section>
            </Layout>
            <DifferingOrdersCard orders={view.orders} />
            <DaysCard days={view.days} />
          </>
        )}
        <BesideCards>
          <Text as="p" variant="bodySm" tone="subdued">
            {`Orders by the day they were placed (${zone}), at what they are worth now; test orders count here. Shopify shows the last 60 days. As of ${asOf}.`}
          </Text>
        </BesideCards>
      </BlockStack>
    </Page>
  );
}
