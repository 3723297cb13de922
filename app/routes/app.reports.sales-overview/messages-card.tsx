import { BlockStack, Box, Card, IndexTable, Link, Text, useBreakpoints } from '@shopify/polaris';
import type { MessageRow } from '~/reports/sales-overview/interpret';
import { messagePath } from '~/ui/message-path';
import { readableSubject } from '~/tagging/readable-subject';

/** What each message earned in the period. */
export function MessagesCard({ messages }: { messages: MessageRow[] }) {
  const { smDown } = useBreakpoints();
  const renewed = messages.some(({ renewals }) => renewals !== null);
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            By campaign, message and link
          </Text>
          <Text as="p" tone="subdued">
            The ten that earned most. Orders and revenue of the period; clicks and deliveries since the
            message was sent.
            {renewed && ' Renewals are those of subscriptions that a message won, and in no other number.'}
          </Text>
        </BlockStack>
      </Box>
      <IndexTable
        resourceName={{ singular: 'message', plural: 'messages' }}
        itemCount={messages.length}
        selectable={false}
        emptyState={
          <Box padding="600">
            <Text as="p" alignment="center" tone="subdued">
              No tracked message was sent or earned anything in this period.
            </Text>
          </Box>
        }
        headings={
          smDown
            ? [{ title: 'Campaign' }, { title: 'Revenue', alignment: 'end' }]
            : [
                { title: 'Campaign' },
                { title: 'Source / medium / campaign' },
                { title: 'Delivered', alignment: 'end' },
                { title: 'Unique clicks', alignment: 'end' },
                { title: 'Orders', alignment: 'end' },
                { title: 'Revenue', alignment: 'end' },
                ...(renewed ? [{ title: 'Renewals', alignment: 'end' as const }] : []),
              ]
        }
      >
        {messages.map((message, index) => (
          <IndexTable.Row key={message.versionId} id={message.versionId} position={index}>
            <IndexTable.Cell className="st-cell-wrap">
              <CampaignName message={message} />
              {smDown && (
                <Text as="p" tone="subdued">
                  {message.orders === '1' ? '1 order' : `${message.orders} orders`}
                  {message.renewals !== null && `, renewals ${message.renewals}`}
                </Text>
              )}
            </IndexTable.Cell>
            {!smDown && (
              <>
                <IndexTable.Cell className="st-cell-wrap">
                  {`${message.utm.source} / ${message.utm.medium} / ${message.utm.campaign}`}
                </IndexTable.Cell>
                <Numeric text={message.delivered ?? '–'} />
                <Numeric text={message.uniqueClicks} />
                <Numeric text={message.orders} />
              </>
            )}
            <Numeric text={message.revenue} />
            {renewed && !smDown && <Numeric text={message.renewals ?? '–'} />}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}

function CampaignName({ message }: { message: MessageRow }) {
  const path = messagePath(message);
  const name = (
    <Text as="span" fontWeight="semibold">
      {message.campaign ?? readableSubject(message.subject)}
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
      <Text as="span" tone="subdued">
        {message.trackingLinkId
          ? message.channelLabel
          : `${message.channelLabel}: ${readableSubject(message.subject)}`}
      </Text>
    </BlockStack>
  );
}

function Numeric({ text }: { text: string }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric>
        {text}
      </Text>
    </IndexTable.Cell>
  );
}
