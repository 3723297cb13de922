import { InlineGrid } from '@shopify/polaris';
import type { SubscriptionsView } from '~/reports/subscriptions/interpret';
import { BesideCards } from '~/ui/beside-cards';
import { MetricCard } from '~/ui/metric-card';
import { TrendCard } from '~/ui/trend-card';

interface SubscriptionFiguresProps {
  view: Pick<SubscriptionsView, 'metrics' | 'trend'>;
  currency: string;
  freshness: string;
}

/** What subscriptions came to, and their MRR day by day. */
export const SubscriptionFigures = ({ view, currency, freshness }: SubscriptionFiguresProps) => (
  <>
    <BesideCards>
      <InlineGrid columns={{ xs: 2, md: 3, lg: 4 }} gap="300">
        {view.metrics.map((metric) => (
          <MetricCard key={metric.name} metric={metric} freshness={freshness} />
        ))}
      </InlineGrid>
    </BesideCards>
    <TrendCard
      title="MRR by day"
      days={view.trend}
      currency={currency}
      amount="MRR"
      counted="Active subscriptions"
    />
  </>
);
