import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineStack, Modal, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import type { ChannelConnection } from '~/ui/channel-connection';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { showToast } from '~/ui/toast';
import type { ChannelAnswer } from './change-channel.server';

interface ConnectionCardProps {
  connection: ChannelConnection;
  /** How many campaigns are scheduled or being sent. */
  waiting: number;
  appSender: string;
}

/** Who sends now, what is wrong with it, and the way to end it. */
export function ConnectionCard({ connection, waiting, appSender }: ConnectionCardProps) {
  const { channel, label, status, lines, trouble } = connection;
  const { submit, state, data } = useFetcher<ChannelAnswer | Unreachable>();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (data && !isUnreachable(data) && data.disconnected) showToast(`${label} disconnected`);
  }, [data, label]);
  return (
    <BlockStack gap="400">
      {trouble && (
        <Banner tone="critical" title="The provider takes no messages">
          <Text as="p" breakWord>
            {trouble}
          </Text>
        </Banner>
      )}
      {isUnreachable(data) && state === 'idle' && (
        <Banner tone="critical" title="The app did not answer">
          <Text as="p">Nothing was changed. Try again in a moment.</Text>
        </Banner>
      )}
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            What sends now
          </Text>
          <BlockStack gap="100">
            {lines.map((line) => (
              <Text key={line} as="p" breakWord>
                {line}
              </Text>
            ))}
          </BlockStack>
          {status === 'own' && (
            <InlineStack>
              <Button tone="critical" loading={state !== 'idle'} onClick={() => setAsking(true)}>
                {`Disconnect ${label}`}
              </Button>
            </InlineStack>
          )}
        </BlockStack>
      </Card>
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title={`Disconnect ${label}?`}
        primaryAction={{
          content: 'Disconnect',
          destructive: true,
          onAction: () => {
            setAsking(false);
            submit({ intent: 'disconnect' }, { method: 'post' });
          },
        }}
        secondaryActions={[{ content: 'Keep it', onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <BlockStack gap="200">
            <Text as="p">The stored credentials are deleted.</Text>
            <Text as="p">
              {channel === 'email'
                ? `E-mails go out through the app’s mail server again, from ${appSender}.`
                : `${waitingText(waiting)} Messages that nobody can send wait until you connect a provider again.`}
            </Text>
          </BlockStack>
        </Modal.Section>
      </Modal>
    </BlockStack>
  );
}

function waitingText(waiting: number): string {
  if (waiting === 0) return 'No campaign is scheduled on this channel.';
  return waiting === 1
    ? 'One campaign on this channel is scheduled or being sent, and stays so.'
    : `${waiting} campaigns on this channel are scheduled or being sent, and stay so.`;
}
