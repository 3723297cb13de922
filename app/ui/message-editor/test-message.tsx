import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineError, Link, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { type Channel, channelLabel } from '~/channels/channel';
import type { MergeValues } from '~/tagging/merge-tags';
import type { ContentValues } from './content-values';

export type TestAnswer = { test: 'sent'; text: string } | { test: 'failed'; message: string };

/** Where a test is asked for. */
export interface TestRoute {
  path: string;
  /** What it needs to know besides the message and its reader. */
  besides?: Record<string, string>;
}

interface TestMessageProps {
  channel: Channel;
  route: TestRoute;
  values: ContentValues;
  /** Whose data fills it in. */
  as: MergeValues;
  /** The merchant's own; empty where it is not known. */
  address: string;
  tracked: boolean;
  /** Whether somebody sends on the channel. */
  connected: boolean;
}

/** Sends what is written to the merchant's own address or phone. */
export function TestMessage({ channel, route, values, as, address, tracked, connected }: TestMessageProps) {
  const { submit, data, state } = useFetcher<TestAnswer>({ key: 'test-message' });
  const [to, setTo] = useState(address);
  if (!connected)
    return (
      <Card>
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            Test message
          </Text>
          <Text as="p" tone="subdued">
            {`A test can be sent once a provider for ${channelLabel[channel]} is connected under Settings.`}
          </Text>
          <Link url={`/app/settings/channels/${channel}`}>{`${channelLabel[channel]} in Settings`}</Link>
        </BlockStack>
      </Card>
    );
  const byMail = channel === 'email';
  const busy = state !== 'idle';
  const send = () =>
    void submit(
      {
        ...values,
        ...route.besides,
        to,
        firstName: as.first_name ?? '',
        lastName: as.last_name ?? '',
      },
      { method: 'post', action: route.path },
    );
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm">
          Test message
        </Text>
        <TextField
          label="Send a test to"
          type={byMail ? 'email' : 'tel'}
          value={to}
          onChange={setTo}
          id="test-to"
          autoComplete={byMail ? 'email' : 'tel'}
          placeholder={byMail ? undefined : '+4915112345678'}
          connectedRight={
            <Button onClick={send} loading={busy}>
              Send test
            </Button>
          }
          helpText={helpOf(channel, tracked)}
        />
        <div role="status">
          {!busy && data?.test === 'sent' && (
            <Banner tone="success">
              <Text as="p" breakWord>
                {data.text}
              </Text>
            </Banner>
          )}
          {!busy && data?.test === 'failed' && <InlineError message={data.message} fieldID="test-to" />}
        </div>
      </BlockStack>
    </Card>
  );
}

const CHARGED: Record<Channel, string> = {
  email: '',
  sms: 'Your provider charges it as any other.',
  whatsapp: 'Your provider charges it as any other.',
  voice: 'It calls you at once. Your provider charges it as any other.',
};

function helpOf(channel: Channel, tracked: boolean): string {
  const links =
    channel === 'voice'
      ? ''
      : tracked
        ? 'Its links are tagged, and marked as those of a test: their clicks are not counted, and nothing is credited to them.'
        : 'Its clicks are not counted.';
  return [links, CHARGED[channel]].filter(Boolean).join(' ');
}
