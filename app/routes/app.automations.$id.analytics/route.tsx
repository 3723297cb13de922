import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, EmptyState, InlineGrid, Page, Text } from '@shopify/polaris';
import { automationReport } from '~/reports/automation/query.server';
import { AutomationBadge } from '~/ui/automation-badge';
import { AutomationTabs } from '~/ui/automation-tabs';
import { BesideCards } from '~/ui/beside-cards';
import { MetricCard } from '~/ui/metric-card';
import { notFound } from '~/ui/not-found';
import { openAutomation } from '~/ui/open-automation.server';
import { pageTitle } from '~/ui/page-title';
import { ExportFailed, useExport } from '~/ui/use-export';
import { ExitsCard } from './exits-card';
import { StepsCard } from './steps-card';
import { VersionsCard } from './versions-card';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Analytics', data?.report.name);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, id } = await openAutomation(request, params.id);
  const report = await automationReport(shop, id);
  if (!report) throw notFound();
  return { id: String(id), report };
}

export default function AnalyticsPage() {
  const { id, report } = useLoaderData<typeof loader>();
  const exporting = useExport('/app/export/automation-steps', 'automation-steps', { more: { id } });
  return (
    <Page
      title={report.name}
      titleMetadata={<AutomationBadge status={report.status} />}
      backAction={{ content: 'Automations', url: '/app/automations' }}
      secondaryActions={report.published ? [exporting.action] : []}
    >
      <BlockStack gap="400">
        <AutomationTabs id={id} selected="analytics" />
        <ExportFailed exporting={exporting} />
        {report.published ? (
          <>
            <BesideCards>
              <InlineGrid columns={{ xs: 2, md: 3 }} gap="300">
                {[
                  report.entered,
                  report.inside,
                  report.completed,
                  report.goal,
                  report.left,
                  report.notSent,
                ].map((metric) => (
                  <MetricCard key={metric.name} metric={metric} />
                ))}
              </InlineGrid>
            </BesideCards>
            <BesideCards>
              <InlineGrid columns={{ xs: 2, md: 3 }} gap="300">
                {[report.revenue, report.orders, report.conversionRate].map((metric) => (
                  <MetricCard key={metric.name} metric={metric} />
                ))}
              </InlineGrid>
            </BesideCards>
            <StepsCard steps={report.steps} basis={report.basis} />
            <ExitsCard exits={report.exits} />
            <VersionsCard versions={report.versions} />
          </>
        ) : (
          <Card>
            <EmptyState
              heading="Numbers begin once it is published"
              image="/empty-campaigns.svg"
              action={{ content: 'Go to the flow', url: `/app/automations/${id}` }}
            >
              <Text as="p">
                Here you will see how contacts get through the flow, where they leave it, and what each
                message earns.
              </Text>
            </EmptyState>
          </Card>
        )}
      </BlockStack>
    </Page>
  );
}
