import { BlockStack, Box, Card, InlineStack, Popover, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { Metric } from '~/reports/metric';

interface MetricCardProps {
  metric: Metric;
  /** As of when the number holds; its definition says the rest. */
  freshness?: string;
}

/** A number with its name, which opens what exactly it means. */
export function MetricCard({ metric, freshness }: MetricCardProps) {
  return (
    <Card roundedAbove="xs">
      <BlockStack gap="100">
        <MetricName metric={metric} freshness={freshness} />
        <MetricValue metric={metric} />
        <MetricNote metric={metric} />
        {metric.interval && (
          <Text as="p" variant="bodySm" tone="subdued">
            {`95 % interval: ${metric.interval}`}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

/** The name as a button that opens the definition. */
export function MetricName({ metric, freshness }: Pick<MetricCardProps, 'metric' | 'freshness'>) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      active={open}
      onClose={() => setOpen(false)}
      preferredAlignment="left"
      activator={
        <button
          type="button"
          className="st-metric-name"
          aria-expanded={open}
          onClick={() => setOpen((was) => !was)}
        >
          {metric.name}
        </button>
      }
    >
      <Box padding="400" maxWidth="20rem">
        <BlockStack gap="200">
          <Text as="p" variant="headingSm">
            {metric.name}
          </Text>
          <Text as="p">{metric.definition}</Text>
          {freshness && (
            <Text as="p" tone="subdued">
              {freshness}
            </Text>
          )}
        </BlockStack>
      </Box>
    </Popover>
  );
}

function MetricValue({ metric }: Pick<MetricCardProps, 'metric'>) {
  const testId = `metric-${metric.name.toLowerCase().replaceAll(' ', '-')}`;
  return (
    <Text as="p" variant="headingLg" numeric>
      <span data-testid={testId}>{metric.value ?? '–'}</span>
    </Text>
  );
}

const signs = { up: '↑', down: '↓', same: '=' };
const tones = { up: 'success', down: 'critical', same: 'subdued' } as const;

function MetricNote({ metric: { unknown, change } }: { metric: Metric }) {
  if (!change)
    return unknown ? (
      <Text as="p" variant="bodySm" tone="subdued">
        {unknown}
      </Text>
    ) : null;
  return (
    <InlineStack gap="100">
      <Text as="span" variant="bodySm" tone={tones[change.direction]}>
        <span aria-hidden="true">{signs[change.direction]} </span>
        {change.text}
      </Text>
      <Text as="span" variant="bodySm" tone="subdued">
        {`from ${change.before}`}
      </Text>
    </InlineStack>
  );
}
