import { Badge, BlockStack, Box, Button, Card, Divider, InlineStack, Text } from '@shopify/polaris';
import { CardHeading } from '~/ui/card-heading';
import type { ChannelConnection } from '~/ui/channel-connection';

/** Who sends on each channel, with the way to change it. */
export function ChannelsCard({ connections }: { connections: ChannelConnection[] }) {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Channels"
          text="Who sends your messages. Passwords and tokens are stored encrypted and never shown again."
        />
        {connections.map((connection) => (
          <BlockStack key={connection.channel} gap="400">
            <Divider />
            <Row connection={connection} />
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function Row({ connection: { label, path, status, lines, trouble } }: { connection: ChannelConnection }) {
  return (
    <InlineStack align="space-between" blockAlign="start" gap="300">
      <Box maxWidth="36rem">
        <BlockStack gap="100">
          <InlineStack gap="200" align="start" blockAlign="center">
            <Text as="h3" variant="bodyMd" fontWeight="medium">
              {label}
            </Text>
            {trouble ? (
              <Badge tone="critical">Needs attention</Badge>
            ) : status === 'none' ? (
              <Badge>Not connected</Badge>
            ) : (
              <Badge tone="success">Sends</Badge>
            )}
          </InlineStack>
          {lines.map((line) => (
            <Text key={line} as="p" tone="subdued" breakWord>
              {line}
            </Text>
          ))}
          {trouble && (
            <Text as="p" tone="critical" breakWord>
              {trouble}
            </Text>
          )}
        </BlockStack>
      </Box>
      <Button url={path}>{BUTTON[status](label)}</Button>
    </InlineStack>
  );
}

const BUTTON: Record<ChannelConnection['status'], (label: string) => string> = {
  own: (label) => `Manage ${label}`,
  app: () => 'Use your own mail server',
  none: (label) => `Connect ${label}`,
};
