import {
  BlockStack,
  Box,
  Card,
  Divider,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import type { Cell, ModelsComparedView, ModelsRow } from '~/reports/models-compared/interpret';
import { messagePath } from '~/ui/message-path';
import { MetricName } from '~/ui/metric-card';
import { readableSubject } from '~/tagging/readable-subject';

interface ModelsTableProps {
  view: ModelsComparedView;
  /** What a row is. */
  name: string;
  /** The list of orders with such visits. */
  ordersOf: (visits: NonNullable<ModelsRow['visits']>) => string;
}

/** Every row under every model: side by side, or on a phone one below the other. */
export function ModelsTable(props: ModelsTableProps) {
  const { mdDown } = useBreakpoints();
  return mdDown ? <ModelLists {...props} /> : <ModelColumns {...props} />;
}

function ModelColumns({ view, name, ordersOf }: ModelsTableProps) {
  return (
    <Card padding="0">
      <IndexTable
        resourceName={{ singular: 'row', plural: 'rows' }}
        itemCount={view.rows.length + 1}
        selectable={false}
        headings={[
          { title: name },
          ...view.columns.map(({ label, meaning }) => ({
            title: label,
            alignment: 'end' as const,
            tooltipContent: meaning,
          })),
        ]}
      >
        {view.rows.map((row, index) => (
          <IndexTable.Row key={row.key} id={row.key} position={index}>
            <IndexTable.Cell className="st-cell-wrap">
              <RowName row={row} ordersOf={ordersOf} />
            </IndexTable.Cell>
            {row.cells.map((cell, column) => (
              <IndexTable.Cell key={view.columns[column]?.model}>
                <Figure cell={cell} />
              </IndexTable.Cell>
            ))}
          </IndexTable.Row>
        ))}
        <IndexTable.Row id="total" position={view.rows.length} tone="subdued">
          <IndexTable.Cell>
            <Text as="span" fontWeight="semibold">
              All
            </Text>
          </IndexTable.Cell>
          {view.totals.map((total, column) => (
            <IndexTable.Cell key={view.columns[column]?.model}>
              <Text as="p" alignment="end" numeric fontWeight="semibold">
                {total}
              </Text>
            </IndexTable.Cell>
          ))}
        </IndexTable.Row>
      </IndexTable>
    </Card>
  );
}

/** All together first, where each model says what it means. */
function ModelLists({ view, ordersOf }: ModelsTableProps) {
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            All
          </Text>
          {view.columns.map(({ model, label, meaning }, column) => (
            <InlineStack key={model} align="space-between" gap="200" wrap={false}>
              <MetricName
                metric={{ name: label, definition: meaning, value: null, unknown: null, change: null }}
              />
              <Figure cell={{ text: view.totals[column] ?? null, interval: null }} />
            </InlineStack>
          ))}
        </BlockStack>
      </Box>
      {view.rows.map((row) => (
        <Box key={row.key}>
          <Divider />
          <Box padding="400">
            <BlockStack gap="200">
              <RowName row={row} ordersOf={ordersOf} />
              {row.cells.map((cell, column) => (
                <InlineStack key={view.columns[column]?.model} align="space-between" gap="200" wrap={false}>
                  <Text as="span" tone="subdued">
                    {view.columns[column]?.label}
                  </Text>
                  <Figure cell={cell} />
                </InlineStack>
              ))}
            </BlockStack>
          </Box>
        </Box>
      ))}
    </Card>
  );
}

function RowName({ row, ordersOf }: { row: ModelsRow; ordersOf: ModelsTableProps['ordersOf'] }) {
  const path = messagePath(row) ?? (row.visits ? ordersOf(row.visits) : undefined);
  const name = (
    <Text as="span" fontWeight="semibold">
      {readableSubject(row.name)}
    </Text>
  );
  return (
    <BlockStack>
      {path ? (
        <Link url={path} dataPrimaryLink monochrome removeUnderline>
          {name}
        </Link>
      ) : (
        name
      )}
      {row.detail && (
        <Text as="span" tone="subdued">
          {row.detail}
        </Text>
      )}
    </BlockStack>
  );
}

/** A figure, and below it what it could have been by chance. */
function Figure({ cell: { text, interval } }: { cell: Pick<Cell, 'text' | 'interval'> }) {
  return (
    <BlockStack>
      <Text as="span" alignment="end" numeric>
        {text ?? '–'}
      </Text>
      {interval && (
        <Text as="span" alignment="end" numeric tone="subdued" variant="bodySm">
          {interval.text}
        </Text>
      )}
    </BlockStack>
  );
}
