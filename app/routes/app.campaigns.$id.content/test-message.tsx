import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineError, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { type Channel, channelLabel } from '~/channels/channel';
import type { MergeValues } from '~/tagging/merge-tags';
import type { ContentValues } from './content-values';

export type TestAnswer = { test: 'sent'; to: string } | { test: 'failed'; message: string };

interface TestMessageProps {
  channel: Channel;
  campaignId: string;
  variant: string;
  values: ContentValues;
  /** Whose data fills it in. */
  as: MergeValues;
  address: string;
  tracked: boolean;
}

/** Sends what is written to the merchant's own address. */
export function TestMessage({
  channel,
  campaignId,
  variant,
  values,
  as,
  address,
  tracked,
}: TestMessageProps) {
  const { submit, data, state } = useFetcher<TestAnswer>({ key: 'test-message' });
  const [to, setTo] = useState(address);
  if (channel !== 'email')
    return (
      <Card>
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            Test message
          </Text>
          <Text as="p" tone="subdued">
            {`A test can be sent once a provider for ${channelLabel[channel]} is connected under Settings.`}
          </Text>
        </BlockStack>
      </Card>
    );
  const busy = state !== 'idle';
  const send = () =>
    void submit(
      { ...values, variant, to, firstName: as.first_name ?? '', lastName: as.last_name ?? '' },
      { method: 'post', action: `/app/campaigns/${campaignId}/test-message` },
    );
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm">
          Test message
        </Text>
        <TextField
          label="Send a test to"
          type="email"
          value={to}
          onChange={setTo}
          id="test-to"
          autoComplete="email"
          connectedRight={
            <Button onClick={send} loading={busy}>
              Send test
            </Button>
          }
          helpText={
            tracked
              ? 'Its links are tagged, and marked as those of a test: their clicks are not counted, and nothing is credited to them.'
              : 'Its clicks are not counted.'
          }
        />
        <div role="status">
          {!busy && data?.test === 'sent' && (
            <Banner tone="success">
              <Text
                as="p"
                breakWord
              >{`The mail server took the test for ${data.to}. It should arrive in a moment.`}</Text>
            </Banner>
          )}
          {!busy && data?.test === 'failed' && <InlineError message={data.message} fieldID="test-to" />}
        </div>
      </BlockStack>
    </Card>
  );
}
