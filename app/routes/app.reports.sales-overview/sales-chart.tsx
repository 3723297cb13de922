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
import type { DayView } from '~/reports/sales-overview/days';
import { CHART_HEIGHT } from './chart-height';

const CREDITED = 'var(--p-color-bg-fill-success)';
const ALL = 'var(--p-color-text)';
const BEFORE = 'var(--p-color-text-secondary)';
const axis = { fontSize: 12, fill: 'var(--p-color-text-secondary)' };

/** What was credited, filled, under what was sold in all; dashed what was sold in all in the other period. */
export default function SalesChart({ days, currency }: { days: DayView[]; currency: string }) {
  const compact = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    notation: 'compact',
    minimumFractionDigits: 0,
  });
  const compared = days.some(({ before }) => before !== undefined);
  return (
    <div>
      <InlineStack gap="400">
        <LegendEntry label="Credited revenue" colour={CREDITED} />
        <LegendEntry label="Total sales" colour={ALL} />
        {compared && <LegendEntry label="Total sales before" colour={BEFORE} dashed />}
      </InlineStack>
      <ResponsiveContainer width="100%" height={CHART_HEIGHT - 20}>
        <ComposedChart data={days} margin={{ top: 12, right: 8, bottom: 0, left: 0 }} title="Sales by day">
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
          <Tooltip content={DayTip} cursor={{ stroke: 'var(--p-color-border)' }} />
          <Area
            dataKey="credited"
            type="linear"
            stroke={CREDITED}
            strokeWidth={2}
            fill={CREDITED}
            fillOpacity={0.15}
            dot={days.length === 1}
            isAnimationActive={false}
          />
          <Line
            dataKey="all"
            type="linear"
            stroke={ALL}
            strokeWidth={2}
            dot={days.length === 1}
            isAnimationActive={false}
          />
          {compared && (
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

interface DayTipProps {
  active?: boolean;
  payload?: readonly { payload?: unknown }[];
}

function DayTip({ active, payload }: DayTipProps) {
  const day = payload?.[0]?.payload as DayView | undefined;
  if (!active || !day) return null;
  return (
    <div className="st-chart-tip">
      <Text as="p" fontWeight="semibold">
        {day.label}
      </Text>
      <Text as="p" numeric>{`Credited ${day.creditedText} in ${ordersText(day.creditedOrders)}`}</Text>
      <Text as="p" numeric>{`Total ${day.allText} in ${ordersText(day.allOrders)}`}</Text>
      {day.beforeText && <Text as="p" numeric tone="subdued">{`Before ${day.beforeText}`}</Text>}
    </div>
  );
}

const ordersText = (orders: number) => (orders === 1 ? '1 order' : `${orders} orders`);
