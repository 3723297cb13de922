import { BlockStack, IndexTable, type IndexTableProps, Link, Text } from '@shopify/polaris';
import type { UnsubscribedRow } from '~/reports/delivery-list/interpret';
import { ListTable } from '~/ui/list-table';

interface UnsubscribedTableProps {
  rows: UnsubscribedRow[];
  /** Whether the campaign has several. */
  withVariant: boolean;
  pagination: IndexTableProps['pagination'];
}

/** Who unsubscribed; each leads to the customer in Shopify, where their address is. */
export function UnsubscribedTable({ rows, withVariant, pagination }: UnsubscribedTableProps) {
  return (
    <ListTable
      rows={rows}
      resourceName={{ singular: 'contact', plural: 'contacts' }}
      emptyText="Nobody stands on this page."
      pagination={pagination}
      headings={[
        { title: 'Contact' },
        { title: 'Unsubscribed' },
        { title: 'How' },
        { title: 'Now' },
        ...(withVariant ? [{ title: 'Variant' }] : []),
      ]}
      cells={(row) => (
        <>
          <IndexTable.Cell className="st-cell-wrap">
            <Person row={row} />
          </IndexTable.Cell>
          <IndexTable.Cell>
            <time dateTime={row.atIso}>{row.at}</time>
          </IndexTable.Cell>
          <IndexTable.Cell>{row.how}</IndexTable.Cell>
          <IndexTable.Cell>{nowText(row)}</IndexTable.Cell>
          {withVariant && <IndexTable.Cell>{row.variant}</IndexTable.Cell>}
        </>
      )}
      phoneHeadings={[{ title: 'Contact' }]}
      phoneCells={(row) => (
        <IndexTable.Cell className="st-cell-wrap">
          <BlockStack gap="100">
            <Person row={row} />
            <Text as="span" tone="subdued">
              {[row.at, row.how, nowText(row), withVariant ? `Variant ${row.variant}` : '']
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </BlockStack>
        </IndexTable.Cell>
      )}
    />
  );
}

const nowText = ({ again }: UnsubscribedRow) => (again ? 'Agreed again' : 'Unsubscribed');

function Person({ row: { customerId, person } }: { row: UnsubscribedRow }) {
  if (customerId === null) return <Text as="span">{person}</Text>;
  return (
    <Link url={`shopify://admin/customers/${customerId}`} target="_top" monochrome>
      {person}
    </Link>
  );
}
