import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, InlineGrid, Layout, Page, Text } from '@shopify/polaris';
import { homeReport } from '~/reports/home/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { BesideCards } from '~/ui/beside-cards';
import { MetricCard } from '~/ui/metric-card';
import { pageTitle } from '~/ui/page-title';
import { BestMessagesCard } from './best-messages-card';
import { HealthCard } from './health-card';
import { SetUpGuide } from './set-up-guide';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Home');

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  return { view: await homeReport(shop, new Date()), timeZone: shop.timeZone };
}

export default function Home() {
  const { view, timeZone } = useLoaderData<typeof loader>();
  return (
    <Page title="Home" primaryAction={{ content: 'Create campaign', url: '/app/campaigns/new' }}>
      <BlockStack gap="400">
        {!view.setUpDone && <SetUpGuide steps={view.setUp} />}
        <BlockStack gap="200">
          <BesideCards>
            <Text as="h2" variant="headingMd">
              {`${view.periodLabel}, against the 30 days before`}
            </Text>
          </BesideCards>
          <BesideCards>
            <InlineGrid columns={{ xs: 2, md: 4 }} gap="300">
              {[view.creditedRevenue, view.creditedOrders, view.creditedShare, view.conversionRate].map(
                (metric) => (
                  <MetricCard key={metric.name} metric={metric} />
                ),
              )}
            </InlineGrid>
          </BesideCards>
        </BlockStack>
        <Layout>
          <Layout.Section>
            <BestMessagesCard messages={view.bestMessages} />
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <HealthCard health={view.health} timeZone={timeZone} />
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}
