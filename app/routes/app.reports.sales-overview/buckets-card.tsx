import { BlockStack, Box, Card, IndexTable, Link, Text, useBreakpoints } from '@shopify/polaris';
import type { SalesOverviewView } from '~/reports/sales-overview/interpret';
import { BucketBadge } from '~/ui/bucket-badge';

interface BucketsCardProps {
  buckets: SalesOverviewView['buckets'];
  total: SalesOverviewView['bucketTotal'];
  /** The period's first and last day. */
  days: { from: string; to: string };
}

/** Every order of the period in exactly one line; the lines add up. */
export function BucketsCard({ buckets, total, days }: BucketsCardProps) {
  const { smDown } = useBreakpoints();
  const listOf = (bucket: string) => `/app/orders?${new URLSearchParams({ bucket, ...days })}`;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            Every order accounted for
          </Text>
          <Text as="p" tone="subdued">
            Each order of the period stands in exactly one line, and the lines add up. Test orders are listed
            here alone: no other figure of this page counts them.
          </Text>
        </BlockStack>
      </Box>
      <IndexTable
        resourceName={{ singular: 'standing', plural: 'standings' }}
        itemCount={buckets.length + 1}
        selectable={false}
        headings={[
          { title: 'Standing' },
          ...(smDown ? [] : [{ title: 'Means' }]),
          { title: 'Orders', alignment: 'end' as const },
          ...(smDown ? [] : [{ title: 'Share', alignment: 'end' as const }]),
          { title: 'Value', alignment: 'end' as const },
        ]}
      >
        {buckets.map(({ bucket, label, meaning, orders, share, value }, index) => (
          <IndexTable.Row key={bucket} id={bucket} position={index}>
            <IndexTable.Cell>
              <Link
                url={listOf(bucket)}
                dataPrimaryLink
                removeUnderline
                accessibilityLabel={`See orders: ${label}`}
              >
                <BucketBadge bucket={bucket} label={label} />
              </Link>
            </IndexTable.Cell>
            {!smDown && (
              <IndexTable.Cell className="st-cell-wrap">
                <Text as="span" tone="subdued">
                  {meaning}
                </Text>
              </IndexTable.Cell>
            )}
            <Numeric text={orders} />
            {!smDown && <Numeric text={share ?? '–'} />}
            <Numeric text={value} />
          </IndexTable.Row>
        ))}
        <IndexTable.Row id="total" position={buckets.length} tone="subdued">
          <IndexTable.Cell>
            <Text as="span" fontWeight="semibold">
              All orders
            </Text>
          </IndexTable.Cell>
          {!smDown && <IndexTable.Cell />}
          <Numeric text={total.orders} strong />
          {!smDown && <IndexTable.Cell />}
          <Numeric text={total.value} strong />
        </IndexTable.Row>
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
