import { BlockStack, IndexTable, type IndexTableProps, Text } from '@shopify/polaris';
import { ListTable } from '~/ui/list-table';

export interface SuppressionRow {
  id: string;
  /** The address or number where a contact has it; else what is kept of it. */
  address: string;
  name: string;
  channel: string;
  reason: string;
  since: string;
}

interface SuppressionTableProps {
  rows: SuppressionRow[];
  emptyText: string;
  pagination: IndexTableProps['pagination'];
  onRemove: (ids: string[], clear: () => void) => void;
}

/** Who is written to no more, on which channel and why. */
export function SuppressionTable({ onRemove, ...list }: SuppressionTableProps) {
  return (
    <ListTable
      {...list}
      resourceName={{ singular: 'address', plural: 'addresses' }}
      bulkActions={(selected, clear) => [
        { content: 'Remove from the list', onAction: () => onRemove(selected, clear) },
      ]}
      headings={[
        { title: 'Address or number' },
        { title: 'Channel' },
        { title: 'Reason' },
        { title: 'Since' },
      ]}
      cells={(row) => (
        <>
          <IndexTable.Cell className="st-cell-wrap">
            <WhoIs row={row} />
          </IndexTable.Cell>
          <IndexTable.Cell>{row.channel}</IndexTable.Cell>
          <IndexTable.Cell className="st-cell-wrap">{row.reason}</IndexTable.Cell>
          <IndexTable.Cell>{row.since}</IndexTable.Cell>
        </>
      )}
      phoneHeadings={[{ title: 'Address or number' }]}
      phoneCells={(row) => (
        <IndexTable.Cell className="st-cell-wrap">
          <WhoIs row={row} />
          <Text as="span" variant="bodySm" tone="subdued">
            {`${row.channel} · ${row.reason} · ${row.since}`}
          </Text>
        </IndexTable.Cell>
      )}
    />
  );
}

function WhoIs({ row: { address, name } }: { row: SuppressionRow }) {
  return (
    <BlockStack>
      <Text as="span" fontWeight="semibold" breakWord>
        {address}
      </Text>
      {name && (
        <Text as="span" variant="bodySm" tone="subdued" breakWord>
          {name}
        </Text>
      )}
    </BlockStack>
  );
}
