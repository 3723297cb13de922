import { Banner, BlockStack, Card, EmptyState, Page, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import type { ReportTable } from '~/reports/table';
import { BesideCards } from '~/ui/beside-cards';
import { printAction } from '~/ui/print-action';
import { ReportBar } from '~/ui/report-bar';
import { otherReports, type ReportName, REPORTS } from '~/ui/report-links';
import type { ReportBarState } from '~/ui/report-query';
import { ReportTableCard } from '~/ui/report-table-card';
import { ExportFailed, useExport } from '~/ui/use-export';

interface ReportPageProps {
  name: ReportName;
  subtitle: string;
  bar: ReportBarState;
  table: ReportTable;
  asOf: string;
  /** Said where there is no row. */
  empty: { heading: string; text: string };
  /** What the file is called, where the report has several tables. */
  file?: string;
  /** The pages of the report, where it has several. */
  tabs?: ReactNode;
  /** Why days are always counted as they are; absent where that can be chosen. */
  basisFixed?: string;
  /** Beside the bar: what else can be chosen. */
  children?: ReactNode;
}

/** A report that is one table, with its days, its definitions and its file. */
export function ReportPage({ name, subtitle, bar, table, asOf, empty, children, ...page }: ReportPageProps) {
  const file = page.file ?? name;
  const exporting = useExport(`/app/reports/export/${file}`, file);
  return (
    <Page
      fullWidth
      title={REPORTS[name]}
      subtitle={subtitle}
      backAction={{ content: REPORTS['sales-overview'], url: '/app/reports/sales-overview' }}
      secondaryActions={[printAction, { ...exporting.action, disabled: table.rows.length === 0 }]}
      actionGroups={[otherReports(name)]}
    >
      <BlockStack gap="400">
        {page.tabs}
        <BesideCards>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {table.sentence}
            </Text>
            <ReportBar state={bar} basisFixed={page.basisFixed} />
            {children}
          </BlockStack>
        </BesideCards>
        <ExportFailed exporting={exporting} />
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
