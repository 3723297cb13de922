import { BlockStack, Box, Card, Link, Scrollable, Text, Tooltip } from '@shopify/polaris';
import type { CSSProperties } from 'react';
import type { Cell, ReportTable } from '~/reports/table';
import { Definitions } from '~/ui/report-table-card';

interface HeatTableCardProps {
  table: ReportTable;
  /** From 0 to 1 by row and column; null where a cell has no colour. */
  heat: (number | null)[][];
  caption: string;
}

/** A table whose larger amounts stand out; the colour tells nothing that the number does not. */
export function HeatTableCard({ table: { columns, rows, total }, heat, caption }: HeatTableCardProps) {
  const isText = (place: number) => columns[place]?.definition === null || undefined;
  return (
    <Card padding="0">
      <Scrollable className="st-heat-room" vertical={false} focusable role="region" aria-label={caption}>
        <table className="st-heat">
          <caption className="st-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ title, definition }, place) => (
                <th key={title} scope="col" data-text={isText(place)}>
                  {definition === null ? (
                    title
                  ) : (
                    <Tooltip content={definition} hasUnderline>
                      <span>{title}</span>
                    </Tooltip>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.id}>
                {row.cells.map((cell, place) =>
                  place === 0 ? (
                    <th key={columns[place]?.title} scope="row" data-text>
                      <Link url={row.path ?? row.orders} monochrome removeUnderline>
                        {cell.text}
                      </Link>
                      <Note cell={cell} />
                    </th>
                  ) : (
                    <td
                      key={columns[place]?.title}
                      data-text={isText(place)}
                      style={heatStyle(heat[index]?.[place])}
                    >
                      {row.path && columns[place]?.leads ? (
                        <Link
                          url={row.orders}
                          accessibilityLabel={`${cell.text} first orders of ${row.cells[0]?.text ?? ''}`}
                        >
                          {cell.text}
                        </Link>
                      ) : (
                        cell.text
                      )}
                      <Note cell={cell} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
          {total && (
            <tfoot>
              <tr>
                {total.map((cell, place) =>
                  place === 0 ? (
                    <th key={columns[place]?.title} scope="row" data-text>
                      {cell.text}
                    </th>
                  ) : (
                    <td key={columns[place]?.title} data-text={isText(place)}>
                      {cell.text}
                      <Note cell={cell} />
                    </td>
                  ),
                )}
              </tr>
            </tfoot>
          )}
        </table>
      </Scrollable>
      <Box padding="400">
        <BlockStack gap="200">
          <Text as="p" tone="subdued">
            The darker a cell, the more each customer brought. A dash is a time that has not come yet.
          </Text>
          <Definitions columns={columns} />
        </BlockStack>
      </Box>
    </Card>
  );
}

const heatStyle = (heat: number | null | undefined) =>
  heat === null || heat === undefined ? undefined : ({ '--heat': heat.toFixed(3) } as CSSProperties);

const Note = ({ cell }: { cell: Cell }) =>
  cell.note ? (
    <Text as="p" variant="bodySm" tone="subdued">
      {cell.note}
    </Text>
  ) : null;
