import {
  BlockStack,
  Box,
  IndexTable,
  type IndexTableProps,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import type { OrderRow } from '~/reports/order-list/interpret';
import { BucketBadge } from '~/ui/bucket-badge';
import { Moment } from '~/ui/moment';

interface OrderTableProps {
  rows: OrderRow[];
  now: Date;
  timeZone: string;
  emptyText: string;
  pagination: IndexTableProps['pagination'];
}

/** Orders with where they stand; each opens its receipt. */
export function OrderTable({ rows, now, timeZone, emptyText, pagination }: OrderTableProps) {
  const { smDown } = useBreakpoints();
  return (
    <IndexTable
      // Rows remember their link when they appear, so a row of the other layout needs to be a new one.
      key={smDown ? 'phone' : 'desktop'}
      resourceName={{ singular: 'order', plural: 'orders' }}
      itemCount={rows.length}
      selectable={false}
      pagination={pagination}
      emptyState={
        <Box padding="800">
          <Text as="p" alignment="center" tone="subdued">
            {emptyText}
          </Text>
        </Box>
      }
      headings={
        smDown
          ? [{ title: 'Order' }, { title: 'Value', alignment: 'end' }]
          : [
              { title: 'Order' },
              { title: 'Placed' },
              { title: 'Standing' },
              { title: 'Why' },
              { title: 'Value', alignment: 'end' },
              { title: 'Credited', alignment: 'end' },
            ]
      }
    >
      {rows.map((row, index) => (
        <IndexTable.Row key={row.id} id={row.id} position={index}>
          {smDown ? (
            <PhoneCells row={row} now={now} timeZone={timeZone} />
          ) : (
            <>
              <IndexTable.Cell>
                <OrderLink row={row} />
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Moment at={new Date(row.placedAtIso)} now={now} zone={timeZone} />
              </IndexTable.Cell>
              <IndexTable.Cell>
                <BucketBadge bucket={row.bucket} label={row.bucketLabel} />
              </IndexTable.Cell>
              <IndexTable.Cell className="st-cell-wrap">
                <Text as="span" tone="subdued">
                  {whyText(row)}
                </Text>
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Money text={row.value} />
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Money text={row.credited?.amount ?? '–'} />
              </IndexTable.Cell>
            </>
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function PhoneCells({ row, now, timeZone }: { row: OrderRow; now: Date; timeZone: string }) {
  return (
    <>
      <IndexTable.Cell className="st-cell-wrap">
        <BlockStack gap="100">
          <InlineStack gap="200" blockAlign="center">
            <OrderLink row={row} />
            <BucketBadge bucket={row.bucket} label={row.bucketLabel} />
          </InlineStack>
          <Text as="span" tone="subdued">
            {whyText(row)}
          </Text>
          <Text as="span" tone="subdued">
            <Moment at={new Date(row.placedAtIso)} now={now} zone={timeZone} />
          </Text>
        </BlockStack>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Money text={row.value} />
      </IndexTable.Cell>
    </>
  );
}

function OrderLink({ row }: { row: OrderRow }) {
  return (
    <Link url={`/app/orders/${row.id}`} dataPrimaryLink monochrome removeUnderline>
      <Text as="span" fontWeight="semibold">
        {row.name}
      </Text>
    </Link>
  );
}

function Money({ text }: { text: string }) {
  return (
    <Text as="span" alignment="end" numeric>
      {text}
    </Text>
  );
}

function whyText({ why, credited }: OrderRow): string {
  return credited ? `${why}: ${credited.campaign}` : why;
}
