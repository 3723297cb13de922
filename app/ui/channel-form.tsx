import { Form, useNavigation } from '@remix-run/react';
import { BlockStack, Button, Card, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { canSend, type Channel, channelLabel, CHANNELS, notConnectedText } from '~/channels/channel';
import { RadioCards } from '~/ui/radio-cards';
import { useAutosave } from '~/ui/use-autosave';
import { useFieldErrors } from '~/ui/use-field-errors';
import { WizardPage } from '~/ui/wizard-page';
import { stepPath } from '~/ui/wizard-steps';

const sentences: Record<Channel, string> = {
  email: 'Reaches contacts who agreed to e-mail marketing. Its sales can be tracked.',
  sms: 'A short text with links. Its sales can be tracked.',
  whatsapp: 'A chat message with links. Its sales can be tracked.',
  voice: 'A call. It can be planned here, but not tracked: a call has no links to click.',
};

const cardsOf = (connected: readonly Channel[]) =>
  CHANNELS.map((channel) => ({
    value: channel,
    label: channelLabel[channel],
    detail: canSend(channel, connected).ok
      ? sentences[channel]
      : `${sentences[channel]} ${notConnectedText(channel)}`,
  }));

interface ChannelFormProps {
  campaignId: string | undefined;
  name: string;
  channel: Channel;
  /** The channels that the shop can send on. */
  connected: readonly Channel[];
  answer: { errors?: Record<string, string> } | undefined;
}

/** The first step, for a campaign that is new and for one that is a draft. */
export function ChannelForm(props: ChannelFormProps) {
  const [name, setName] = useState(props.name);
  const [channel, setChannel] = useState(props.channel);
  const { errors, changed } = useFieldErrors(props.answer);
  const busy = useNavigation().state !== 'idle';
  const savesTo = props.campaignId && name.trim() ? stepPath(props.campaignId, 'channel') : undefined;
  const autosave = useAutosave({ name, channel }, savesTo);
  return (
    <Form method="post" replace={!props.campaignId} onSubmit={autosave.markSent} noValidate>
      <input type="hidden" name="intent" value="continue" />
      <WizardPage
        step="channel"
        campaignId={props.campaignId}
        title={props.campaignId ? props.name : 'Create campaign'}
        lead="Name the campaign and choose how it reaches people."
        autosave={autosave}
        primary={
          <Button submit variant="primary" loading={busy}>
            Continue
          </Button>
        }
      >
        <Card>
          <BlockStack gap="500">
            <TextField
              label="Campaign name"
              name="name"
              value={name}
              onChange={(value) => {
                setName(value);
                changed(['name']);
              }}
              maxLength={120}
              autoComplete="off"
              helpText="For you alone: your lists and reports call it this. Recipients never see it."
              error={errors.name}
            />
            <RadioCards
              name="channel"
              legend="Channel"
              cards={cardsOf(props.connected)}
              selected={channel}
              onSelect={setChannel}
              error={errors.channel}
              columns
            />
          </BlockStack>
        </Card>
      </WizardPage>
    </Form>
  );
}
