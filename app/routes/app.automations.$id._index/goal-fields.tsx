import { FormLayout, Select, TextField } from '@shopify/polaris';
import type { Goal, SendStep } from '~/automations/definition';
import { channelLabel } from '~/channels/channel';
import { CONSENT_CHANNELS } from '~/contacts/contact';

const kindLabel: Record<Goal['kind'], string> = {
  ordered: 'Places an order',
  clicked: 'Clicks a message',
  has_tag: 'Gets a tag',
  subscribed: 'Subscribes to a channel',
};

const isKind = (text: string): text is Goal['kind'] => text in kindLabel;

function newGoal(id: string, kind: Goal['kind']): Goal {
  switch (kind) {
    case 'ordered':
      return { id, kind };
    case 'clicked':
      return { id, kind, stepId: null };
    case 'has_tag':
      return { id, kind, tag: '' };
    case 'subscribed':
      return { id, kind, channel: 'email' };
  }
}

interface GoalFieldsProps {
  goal: Goal;
  onChange: (goal: Goal) => void;
  /** The flow's messages. */
  messages: SendStep[];
}

export function GoalFields({ goal, onChange, messages }: GoalFieldsProps) {
  return (
    <FormLayout>
      <Select
        label="The contact"
        options={Object.entries(kindLabel).map(([value, label]) => ({ value, label }))}
        value={goal.kind}
        onChange={(kind) => isKind(kind) && onChange(newGoal(goal.id, kind))}
      />
      {goal.kind === 'clicked' && (
        <Select
          label="Message"
          options={[
            { value: '', label: 'Any message' },
            ...messages.map(({ id, name }) => ({ value: id, label: name || 'Without a name' })),
          ]}
          value={goal.stepId ?? ''}
          onChange={(stepId) => onChange({ ...goal, stepId: stepId || null })}
        />
      )}
      {goal.kind === 'has_tag' && (
        <TextField
          label="Tag"
          value={goal.tag}
          maxLength={40}
          onChange={(tag) => onChange({ ...goal, tag })}
          autoComplete="off"
        />
      )}
      {goal.kind === 'subscribed' && (
        <Select
          label="Channel"
          options={CONSENT_CHANNELS.map((value) => ({ value, label: channelLabel[value] }))}
          value={goal.channel}
          onChange={(channel: (typeof CONSENT_CHANNELS)[number]) => onChange({ ...goal, channel })}
        />
      )}
    </FormLayout>
  );
}
