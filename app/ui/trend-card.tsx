import type { TrendDay } from '~/reports/trend';
import { DayChartCard } from '~/ui/day-chart-card';

interface TrendCardProps {
  title: string;
  days: TrendDay[];
  currency: string;
  /** What the amounts are. */
  amount: string;
  /** What is counted beside them. */
  counted: string;
}

/** An amount by day, beside that of another period. */
export function TrendCard({ title, days, currency, amount, counted }: TrendCardProps) {
  const before = days.some(({ beforeText }) => beforeText !== undefined) ? [`${amount} before`] : [];
  return (
    <DayChartCard
      {...{ title, days, currency }}
      series={[
        { amount: 'value', label: amount, as: 'main' },
        ...before.map((label) => ({ amount: 'before', label, as: 'before' }) as const),
      ]}
      tip={({ text, count, beforeText }) => ({
        now: [`${amount} ${text}`, `${counted} ${count}`],
        before: beforeText && `Before ${beforeText}`,
      })}
      headings={[amount, counted, ...before]}
      cellsOf={({ text, count, beforeText }) => [text, count, ...before.map(() => beforeText ?? '–')]}
    />
  );
}
