import {
  Badge,
  BlockStack,
  Box,
  Card,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import type { ReconciliationView } from '~/reports/reconciliation/interpret';

/** The orders that differ, each with its reason. */
export function DifferingOrdersCard({ orders }: { orders: ReconciliationView['orders'] }) {
  const { smDown } = useBreakpoints();
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingSm">
          Orders that differ
        </Text>
      </Box>
      <IndexTable
        resourceName={{ singular: 'order', plural: 'orders' }}
        itemCount={orders.length}
        selectable={false}
        emptyState={
          <Box padding="600">
            <Text as="p" alignment="center" tone="subdued">
              None. Every order of the period is the same on both sides.
            </Text>
          </Box>
        }
        headings={[
          { title: 'Order' },
          ...(smDown ? [] : [{ title: 'Placed' }, { title: 'Reason' }]),
          { title: 'Shopify', alignment: 'end' as const },
          { title: 'Ours', alignment: 'end' as const },
        ]}
      >
        {orders.map(({ id, name, placed, reason, label, shopify, ours, known }, index) => {
          const badge = <Badge tone={reason === 'not_decided' ? undefined : 'warning'}>{label}</Badge>;
          const order = known ? (
            <Link url={`/app/orders/${id}`} dataPrimaryLink removeUnderline>
              {name}
            </Link>
          ) : (
            <Text as="span">{name}</Text>
          );
          return (
            <IndexTable.Row key={id} id={id} position={index}>
              <IndexTable.Cell>
                {smDown ? (
                  <BlockStack gap="100">
                    {order}
                    <InlineStack>{badge}</InlineStack>
                  </BlockStack>
                ) : (
                  order
                )}
              </IndexTable.Cell>
              {!smDown && <IndexTable.Cell>{placed}</IndexTable.Cell>}
              {!smDown && <IndexTable.Cell>{badge}</IndexTable.Cell>}
              <Numeric text={shopify} />
              <Numeric text={ours} />
            </IndexTable.Row>
          );
        })}
      </IndexTable>
    </Card>
  );
}

function Numeric({ text }: { text: string | null }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric>
        {text ?? '–'}
      </Text>
    </IndexTable.Cell>
  );
}
