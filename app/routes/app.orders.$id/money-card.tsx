import { BlockStack, Card, Divider, InlineStack, Text } from '@shopify/polaris';
import type { OrderReceiptView } from '~/reports/order-receipt/interpret';
import { readableSubject } from '~/tagging/readable-subject';

/** What the order is worth, entry by entry, and who earned how much of it. */
export function MoneyCard({ money }: { money: OrderReceiptView['money'] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Money
        </Text>
        {money.entries.map(({ at, label, amount }, index) => (
          <Line key={index} label={label} detail={at} amount={amount} />
        ))}
        <Divider />
        <Line label="Value now" amount={money.value} strong />
        {money.credits.map(({ model, message, share, amount }, index) => (
          <Line
            key={index}
            label={`Credited, ${model.toLowerCase()}`}
            detail={`${share} to ${message.campaign ?? readableSubject(message.subject)}`}
            amount={amount}
            strong
          />
        ))}
        {money.others && <Line label="Other sources" amount={money.others} />}
        {money.credits.length === 0 && <Line label="Credited" amount="–" />}
        {money.renewal && <Line label="Renewal, counted apart" amount={money.renewal} />}
        {money.notes.map((note) => (
          <Text key={note} as="p" variant="bodySm" tone="subdued">
            {note}
          </Text>
        ))}
      </BlockStack>
    </Card>
  );
}

interface LineProps {
  label: string;
  detail?: string;
  amount: string;
  strong?: boolean;
}

function Line({ label, detail, amount, strong = false }: LineProps) {
  const weight = strong ? 'semibold' : undefined;
  return (
    <InlineStack align="space-between" gap="300" wrap={false}>
      <BlockStack>
        <Text as="span" fontWeight={weight}>
          {label}
        </Text>
        {detail && (
          <Text as="span" variant="bodySm" tone="subdued">
            {detail}
          </Text>
        )}
      </BlockStack>
      <Text as="span" fontWeight={weight} numeric alignment="end">
        {amount}
      </Text>
    </InlineStack>
  );
}
