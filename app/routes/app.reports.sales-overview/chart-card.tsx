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
import type { DayView } from '~/reports/sales-overview/days';
import { usePrinting } from '~/ui/use-printing';
import { CHART_HEIGHT } from './chart-height';

const SalesChart = lazy(() => import('./sales-chart'));

/** Sales by day, as a chart or as the same numbers in a table. */
export function ChartCard({ days, currency }: { days: DayView[]; currency: string }) {
  const [tableChosen, setTableChosen] = useState(false);
  const printing = usePrinting();
  const asTable = tableChosen || printing;
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  const compared = days.some(({ beforeText }) => beforeText !== undefined);
  const waiting = (
    <Box minHeight={`${CHART_HEIGHT}px`}>
      <SkeletonBodyText lines={8} />
    </Box>
  );
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingSm">
            Sales by day
          </Text>
          <Button variant="plain" onClick={() => setTableChosen((was) => !was)}>
            {asTable ? 'View as chart' : 'View as table'}
          </Button>
        </InlineStack>
        {asTable ? (
          <DataTable
            columnContentTypes={['text', ...Array<'numeric'>(compared ? 5 : 4).fill('numeric')]}
            headings={[
              'Day',
              'Credited revenue',
              'Credited orders',
              'Total sales',
              'Orders',
              ...(compared ? ['Total sales before'] : []),
            ]}
            rows={days.map((day) => [
              day.label,
              day.creditedText,
              day.creditedOrders,
              day.allText,
              day.allOrders,
              ...(compared ? [day.beforeText ?? '–'] : []),
            ])}
            increasedTableDensity
          />
        ) : inBrowser ? (
          <Suspense fallback={waiting}>
            <SalesChart days={days} currency={currency} />
          </Suspense>
        ) : (
          waiting
        )}
      </BlockStack>
    </Card>
  );
}
