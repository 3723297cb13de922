import { BlockStack, Box, Button, Card, IndexTable, InlineStack, Link, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import type { PreviewView } from '~/reports/settings-preview/interpret';
import { CardHeading } from '~/ui/card-heading';
import { readableSubject } from '~/tagging/readable-subject';

interface PreviewCardsProps {
  preview: PreviewView;
  nextVersion: number;
  saving: boolean;
  onSave: () => void;
}

/** What the change makes of the shop's last orders, beside what stands. */
export function PreviewCards({ preview, nextVersion, saving, onSave }: PreviewCardsProps) {
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="400">
          <CardHeading title="Before and after" text={preview.basis} />
          <BlockStack gap="100">
            <Text as="p">{`Before: ${preview.rules.before}`}</Text>
            <Text as="p">{`After: ${preview.rules.after}`}</Text>
          </BlockStack>
          <div data-testid="preview-moved">
            <Text as="p" fontWeight="semibold">{`${preview.moved}.`}</Text>
          </div>
          <InlineStack>
            <Button variant="primary" onClick={onSave} loading={saving}>
              {`Save as version ${nextVersion}`}
            </Button>
          </InlineStack>
        </BlockStack>
      </Card>
      <SideBySide title="Credited revenue" rows={[preview.total, ...preview.channels]} />
      {preview.messages.length > 0 && <SideBySide title="Top messages" rows={preview.messages} />}
      {preview.examples.length > 0 && <MovedCard examples={preview.examples} />}
    </BlockStack>
  );
}

function SideBySide({ title, rows }: { title: string; rows: PreviewView['channels'] }) {
  return (
    <TableCard title={title} headings={['What', 'Before', 'After']} count={rows.length}>
      {rows.map(({ key, label, before, after }, index) => (
        <IndexTable.Row key={key} id={key} position={index}>
          <IndexTable.Cell className="st-cell-wrap">{readableSubject(label)}</IndexTable.Cell>
          {[before, after].map(({ orders, revenue }, side) => (
            <IndexTable.Cell key={side === 0 ? 'before' : 'after'}>
              <Text as="p" numeric>
                {revenue}
              </Text>
              <Text as="p" numeric tone="subdued">
                {orders === '1' ? '1 order' : `${orders} orders`}
              </Text>
            </IndexTable.Cell>
          ))}
        </IndexTable.Row>
      ))}
    </TableCard>
  );
}

function MovedCard({ examples }: { examples: PreviewView['examples'] }) {
  return (
    <TableCard
      title="Orders that change, the latest first"
      headings={['Order', 'Before', 'After']}
      count={examples.length}
    >
      {examples.map(({ orderId, name, placedAt, before, after }, index) => (
        <IndexTable.Row key={orderId} id={orderId} position={index}>
          <IndexTable.Cell className="st-cell-wrap">
            <Link url={`/app/orders/${orderId}`}>{name}</Link>
            <Text as="p" tone="subdued">
              {placedAt}
            </Text>
          </IndexTable.Cell>
          <IndexTable.Cell className="st-cell-wrap">{readableSubject(before)}</IndexTable.Cell>
          <IndexTable.Cell className="st-cell-wrap">{readableSubject(after)}</IndexTable.Cell>
        </IndexTable.Row>
      ))}
    </TableCard>
  );
}

interface TableCardProps {
  title: string;
  headings: [string, string, string];
  count: number;
  children: ReactNode;
}

function TableCard({ title, headings: [first, second, third], count, children }: TableCardProps) {
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingSm">
          {title}
        </Text>
      </Box>
      <IndexTable
        resourceName={{ singular: 'row', plural: 'rows' }}
        itemCount={count}
        selectable={false}
        headings={[{ title: first }, { title: second }, { title: third }]}
      >
        {children}
      </IndexTable>
    </Card>
  );
}
