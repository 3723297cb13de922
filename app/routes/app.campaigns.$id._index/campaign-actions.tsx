import { useNavigation, useSubmit } from '@remix-run/react';
import { Modal, type PageProps, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { CampaignStatus } from '~/campaigns/campaign';
import { stepPath } from '~/ui/wizard-steps';

type Intent = 'cancel' | 'duplicate' | 'delete';

const questions = {
  cancel: {
    title: 'Cancel the scheduled sending?',
    text: 'Nobody receives it. The campaign becomes a draft again, with everything in it.',
    yes: 'Cancel sending',
  },
  delete: {
    title: 'Delete this draft?',
    text: 'Its content and settings are gone for good.',
    yes: 'Delete draft',
  },
} as const;

/** What can be done with a campaign of a status; what cannot be undone is asked about first. */
export function useCampaignActions(id: string, status: CampaignStatus) {
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const [asking, setAsking] = useState<keyof typeof questions>();
  const act = (intent: Intent) => {
    setAsking(undefined);
    submit({ intent }, { method: 'post' });
  };

  const primaryAction: PageProps['primaryAction'] =
    status === 'draft'
      ? { content: 'Edit draft', url: stepPath(id, 'channel') }
      : status === 'scheduled'
        ? { content: 'Cancel sending', onAction: () => setAsking('cancel'), disabled: busy }
        : undefined;
  const secondaryActions: PageProps['secondaryActions'] = [
    { content: 'Duplicate', onAction: () => act('duplicate'), disabled: busy },
    ...(status === 'draft'
      ? [
          {
            content: 'Delete draft',
            destructive: true,
            onAction: () => setAsking('delete'),
            disabled: busy,
          },
        ]
      : []),
  ];
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
