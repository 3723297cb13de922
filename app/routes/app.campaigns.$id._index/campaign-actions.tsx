import { useNavigation, useSubmit } from '@remix-run/react';
import { Modal, type PageProps, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { CampaignStatus } from '~/campaigns/campaign';
import { stepPath } from '~/ui/wizard-steps';

export const INTENTS = [
  'cancel',
  'stop',
  'pause',
  'resume',
  'archive',
  'restore',
  'duplicate',
  'delete',
] as const;
type Intent = (typeof INTENTS)[number];

const questions = {
  cancel: {
    title: 'Cancel the scheduled sending?',
    text: 'Nobody receives it. The campaign becomes a draft again, with everything in it.',
    yes: 'Cancel sending',
  },
  stop: {
    title: 'Stop sending for good?',
    text: 'Whoever has not received it yet will not. To go on later, pause it instead.',
    yes: 'Stop sending',
  },
  delete: {
    title: 'Delete this draft?',
    text: 'Its content and settings are gone for good.',
    yes: 'Delete draft',
  },
} as const;

interface Actions {
  id: string;
  status: CampaignStatus;
  archived: boolean;
  /** Asks for another time. */
  onReschedule: () => void;
}

/** What can be done with a campaign of a status; what cannot be undone is asked about first. */
export function useCampaignActions({ id, status, archived, onReschedule }: Actions) {
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const [asking, setAsking] = useState<keyof typeof questions>();
  const act = (intent: Intent) => {
    setAsking(undefined);
    submit({ intent }, { method: 'post' });
  };
  const button = (content: string, onAction: () => void) => ({ content, onAction, disabled: busy });
  const ask = (content: string, question: keyof typeof questions) => ({
    ...button(content, () => setAsking(question)),
    destructive: true,
  });

  const primary: Record<CampaignStatus, PageProps['primaryAction']> = {
    draft: { content: 'Edit draft', url: stepPath(id, 'channel') },
    scheduled: button('Change time', onReschedule),
    sending: button('Pause', () => act('pause')),
    paused: button('Resume', () => act('resume')),
    sent: undefined,
  };
  const others = {
    draft: [ask('Delete draft', 'delete')],
    scheduled: [ask('Cancel sending', 'cancel')],
    sending: [ask('Stop sending', 'stop')],
    paused: [ask('Stop sending', 'stop')],
    sent: [archived ? button('Bring back', () => act('restore')) : button('Archive', () => act('archive'))],
  };
  const primaryAction = primary[status];
  const secondaryActions = [button('Duplicate', () => act('duplicate')), ...others[status]];
  const question = asking && questions[asking];
  const confirmation = (
    <Modal
      open={asking !== undefined}
      onClose={() => setAsking(undefined)}
      title={question?.title ?? ''}
      primaryAction={{
        content: question?.yes ?? '',
        destructive: true,
        onAction: () => asking && act(asking),
      }}
      secondaryActions={[{ content: 'Keep it', onAction: () => setAsking(undefined) }]}
    >
      <Modal.Section>
        <Text as="p">{question?.text}</Text>
      </Modal.Section>
    </Modal>
  );
  return { primaryAction, secondaryActions, confirmation };
}
