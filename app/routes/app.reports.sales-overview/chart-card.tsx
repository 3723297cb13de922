import type { DayView } from '~/reports/sales-overview/days';
import { DayChartCard } from '~/ui/day-chart-card';

/** What was credited, under what was sold in all; and what was sold in all in the other period. */
export function ChartCard({ days, currency }: { days: DayView[]; currency: string }) {
  const before = days.some(({ beforeText }) => beforeText !== undefined) ? ['Total sales before'] : [];
  return (
    <DayChartCard
      {...{ title: 'Sales by day', days, currency }}
      series={[
        { amount: 'credited', label: 'Credited revenue', as: 'main' },
        { amount: 'all', label: 'Total sales', as: 'beside' },
        ...before.map((label) => ({ amount: 'before', label, as: 'before' }) as const),
      ]}
      tip={(day) => ({
        now: [
          `Credited ${day.creditedText} in ${ordersText(day.creditedOrders)}`,
          `Total ${day.allText} in ${ordersText(day.allOrders)}`,
        ],
        before: day.beforeText && `Before ${day.beforeText}`,
      })}
      headings={['Credited revenue', 'Credited orders', 'Total sales', 'Orders', ...before]}
      cellsOf={(day) => [
        ...[day.creditedText, day.creditedOrders, day.allText, day.allOrders],
        ...before.map(() => day.beforeText ?? '–'),
      ]}
    />
  );
}

const ordersText = (orders: number) => (orders === 1 ? '1 order' : `${orders} orders`);
