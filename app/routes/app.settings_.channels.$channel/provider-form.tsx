import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, Form, InlineStack, Text } from '@shopify/polaris';
import { type ReactNode, useEffect, useState } from 'react';
import { type Channel, channelLabel } from '~/channels/channel';
import { CardHeading } from '~/ui/card-heading';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { RadioCards } from '~/ui/radio-cards';
import { showToast } from '~/ui/toast';
import { useFieldErrors } from '~/ui/use-field-errors';
import type { ChannelAnswer } from './change-channel.server';
import { ProviderFields } from './provider-fields';
import type { ProviderValues } from './provider-values';

interface ProviderFormProps {
  channel: Channel;
  /** What is stored, without its secrets; or what a new connection starts with. */
  saved: ProviderValues;
  connected: boolean;
  /** Whether a secret that is left empty stays. */
  secretsStored: boolean;
  /** What follows the form, for the provider that is chosen in it. */
  after: (provider: ProviderValues['provider']) => ReactNode;
}

const ABOUT: Record<Channel, string> = {
  email: 'Your domain then stands behind your e-mails. Ask your mail provider for these.',
  sms: 'SMS are sent through an account of your own at Twilio, which charges you for them.',
  whatsapp: 'WhatsApp messages are sent through an account of your own, which charges you for them.',
  voice: 'Calls are made through an account of your own at Twilio, which charges you for them.',
};

/** Connects a provider, or replaces what it is connected with. */
export function ProviderForm({ channel, saved, connected, secretsStored, after }: ProviderFormProps) {
  const { submit, state, data } = useFetcher<ChannelAnswer | Unreachable>();
  const [values, setValues] = useState(saved);
  const { errors, changed } = useFieldErrors(data);
  const label = channelLabel[channel];
  const change = (some: Partial<ProviderValues>) => {
    setValues((was) => ({ ...was, ...some }));
    changed(Object.keys(some));
  };
  useEffect(() => {
    if (!data || isUnreachable(data)) return;
    if (data.saved) {
      setValues(data.saved);
      showToast(`${label} connected`);
    }
    const [field] = Object.keys(data.errors ?? {});
    if (field) document.getElementById(field)?.focus();
  }, [data, label]);
  return (
    <>
      <Card>
        <BlockStack gap="400">
          <CardHeading title={connected ? 'Change it' : headingOf(channel)} text={ABOUT[channel]} />
          {isUnreachable(data) && state === 'idle' && (
            <Banner tone="critical" title="The app did not answer">
              <Text as="p">What you typed is still here. Try again in a moment.</Text>
            </Banner>
          )}
          <Form onSubmit={() => submit({ intent: 'connect', ...values }, { method: 'post' })}>
            <BlockStack gap="400">
              {channel === 'whatsapp' && (
                <RadioCards
                  name="provider"
                  legend="Provider"
                  cards={[
                    { value: 'twilio', label: 'Twilio', detail: 'The account that may send your SMS, too.' },
                    {
                      value: 'meta',
                      label: 'Meta Cloud API',
                      detail: 'WhatsApp’s own, without anybody between.',
                    },
                  ]}
                  selected={values.provider}
                  onSelect={(provider) =>
                    change({ provider, sender: provider === saved.provider ? saved.sender : '' })
                  }
                  error={errors['provider']}
                  columns
                />
              )}
              <ProviderFields
                channel={channel}
                values={values}
                stored={secretsStored && values.provider === saved.provider}
                onChange={change}
                errors={errors}
              />
              <InlineStack>
                <Button submit variant="primary" loading={state !== 'idle'}>
                  {connected ? 'Save' : channel === 'email' ? 'Use this mail server' : `Connect ${label}`}
                </Button>
              </InlineStack>
            </BlockStack>
          </Form>
        </BlockStack>
      </Card>
      {after(values.provider)}
    </>
  );
}

const headingOf = (channel: Channel) =>
  channel === 'email' ? 'Use your own mail server' : `Connect ${channelLabel[channel]}`;
