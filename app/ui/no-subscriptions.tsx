import { Card, EmptyState, Text } from '@shopify/polaris';

/** Said where no subscription is known. */
export const NoSubscriptions = () => (
  <Card>
    <EmptyState
      heading="Subscriptions show here once something is bought on a selling plan"
      image="/empty-orders.svg"
      action={{ content: 'See orders', url: '/app/orders' }}
    >
      <Text as="p">
        Sell a product on a plan with any subscription app: its first orders and renewals show here, with the
        message that won each.
      </Text>
    </EmptyState>
  </Card>
);
