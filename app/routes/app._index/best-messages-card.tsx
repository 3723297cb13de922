import { BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import type { HomeView } from '~/reports/home/interpret';
import { messagePath } from '~/ui/message-path';
import { readableSubject } from '~/tagging/readable-subject';

/** The messages that earned most. */
export function BestMessagesCard({ messages }: { messages: HomeView['bestMessages'] }) {
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" gap="200">
          <Text as="h2" variant="headingSm">
            Best messages
          </Text>
          <Link url="/app/reports/sales-overview">Sales overview</Link>
        </InlineStack>
        {messages.length === 0 ? (
          <Text as="p" tone="subdued">
            No message has earned an order yet. Orders show here within seconds of the purchase.
          </Text>
        ) : (
          <BlockStack as="ul" gap="300">
            {messages.map(({ versionId, campaign, subject, orders, revenue, ...of }) => (
              <li key={versionId}>
                <InlineStack align="space-between" gap="300" wrap={false}>
                  <BlockStack>
                    <MessageLink path={messagePath(of)} name={campaign} />
                    <Text as="span" tone="subdued" breakWord>
                      {of.trackingLinkId ? 'Tracking link' : readableSubject(subject)}
                    </Text>
                  </BlockStack>
                  <BlockStack inlineAlign="end">
                    <Text as="span" numeric fontWeight="semibold">
                      {revenue}
                    </Text>
                    <Text as="span" tone="subdued">
                      {orders === '1' ? '1 order' : `${orders} orders`}
                    </Text>
                  </BlockStack>
                </InlineStack>
              </li>
            ))}
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}

function MessageLink({ path, name }: { path: string | undefined; name: string }) {
  return path ? <Link url={path}>{name}</Link> : <Text as="span">{name}</Text>;
}
