import { BlockStack, Card, Divider, Text } from '@shopify/polaris';
import type { StatementLine } from '~/reports/reconciliation/interpret';

interface StatementCardProps {
  title: string;
  /** The last one is what the others come to. */
  lines: (StatementLine | { label: string; orders?: string; total?: string })[];
}

/** Lines of a bank statement: zero is printed in full. */
export function StatementCard({ title, lines }: StatementCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {title}
        </Text>
        {lines.map(({ label, orders, total }, index) => {
          const last = index === lines.length - 1;
          const weight = last ? 'semibold' : undefined;
          return (
            <BlockStack key={label} gap="300">
              {last && <Divider />}
              <div className="st-statement-line">
                <Text as="span" fontWeight={weight}>
                  {label}
                </Text>
                <Text as="span" numeric alignment="end" tone="subdued">
                  {orders === '1' ? '1 order' : `${orders} orders`}
                </Text>
                <Text as="span" numeric alignment="end" fontWeight={weight}>
                  {total}
                </Text>
              </div>
            </BlockStack>
          );
        })}
      </BlockStack>
    </Card>
  );
}
