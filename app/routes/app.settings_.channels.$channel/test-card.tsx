import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, Form, InlineStack, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import type { Channel } from '~/channels/channel';
import { CardHeading } from '~/ui/card-heading';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { useFieldErrors } from '~/ui/use-field-errors';
import type { ChannelAnswer } from './change-channel.server';

const ABOUT: Record<Channel, string> = {
  email: 'A short e-mail, through what sends now.',
  sms: 'A short SMS, through what sends now. Your provider charges it as any other.',
  whatsapp:
    'A short text, through what sends now. WhatsApp delivers it only to a phone that wrote to your number within the last 24 hours.',
  voice:
    'A short call that reads a sentence out, through what sends now. Your provider charges it as any other.',
};

/** A message to the merchant, and what became of it. */
export function TestCard({ channel }: { channel: Channel }) {
  const { submit, state, data } = useFetcher<ChannelAnswer | Unreachable>();
  const [to, setTo] = useState('');
  const { errors, changed } = useFieldErrors(data);
  const sending = state !== 'idle';
  useEffect(() => {
    if (data?.errors?.['to']) document.getElementById('to')?.focus();
  }, [data]);
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading title="Send a test" text={ABOUT[channel]} />
        <Form onSubmit={() => submit({ intent: 'test', to }, { method: 'post' })}>
          <BlockStack gap="300">
            <TextField
              id="to"
              name="to"
              label={channel === 'email' ? 'Your e-mail address' : 'Your phone number'}
              type={channel === 'email' ? 'email' : 'tel'}
              autoComplete={channel === 'email' ? 'email' : 'tel'}
              helpText={
                channel === 'email' ? undefined : 'With + and the country code, such as +4915112345678'
              }
              value={to}
              onChange={(value) => {
                setTo(value);
                changed(['to']);
              }}
              error={errors['to']}
            />
            <InlineStack>
              <Button submit loading={sending}>
                Send test
              </Button>
            </InlineStack>
          </BlockStack>
        </Form>
        <div role="status">{!sending && data && <Result answer={data} />}</div>
      </BlockStack>
    </Card>
  );
}

function Result({ answer }: { answer: ChannelAnswer | Unreachable }) {
  if (isUnreachable(answer))
    return (
      <Banner tone="critical">
        <Text as="p">The app did not answer. Try again in a moment.</Text>
      </Banner>
    );
  if (!answer.test) return null;
  return (
    <Banner tone={answer.test.tone}>
      <Text as="p" breakWord>
        {answer.test.text}
      </Text>
    </Banner>
  );
}
