import {
  Box,
  IndexTable,
  type IndexTableProps,
  Text,
  useBreakpoints,
  useIndexResourceState,
} from '@shopify/polaris';
import type { ReactNode } from 'react';

interface ListTableProps<Row extends { id: string }> {
  resourceName: { singular: string; plural: string };
  rows: readonly Row[];
  /** Said where there are no rows. */
  emptyText: string;
  pagination: IndexTableProps['pagination'];
  headings: IndexTableProps['headings'];
  cells: (row: Row) => ReactNode;
  phoneHeadings: IndexTableProps['headings'];
  /** The same told in fewer cells. */
  phoneCells: (row: Row) => ReactNode;
  /** What can be done with the rows that are selected; without it none can be. */
  bulkActions?: (selected: string[], clear: () => void) => IndexTableProps['promotedBulkActions'];
}

/** The rows of a list page; each opens by its primary link. */
export function ListTable<Row extends { id: string }>(props: ListTableProps<Row>) {
  const { smDown } = useBreakpoints();
  const { rows, bulkActions } = props;
  const { selectedResources, allResourcesSelected, handleSelectionChange, clearSelection } =
    useIndexResourceState(rows.map(({ id }) => ({ id })));
  return (
    <IndexTable
      // Rows remember their link when they appear, so a row of the other layout needs to be a new one.
      key={smDown ? 'phone' : 'desktop'}
      resourceName={props.resourceName}
      itemCount={rows.length}
      selectable={bulkActions !== undefined}
      selectedItemsCount={allResourcesSelected ? 'All' : selectedResources.length}
      onSelectionChange={handleSelectionChange}
      promotedBulkActions={bulkActions?.(selectedResources, clearSelection)}
      pagination={props.pagination}
      emptyState={
        <Box padding="800">
          <Text as="p" alignment="center" tone="subdued">
            {props.emptyText}
          </Text>
        </Box>
      }
      headings={smDown ? props.phoneHeadings : props.headings}
    >
      {rows.map((row, index) => (
        <IndexTable.Row
          key={row.id}
          id={row.id}
          position={index}
          selected={selectedResources.includes(row.id)}
        >
          {smDown ? props.phoneCells(row) : props.cells(row)}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

/** A number or an amount in its column. */
export function NumberCell({ text }: { text: string }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric>
        {text}
      </Text>
    </IndexTable.Cell>
  );
}
