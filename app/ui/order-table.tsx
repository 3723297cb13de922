import { BlockStack, IndexTable, type IndexTableProps, InlineStack, Link, Text } from '@shopify/polaris';
import type { OrderRow } from '~/reports/order-list/interpret';
import { BucketBadge } from '~/ui/bucket-badge';
import { ListTable, NumberCell } from '~/ui/list-table';
import { Moment } from '~/ui/moment';

interface OrderTableProps {
  rows: OrderRow[];
  now: Date;
  timeZone: string;
  emptyText: string;
  pagination: IndexTableProps['pagination'];
}

/** Orders with where they stand; each opens its receipt. */
export function OrderTable({ now, timeZone, ...list }: OrderTableProps) {
  const placed = (row: OrderRow) => <Moment at={new Date(row.placedAtIso)} now={now} zone={timeZone} />;
  return (
    <ListTable
      {...list}
      resourceName={{ singular: 'order', plural: 'orders' }}
      headings={[
        { title: 'Order' },
        { title: 'Placed' },
        { title: 'Standing' },
        { title: 'Why' },
        { title: 'Value', alignment: 'end' },
        { title: 'Credited', alignment: 'end' },
      ]}
      cells={(row) => (
        <>
          <IndexTable.Cell>
            <OrderLink row={row} />
          </IndexTable.Cell>
          <IndexTable.Cell>{placed(row)}</IndexTable.Cell>
          <IndexTable.Cell>
            <BucketBadge bucket={row.bucket} label={row.bucketLabel} />
          </IndexTable.Cell>
          <IndexTable.Cell className="st-cell-wrap">
            <Text as="span" tone="subdued">
              {whyText(row)}
            </Text>
          </IndexTable.Cell>
          <NumberCell text={row.value} />
          <NumberCell text={row.credited?.amount ?? '–'} />
        </>
      )}
      phoneHeadings={[{ title: 'Order' }, { title: 'Value', alignment: 'end' }]}
      phoneCells={(row) => (
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
                {placed(row)}
              </Text>
            </BlockStack>
          </IndexTable.Cell>
          <NumberCell text={row.value} />
        </>
      )}
    />
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

function whyText({ why, credited }: OrderRow): string {
  return credited ? `${why}: ${credited.campaign}` : why;
}
