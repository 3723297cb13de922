import { useLocation } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, Page, Text } from '@shopify/polaris';
import { type ReactNode, useState } from 'react';
import type { ReportTable } from '~/reports/table';
import { BesideCards } from '~/ui/beside-cards';
import { offerFile } from '~/ui/offer-file';
import { ReportBar } from '~/ui/report-bar';
import { otherReports, type ReportName, REPORTS } from '~/ui/report-links';
import type { ReportBarState } from '~/ui/report-query';
import { ReportTableCard } from '~/ui/report-table-card';
import { showToast } from '~/ui/toast';

interface ReportPageProps {
  name: ReportName;
  subtitle: string;
  bar: ReportBarState;
  table: ReportTable;
  asOf: string;
  /** Said where there is no row. */
  empty: { heading: string; text: string };
  /** Beside the bar: what else can be chosen. */
  children?: ReactNode;
}

/** A report that is one table, with its days, its definitions and its file. */
export function ReportPage({ name, subtitle, bar, table, asOf, empty, children }: ReportPageProps) {
  const exporting = useExport(name);
  return (
    <Page
      fullWidth
      title={REPORTS[name]}
      subtitle={subtitle}
      backAction={{ content: REPORTS['sales-overview'], url: '/app/reports/sales-overview' }}
      secondaryActions={[
        {
          content: 'Export CSV',
          disabled: table.rows.length === 0,
          loading: exporting.running,
          onAction: exporting.start,
        },
      ]}
      actionGroups={[otherReports(name)]}
    >
      <BlockStack gap="400">
        <BesideCards>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {table.sentence}
            </Text>
            <ReportBar state={bar} />
            {children}
          </BlockStack>
        </BesideCards>
        {exporting.failed && (
          <Banner tone="critical" title="The file could not be made">
            <Text as="p">Nothing is lost: try again in a moment.</Text>
          </Banner>
        )}
        {table.notes.map((note) => (
          <Banner key={note} tone="info">
            {note}
          </Banner>
        ))}
        {table.rows.length === 0 ? (
          <Card>
            <EmptyState
              heading={empty.heading}
              image="/empty-orders.svg"
              action={{ content: 'Create campaign', url: '/app/campaigns/new' }}
            >
              <Text as="p">{empty.text}</Text>
            </EmptyState>
          </Card>
        ) : (
          <ReportTableCard table={table} />
        )}
        <BesideCards>
          <Text as="p" variant="bodySm" tone="subdued">
            {`${table.basis} As of ${asOf}; new orders count within seconds.`}
          </Text>
        </BesideCards>
      </BlockStack>
    </Page>
  );
}

/** Fetches the report's file for what its address asks for now. */
export function useExport(name: string) {
  const { search } = useLocation();
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle');
  const start = async () => {
    setState('running');
    try {
      const answer = await fetch(`/app/reports/export/${name}${search}`);
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      offerFile(await answer.blob(), `${name}.csv`);
      showToast('CSV exported');
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return { start: () => void start(), running: state === 'running', failed: state === 'failed' };
}
