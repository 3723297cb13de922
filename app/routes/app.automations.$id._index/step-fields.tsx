import { BlockStack, FormLayout, Select, Text, TextField } from '@shopify/polaris';
import { sendSteps, type Step } from '~/automations/definition';
import { ConditionRows } from './condition-rows';
import { DelayFields } from './delay-fields';
import { SendFields, type TrackingFacts } from './send-fields';
import type { Builder } from './use-builder';

/** What the fields of steps need to know of the shop. */
export interface StepFacts extends Omit<TrackingFacts, 'content'> {
  contents: ReadonlyMap<string, NonNullable<TrackingFacts['content']>>;
  /** Automations that can be chosen to be started, by id. */
  others: ReadonlyMap<string, { name: string; startable: boolean }>;
  currency: string;
  zone: string;
  today: string;
}

interface StepFieldsProps {
  step: Step;
  builder: Builder;
  facts: StepFacts;
  onWrite: () => void;
  writing: boolean;
}

/** The settings of a step of any kind. */
export function StepFields({ step, builder, facts, onWrite, writing }: StepFieldsProps) {
  const { flow, changeStep } = builder;
  switch (step.kind) {
    case 'send':
      return (
        <SendFields
          step={step}
          onChange={(some, at) => changeStep({ ...step, ...some }, at)}
          facts={{ ...facts, content: facts.contents.get(step.id) }}
          onWrite={onWrite}
          writing={writing}
        />
      );
    case 'delay':
      return (
        <DelayFields
          wait={step.wait}
          onChange={(wait) => changeStep({ ...step, wait }, 'wait')}
          today={facts.today}
          zone={facts.zone}
        />
      );
    case 'if_else':
      return (
        <ConditionRows
          step={step}
          onChange={(some, at) => changeStep({ ...step, ...some }, at)}
          messages={sendSteps(flow)}
          currency={facts.currency}
        />
      );
    case 'tag':
      return (
        <FormLayout>
          <Select
            label="Change"
            options={[
              { value: 'add', label: 'Add a tag' },
              { value: 'remove', label: 'Remove a tag' },
            ]}
            value={step.action}
            onChange={(action: 'add' | 'remove') => changeStep({ ...step, action }, 'action')}
          />
          <TextField
            label="Tag"
            value={step.tag}
            maxLength={40}
            onChange={(tag) => changeStep({ ...step, tag }, 'tag')}
            autoComplete="off"
            helpText="As it stands on the customer in Shopify."
          />
        </FormLayout>
      );
    case 'start': {
      const startable = [...facts.others].filter(([, other]) => other.startable);
      return (
        <BlockStack gap="200">
          <Select
            label="Automation to start"
            placeholder="Choose an automation"
            options={startable.map(([value, { name }]) => ({ value, label: name }))}
            value={step.automationId ?? ''}
            onChange={(automationId) => changeStep({ ...step, automationId }, 'automation')}
          />
          <Text as="p" tone="subdued">
            Only automations with the trigger “Started by an automation” can be chosen.
          </Text>
        </BlockStack>
      );
    }
    case 'note':
      return (
        <TextField
          label="Note"
          multiline={4}
          value={step.text}
          maxLength={2_000}
          onChange={(text) => changeStep({ ...step, text }, 'text')}
          autoComplete="off"
          helpText="For you and your team; contacts pass it at once."
        />
      );
  }
}
