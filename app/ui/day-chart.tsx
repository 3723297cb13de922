import { InlineStack, Text } from '@shopify/polaris';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';

/** One amount by day. */
export interface DaySeries<Day> {
  /** Where a day has it, in whole currency units. */
  amount: keyof Day & string;
  label: string;
  /** `main` is filled, `beside` a line, `before` a dashed one of the other period. */
  as: 'main' | 'beside' | 'before';
}

export interface DayChartProps<Day extends { label: string }> {
  title: string;
  days: Day[];
  currency: string;
  /** In pixels. */
  height: number;
  series: DaySeries<Day>[];
  /** What is said of a day that is pointed at; the last line of another period. */
  tip: (day: Day) => { now: string[]; before?: string };
}

const COLOUR = {
  main: 'var(--p-color-bg-fill-success)',
  beside: 'var(--p-color-text)',
  before: 'var(--p-color-text-secondary)',
};
const DASHES = '4 4';
const axis = { fontSize: 12, fill: 'var(--p-color-text-secondary)' };

/** Amounts by day. */
export default function DayChart<Day extends { label: string }>({
  title,
  days,
  currency,
  height,
  series,
  tip,
}: DayChartProps<Day>) {
  const compact = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    notation: 'compact',
    minimumFractionDigits: 0,
  });
  const drawn = { type: 'linear', dot: days.length === 1, isAnimationActive: false } as const;
  return (
    <div>
      <InlineStack gap="400">
        {series.map(({ label, as }) => (
          <LegendEntry key={label} label={label} as={as} />
        ))}
      </InlineStack>
      <ResponsiveContainer width="100%" height={height - 20}>
        <ComposedChart data={days} margin={{ top: 12, right: 8, bottom: 0, left: 0 }} title={title}>
          <CartesianGrid vertical={false} stroke="var(--p-color-border-secondary)" />
          <XAxis dataKey="label" tick={axis} tickLine={false} axisLine={false} minTickGap={32} />
          <YAxis
            tick={axis}
            tickLine={false}
            axisLine={false}
            width={56}
            domain={[0, 'auto']}
            tickFormatter={(value: number) => compact.format(value)}
          />
          <Tooltip
            content={({ active, payload }) => {
              const day = active ? (payload?.[0]?.payload as Day | undefined) : undefined;
              return day && <DayTip label={day.label} {...tip(day)} />;
            }}
            cursor={{ stroke: 'var(--p-color-border)' }}
          />
          {series.map(({ amount, as }) =>
            as === 'main' ? (
              <Area
                key={amount}
                {...drawn}
                dataKey={(day: Day) => day[amount]}
                stroke={COLOUR.main}
                strokeWidth={2}
                fill={COLOUR.main}
                fillOpacity={0.15}
              />
            ) : (
              <Line
                key={amount}
                {...drawn}
                dataKey={(day: Day) => day[amount]}
                stroke={COLOUR[as]}
                strokeWidth={as === 'before' ? 1.5 : 2}
                strokeDasharray={as === 'before' ? DASHES : undefined}
              />
            ),
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function LegendEntry({ label, as }: { label: string; as: keyof typeof COLOUR }) {
  return (
    <InlineStack gap="150" blockAlign="center">
      <svg width="20" height="8" aria-hidden="true">
        <line
          x1="0"
          x2="20"
          y1="4"
          y2="4"
          stroke={COLOUR[as]}
          strokeWidth="2"
          strokeDasharray={as === 'before' ? DASHES : undefined}
        />
      </svg>
      <Text as="span" variant="bodySm" tone="subdued">
        {label}
      </Text>
    </InlineStack>
  );
}

function DayTip({ label, now, before }: { label: string; now: string[]; before?: string }) {
  return (
    <div className="st-chart-tip">
      <Text as="p" fontWeight="semibold">
        {label}
      </Text>
      {now.map((line) => (
        <Text key={line} as="p" numeric>
          {line}
        </Text>
      ))}
      {before && (
        <Text as="p" numeric tone="subdued">
          {before}
        </Text>
      )}
    </div>
  );
}
