import { Box, Card, IndexTable, Text, useBreakpoints } from '@shopify/polaris';
import type { ReconciliationView } from '~/reports/reconciliation/interpret';

/** Each day's count and total on both sides, newest first. */
export function DaysCard({ days }: { days: ReconciliationView['days'] }) {
  const { smDown } = useBreakpoints();
  const end = 'end' as const;
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingSm">
          Day by day
        </Text>
      </Box>
      <IndexTable
        resourceName={{ singular: 'day', plural: 'days' }}
        itemCount={days.length}
        selectable={false}
        headings={[
          { title: 'Day' },
          ...(smDown ? [] : [{ title: 'Orders at Shopify', alignment: end }]),
          { title: 'Shopify', alignment: end },
          ...(smDown
            ? []
            : [
                { title: 'Orders here', alignment: end },
                { title: 'Ours', alignment: end },
              ]),
          { title: 'Difference', alignment: end },
        ]}
      >
        {days.map(({ day, label, shopify, ours, difference, differs }, index) => (
          <IndexTable.Row key={day} id={day} position={index} tone={differs ? 'warning' : undefined}>
            <IndexTable.Cell>{label}</IndexTable.Cell>
            {!smDown && <Numeric text={shopify.orders} />}
            <Numeric text={shopify.total} />
            {!smDown && <Numeric text={ours.orders} />}
            {!smDown && <Numeric text={ours.total} />}
            <Numeric text={difference} strong={differs} />
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}

function Numeric({ text, strong = false }: { text: string; strong?: boolean }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric fontWeight={strong ? 'semibold' : undefined}>
        {text}
      </Text>
    </IndexTable.Cell>
  );
}
