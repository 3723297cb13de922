import {
  BlockStack,
  Box,
  Button,
  Card,
  DataTable,
  InlineStack,
  SkeletonBodyText,
  Text,
} from '@shopify/polaris';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { TrendDay } from '~/reports/trend';
import { usePrinting } from '~/ui/use-printing';

const TrendChart = lazy(() => import('~/ui/trend-chart'));

/** In pixels; the same while the chart is on its way, so that nothing jumps. */
const HEIGHT = 260;

interface TrendCardProps {
  title: string;
  days: TrendDay[];
  currency: string;
  /** What the amounts are. */
  amount: string;
  /** What is counted beside them. */
  counted: string;
}

/** An amount by day beside that of another period, as a chart or as the same numbers in a table. */
export function TrendCard({ title, days, currency, amount, counted }: TrendCardProps) {
  const [tableChosen, setTableChosen] = useState(false);
  const printing = usePrinting();
  const asTable = tableChosen || printing;
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  const isCompared = days.some(({ beforeText }) => beforeText !== undefined);
  const waiting = (
    <Box minHeight={`${HEIGHT}px`}>
      <SkeletonBodyText lines={8} />
    </Box>
  );
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingSm">
            {title}
          </Text>
          <Button variant="plain" onClick={() => setTableChosen((was) => !was)}>
            {asTable ? 'View as chart' : 'View as table'}
          </Button>
        </InlineStack>
        {asTable ? (
          <DataTable
            columnContentTypes={['text', 'numeric', 'numeric', ...(isCompared ? (['numeric'] as const) : [])]}
            headings={['Day', amount, counted, ...(isCompared ? [`${amount} before`] : [])]}
            rows={days.map((day) => [
              day.label,
              day.text,
              day.count,
              ...(isCompared ? [day.beforeText ?? '–'] : []),
            ])}
            increasedTableDensity
          />
        ) : inBrowser ? (
          <Suspense fallback={waiting}>
            <TrendChart {...{ title, days, currency, amount, counted }} height={HEIGHT} />
          </Suspense>
        ) : (
          waiting
        )}
      </BlockStack>
    </Card>
  );
}
