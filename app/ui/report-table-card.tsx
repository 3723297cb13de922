import {
  BlockStack,
  Box,
  Button,
  Card,
  Collapsible,
  DescriptionList,
  IndexTable,
  Link,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import { type ReactNode, useId, useState } from 'react';
import { type Cell, type Column, PAGE_ROWS, type ReportTable, type Row } from '~/reports/table';

interface ReportTableCardProps {
  table: Pick<ReportTable, 'columns' | 'rows' | 'total' | 'more'>;
  /** Where the page has several tables. */
  heading?: string;
}

/** The rows of a report; each name leads to the row's own page or, where it has none, to its orders. */
export function ReportTableCard({ table, heading }: ReportTableCardProps) {
  const { smDown } = useBreakpoints();
  const { columns, total } = table;
  const rows = table.rows.slice(0, PAGE_ROWS);
  const count = table.rows.length + (table.more ?? 0);
  const shown = columns.map((column, place) => ({ column, place }));
  const visible = smDown ? shown.filter(({ column, place }) => place === 0 || column.onPhone) : shown;
  return (
    <Card padding="0">
      {heading && (
        <Box padding="400">
          <Text as="h2" variant="headingSm">
            {heading}
          </Text>
        </Box>
      )}
      <IndexTable
        key={smDown ? 'phone' : 'desktop'}
        resourceName={{ singular: 'row', plural: 'rows' }}
        itemCount={rows.length + (total ? 1 : 0)}
        selectable={false}
        headings={headingsOf(visible.map(({ column }) => column))}
      >
        {rows.map((row, index) => (
          <IndexTable.Row key={row.id} id={row.id} position={index}>
            {visible.map(({ column, place }) =>
              place === 0 ? (
                <NameCell key={column.title} row={row} columns={smDown ? columns : []} />
              ) : (
                <TableCell key={column.title} cell={row.cells[place]} column={column} row={row} />
              ),
            )}
          </IndexTable.Row>
        ))}
        {total && (
          <IndexTable.Row id="total" position={rows.length} tone="subdued">
            {visible.map(({ column, place }) => (
              <TableCell
                key={column.title}
                cell={total[place]}
                column={column}
                strong
                below={place === 0 && smDown && <CellsBelow cells={total} columns={columns} />}
              />
            ))}
          </IndexTable.Row>
        )}
      </IndexTable>
      <Box padding="400">
        <BlockStack gap="200">
          {count > rows.length && (
            <Text as="p" tone="subdued">
              {`The first ${rows.length} of ${count} rows: the CSV has all of them.`}
            </Text>
          )}
          <Definitions columns={columns} />
        </BlockStack>
      </Box>
    </Card>
  );
}

function headingsOf(columns: readonly Column[]): [{ title: string }, ...{ title: string }[]] {
  const [first, ...rest] = columns.map(({ title, definition }) =>
    definition === null ? { title } : { title, alignment: 'end' as const, tooltipContent: definition },
  );
  return [first ?? { title: 'Name' }, ...rest];
}

/** @param columns where there is no room for them: what else names the row, and its other numbers, stand below its name */
function NameCell({ row, columns }: { row: Row; columns: readonly Column[] }) {
  const { cells, path, orders } = row;
  const name = cells[0];
  return (
    <IndexTable.Cell className="st-cell-wrap">
      <BlockStack>
        <Link url={path ?? orders} dataPrimaryLink monochrome removeUnderline>
          <Text as="span" fontWeight="semibold">
            {name?.text}
          </Text>
        </Link>
        {name?.note && (
          <Text as="span" tone="subdued">
            {name.note}
          </Text>
        )}
        <CellsBelow cells={cells} columns={columns} />
      </BlockStack>
    </IndexTable.Cell>
  );
}

/** What a phone has no column for: names in one line, numbers with what they are in others. */
function CellsBelow({ cells, columns }: { cells: readonly Cell[]; columns: readonly Column[] }) {
  const rest = columns.flatMap((column, place) => {
    const cell = cells[place];
    return place === 0 || column.onPhone || !cell?.text ? [] : [{ column, cell }];
  });
  const names = rest.filter(({ column }) => column.definition === null).map(({ cell }) => cell.text);
  const numbers = rest.filter(({ column }) => column.definition !== null);
  return (
    <>
      {names.length > 0 && (
        <Text as="span" tone="subdued">
          {names.join(' · ')}
        </Text>
      )}
      {numbers.map(({ column: { title }, cell: { text, note } }) => (
        <Text key={title} as="span" tone="subdued">
          {`${title}: ${text}${note ? ` (${note})` : ''}`}
        </Text>
      ))}
    </>
  );
}

interface TableCellProps {
  cell: Cell | undefined;
  column: Column;
  row?: Row;
  strong?: boolean;
  /** What a phone has no column for. */
  below?: ReactNode;
}

function TableCell({ cell, column, row, strong = false, below }: TableCellProps) {
  const isNumber = column.definition !== null;
  const text = (
    <Text
      as="span"
      alignment={isNumber ? 'end' : 'start'}
      numeric={isNumber}
      fontWeight={strong ? 'semibold' : undefined}
    >
      {cell?.text}
    </Text>
  );
  return (
    <IndexTable.Cell className={isNumber ? undefined : 'st-cell-wrap'}>
      {row?.path && cell?.raw !== '0' && (column.leads ?? column.title === 'Orders') ? (
        <Text as="p" alignment="end">
          {/* A click anywhere else in the row opens the page that its name leads to. */}
          <span role="presentation" onClick={(event) => event.stopPropagation()}>
            <Link url={row.orders} accessibilityLabel={linkLabel(column, cell, row)}>
              {text}
            </Link>
          </span>
        </Text>
      ) : (
        text
      )}
      {cell?.note && (
        <Text as="p" alignment={isNumber ? 'end' : 'start'} tone="subdued" variant="bodySm">
          {cell.note}
        </Text>
      )}
      {below && <BlockStack>{below}</BlockStack>}
    </IndexTable.Cell>
  );
}

/** "12 orders of Winter teas", or "Renewals 3: orders of #1001". */
const linkLabel = ({ title }: Column, cell: Cell | undefined, { cells }: Row): string =>
  `${title === 'Orders' ? '' : `${title} `}${cell?.text ?? ''}${title === 'Orders' ? '' : ':'} orders of ${cells[0]?.text ?? ''}`;

/** What each column counts, for who cannot hover over its heading. */
export function Definitions({ columns }: { columns: readonly Column[] }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <div>
        <Button
          variant="plain"
          disclosure={open ? 'up' : 'down'}
          ariaExpanded={open}
          ariaControls={id}
          onClick={() => setOpen((was) => !was)}
        >
          What these numbers mean
        </Button>
      </div>
      <Collapsible id={id} open={open} expandOnPrint>
        <DescriptionList
          items={columns.flatMap(({ title, definition }) =>
            definition === null ? [] : [{ term: title, description: definition }],
          )}
        />
      </Collapsible>
    </>
  );
}
