import { BlockStack, Box, Card, IndexTable, Link, Text, useBreakpoints } from '@shopify/polaris';
import type { GradesView } from '~/reports/grades';
import { NumberCell } from '~/ui/list-table';

interface GradesCardProps {
  grades: GradesView;
  /** Which orders these are of, as the list of orders is asked for them. */
  orders: Record<string, string>;
}

/** How much of the credited revenue rests on which evidence; each line leads to its orders. */
export function GradesCard({ grades, orders }: GradesCardProps) {
  const { smDown } = useBreakpoints();
  const listOf = (grade: string) => `/app/orders?${new URLSearchParams({ ...orders, grade })}`;
  const end = 'end' as const;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            What the credits rest on
          </Text>
          <Text as="p" tone="subdued">
            {grades.sentence}
          </Text>
        </BlockStack>
      </Box>
      {grades.parts.length > 0 && (
        <IndexTable
          key={smDown ? 'phone' : 'desktop'}
          resourceName={{ singular: 'kind of evidence', plural: 'kinds of evidence' }}
          itemCount={grades.parts.length + 1}
          selectable={false}
          headings={[
            { title: 'Evidence' },
            { title: 'Orders', alignment: end },
            { title: 'Share', alignment: end },
            { title: 'Revenue', alignment: end },
          ]}
        >
          {grades.parts.map(({ grade, label, meaning, orders: count, share, amount }, index) => (
            <IndexTable.Row key={grade} id={grade} position={index}>
              <IndexTable.Cell className="st-cell-wrap">
                <BlockStack>
                  <Link
                    url={listOf(grade)}
                    dataPrimaryLink
                    monochrome
                    removeUnderline
                    accessibilityLabel={`See orders: ${label}`}
                  >
                    <Text as="span" fontWeight="semibold">
                      {label}
                    </Text>
                  </Link>
                  <Text as="span" tone="subdued">
                    {meaning}
                  </Text>
                </BlockStack>
              </IndexTable.Cell>
              <NumberCell text={count} />
              <NumberCell text={share ?? '–'} />
              <NumberCell text={amount} />
            </IndexTable.Row>
          ))}
          <IndexTable.Row id="total" position={grades.parts.length} tone="subdued">
            <IndexTable.Cell>
              <Text as="span" fontWeight="semibold">
                Credited revenue
              </Text>
            </IndexTable.Cell>
            <IndexTable.Cell />
            <NumberCell text={grades.parts.some(({ share }) => share) ? '100%' : '–'} />
            <NumberCell text={grades.total} />
          </IndexTable.Row>
        </IndexTable>
      )}
    </Card>
  );
}
