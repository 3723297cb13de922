import { Banner, BlockStack, Page, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { BesideCards } from '~/ui/beside-cards';
import { printAction } from '~/ui/print-action';
import { ReportBar } from '~/ui/report-bar';
import { otherReports, REPORTS } from '~/ui/report-links';
import type { ReportBarState } from '~/ui/report-query';
import { type SALES_TABS, SalesTabs } from '~/ui/report-tabs';
import { ExportFailed, useExport } from '~/ui/use-export';

interface SalesTabPageProps {
  selected: keyof typeof SALES_TABS;
  bar: ReportBarState;
  view: {
    sentence: string;
    basis: string;
    notes: string[];
    period?: { label: string; before: string | null };
  };
  asOf: string;
  /** Whether the period is set beside another one. */
  compares?: boolean;
  /** Why days are always counted as they are; absent where that can be chosen. */
  basisFixed?: string;
  /** What the page's file is called, and whether there is anything in it. */
  file: { name: string; isEmpty: boolean };
  /** Where there is more to read. */
  more?: { content: string; url: string };
  /** @param freshness as of when the numbers hold */
  children: (freshness: string) => ReactNode;
}

/** A page of the Sales overview other than the sales themselves. */
export function SalesTabPage({
  selected,
  bar,
  view,
  asOf,
  file,
  more,
  children,
  ...basis
}: SalesTabPageProps) {
  const exporting = useExport(`/app/reports/export/${file.name}`, file.name);
  const { label, before } = view.period ?? { label: bar.label, before: null };
  const freshness = `As of ${asOf}; new orders count within seconds.`;
  return (
    <Page
      title={REPORTS['sales-overview']}
      subtitle={before ? `${label}, against ${before}` : label}
      secondaryActions={[
        ...(more ? [more] : []),
        printAction,
        { ...exporting.action, disabled: file.isEmpty },
      ]}
      actionGroups={[otherReports('sales-overview')]}
    >
      <BlockStack gap="400">
        <SalesTabs selected={selected} />
        <BesideCards>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {view.sentence}
            </Text>
            <ReportBar state={bar} {...basis} />
          </BlockStack>
        </BesideCards>
        <ExportFailed exporting={exporting} />
        {view.notes.map((note) => (
          <Banner key={note} tone="info">
            {note}
          </Banner>
        ))}
        {children(freshness)}
        <BesideCards>
          <Text as="p" variant="bodySm" tone="subdued">
            {`${view.basis} ${freshness}`}
          </Text>
        </BesideCards>
      </BlockStack>
    </Page>
  );
}
