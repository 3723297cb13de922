import { Form, useNavigation } from '@remix-run/react';
import { BlockStack, Button, Card, InlineGrid, Select, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { MetricName } from '~/ui/metric-card';
import type { Metric } from '~/reports/metric';

interface CostCardProps {
  /** As it is saved; an empty amount: nobody said. */
  saved: { amount: string; per: 'campaign' | 'message' };
  currency: string;
  metrics: Metric[];
  error: string | undefined;
}

/** What the campaign cost and what came back for it. */
export function CostCard({ saved, currency, metrics, error }: CostCardProps) {
  const [amount, setAmount] = useState(saved.amount);
  const [per, setPer] = useState<string>(saved.per);
  const busy = useNavigation().formData?.get('intent') === 'cost';
  return (
    <Card>
      <Form method="post" noValidate>
        <input type="hidden" name="intent" value="cost" />
        <BlockStack gap="300">
          <Text as="h2" variant="headingSm">
            Cost
          </Text>
          <InlineGrid columns={2} gap="300">
            {metrics.map((metric) => (
              <BlockStack key={metric.name} gap="050">
                <MetricName metric={metric} />
                <Text as="p" variant="headingMd">
                  {metric.value ?? '–'}
                </Text>
                {metric.unknown && (
                  <Text as="p" variant="bodySm" tone="subdued">
                    {metric.unknown}
                  </Text>
                )}
              </BlockStack>
            ))}
          </InlineGrid>
          <InlineGrid columns={{ xs: 1, md: 2 }} gap="300">
            <TextField
              id="amount"
              name="amount"
              label="Amount"
              suffix={currency}
              inputMode="decimal"
              value={amount}
              onChange={setAmount}
              autoComplete="off"
              error={error}
              helpText="Empty where it is not known."
            />
            <Select
              name="per"
              label="For"
              options={[
                { value: 'campaign', label: 'The whole campaign' },
                { value: 'message', label: 'Each message sent' },
              ]}
              value={per}
              onChange={setPer}
            />
          </InlineGrid>
          <div>
            <Button submit loading={busy}>
              Save cost
            </Button>
          </div>
        </BlockStack>
      </Form>
    </Card>
  );
}
