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
import type { TrendDay } from '~/reports/trend';

const NOW = 'var(--p-color-bg-fill-success)';
const BEFORE = 'var(--p-color-text-secondary)';
const axis = { fontSize: 12, fill: 'var(--p-color-text-secondary)' };

interface TrendChartProps {
  title: string;
  days: TrendDay[];
  currency: string;
  amount: string;
  counted: string;
  height: number;
}

/** An amount by day, filled; dashed that of the other period. */
export default function TrendChart({ title, days, currency, amount, counted, height }: TrendChartProps) {
  const compact = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    notation: 'compact',
    minimumFractionDigits: 0,
  });
  const isCompared = days.some(({ before }) => before !== undefined);
  return (
    <div>
      <InlineStack gap="400">
        <LegendEntry label={amount} colour={NOW} />
        {isCompared && <LegendEntry label={`${amount} before`} colour={BEFORE} dashed />}
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
            content={({ active, payload }) => (
              <DayTip
                day={active ? (payload?.[0]?.payload as TrendDay | undefined) : undefined}
                {...{ amount, counted }}
              />
            )}
            cursor={{ stroke: 'var(--p-color-border)' }}
          />
          <Area
            dataKey="value"
            type="linear"
            stroke={NOW}
            strokeWidth={2}
            fill={NOW}
            fillOpacity={0.15}
            dot={days.length === 1}
            isAnimationActive={false}
          />
          {isCompared && (
            <Line
              dataKey="before"
              type="linear"
              stroke={BEFORE}
              strokeWidth={1.5}
              strokeDasharray="4 4"
              dot={days.length === 1}
              isAnimationActive={false}
            />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function LegendEntry({ label, colour, dashed = false }: { label: string; colour: string; dashed?: boolean }) {
  return (
    <InlineStack gap="150" blockAlign="center">
      <svg width="20" height="8" aria-hidden="true">
        <line
          x1="0"
          x2="20"
          y1="4"
          y2="4"
          stroke={colour}
          strokeWidth="2"
          strokeDasharray={dashed ? '4 4' : undefined}
        />
      </svg>
      <Text as="span" variant="bodySm" tone="subdued">
        {label}
      </Text>
    </InlineStack>
  );
}

function DayTip({ day, amount, counted }: { day: TrendDay | undefined; amount: string; counted: string }) {
  if (!day) return null;
  return (
    <div className="st-chart-tip">
      <Text as="p" fontWeight="semibold">
        {day.label}
      </Text>
      <Text as="p" numeric>{`${amount} ${day.text}`}</Text>
      <Text as="p" numeric>{`${counted} ${day.count}`}</Text>
      {day.beforeText && <Text as="p" numeric tone="subdued">{`Before ${day.beforeText}`}</Text>}
    </div>
  );
}
