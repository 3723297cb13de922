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
import type DayChartOf from '~/ui/day-chart';
import type { DayChartProps } from '~/ui/day-chart';
import { usePrinting } from '~/ui/use-printing';

/** A lazy component forgets what kind of day it is given. */
const DayChart = lazy(() => import('~/ui/day-chart')) as unknown as typeof DayChartOf;

/** In pixels; the same while the chart is on its way, so that nothing jumps. */
const HEIGHT = 260;

interface DayChartCardProps<Day extends { label: string }> extends Omit<DayChartProps<Day>, 'height'> {
  /** The same numbers: headings beside the day's, and the cells under them. */
  headings: string[];
  cellsOf: (day: Day) => (string | number)[];
}

/** Amounts by day, as a chart or as the same numbers in a table; on paper as the table. */
export function DayChartCard<Day extends { label: string }>({
  headings,
  cellsOf,
  ...chart
}: DayChartCardProps<Day>) {
  const [tableChosen, setTableChosen] = useState(false);
  const printing = usePrinting();
  const asTable = tableChosen || printing;
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
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
            {chart.title}
          </Text>
          <Button variant="plain" onClick={() => setTableChosen((was) => !was)}>
            {asTable ? 'View as chart' : 'View as table'}
          </Button>
        </InlineStack>
        {asTable ? (
          <DataTable
            columnContentTypes={['text', ...headings.map(() => 'numeric' as const)]}
            headings={['Day', ...headings]}
            rows={chart.days.map((day) => [day.label, ...cellsOf(day)])}
            increasedTableDensity
          />
        ) : inBrowser ? (
          <Suspense fallback={waiting}>
            <DayChart {...chart} height={HEIGHT} />
          </Suspense>
        ) : (
          waiting
        )}
      </BlockStack>
    </Card>
  );
}
