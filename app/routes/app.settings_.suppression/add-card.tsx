import { useFetcher } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  DropZone,
  Form,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { type Channel, CHANNELS, channelLabel } from '~/channels/channel';
import { CardHeading } from '~/ui/card-heading';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { showToast } from '~/ui/toast';
import { useFieldErrors } from '~/ui/use-field-errors';
import type { ListAnswer } from './change-list.server';

const OPTIONS = CHANNELS.map((value) => ({ value, label: channelLabel[value] }));

/** Addresses to write to no more, typed, pasted, or out of a CSV file. */
export function AddCard() {
  const { submit, state, data } = useFetcher<ListAnswer | Unreachable>();
  const [channel, setChannel] = useState<Channel>('email');
  const [addresses, setAddresses] = useState('');
  const { errors, changed } = useFieldErrors(data);
  useEffect(() => {
    if (!data || isUnreachable(data)) return;
    if (data.said) {
      showToast(data.said);
      setAddresses('');
    }
    if (data.errors?.['addresses']) document.getElementById('addresses')?.focus();
  }, [data]);
  const take = async (files: File[]) => {
    const texts = await Promise.all(files.map((file) => file.text()));
    setAddresses((was) => [was, ...texts].filter(Boolean).join('\n'));
    changed(['addresses']);
  };
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Add addresses"
          text="One on a line, or the text of a CSV file: every cell that is an address is taken. Only a fingerprint of each is kept."
        />
        {isUnreachable(data) && state === 'idle' && (
          <Banner tone="critical" title="The app did not answer">
            <Text as="p">What you typed is still here. Try again in a moment.</Text>
          </Banner>
        )}
        <Form onSubmit={() => submit({ intent: 'add', channel, addresses }, { method: 'post' })}>
          <BlockStack gap="400">
            <Select
              id="channel"
              label="Channel"
              options={OPTIONS}
              value={channel}
              onChange={(value: Channel) => setChannel(value)}
              error={errors['channel']}
            />
            <TextField
              id="addresses"
              label={channel === 'email' ? 'E-mail addresses' : 'Phone numbers'}
              multiline={4}
              maxHeight={240}
              autoComplete="off"
              value={addresses}
              onChange={(value) => {
                setAddresses(value);
                changed(['addresses']);
              }}
              error={errors['addresses']}
              helpText={
                channel === 'email' ? undefined : 'Each with + and its country code, such as +4915112345678.'
              }
            />
            <DropZone
              label="CSV file"
              accept=".csv,text/csv,text/plain"
              type="file"
              onDropAccepted={(files) => void take(files)}
            >
              <DropZone.FileUpload
                actionTitle="Choose a CSV file"
                actionHint="Its addresses go into the field above."
              />
            </DropZone>
            <InlineStack>
              <Button submit variant="primary" loading={state !== 'idle'}>
                Add to the list
              </Button>
            </InlineStack>
          </BlockStack>
        </Form>
        <div role="status">
          {state === 'idle' && data && !isUnreachable(data) && data.notUnderstood && (
            <Banner tone="warning">
              <Text as="p">{data.notUnderstood}</Text>
            </Banner>
          )}
        </div>
      </BlockStack>
    </Card>
  );
}
