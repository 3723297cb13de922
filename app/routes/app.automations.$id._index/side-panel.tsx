import { BlockStack, Button, ButtonGroup, Card, InlineStack, Text } from '@shopify/polaris';
import { ArrowDownIcon, ArrowUpIcon, DeleteIcon, DuplicateIcon, XIcon } from '@shopify/polaris-icons';
import type { ReactNode } from 'react';
import type { FlowProblem } from '~/automations/check-definition';
import { allSteps, sendSteps, type Step } from '~/automations/definition';
import { moveStep } from '~/automations/edit-flow';
import { stepKindLabel } from '~/automations/flow-words';
import { channelLabel } from '~/channels/channel';
import { GoalFields } from './goal-fields';
import { freshId } from './new-step';
import { PartList } from './part-list';
import { ProblemLines } from './problem-lines';
import { SettingsFields } from './settings-fields';
import { type StepFacts, StepFields } from './step-fields';
import { TrialFields } from './trial-fields';
import { newTrigger, TriggerFields } from './trigger-fields';
import type { Builder } from './use-builder';
import type { DryRun } from './use-dry-run';

interface SidePanelProps {
  builder: Builder;
  facts: StepFacts;
  problems: readonly FlowProblem[];
  onName: (name: string) => void;
  onWrite: (stepId: string) => void;
  writing: boolean;
  onRemove: (id: string) => void;
  trial: DryRun;
}

/** What is open beside the flow. Escape closes it and leads back to the card. */
export function SidePanel(props: SidePanelProps) {
  const { builder, facts, problems } = props;
  const { flow, selected, change } = builder;
  if (!selected) return null;
  const messagesOf = (id: string) =>
    problems.filter((problem) => problem.id === id).map(({ message }) => message);
  switch (selected.panel) {
    case 'step': {
      const step = allSteps(flow.steps).find(({ id }) => id === selected.id);
      if (!step) return null;
      const own = problems.filter(({ id }) => id === step.id);
      return (
        <Panel
          title={step.kind === 'send' ? channelLabel[step.channel] : stepKindLabel[step.kind]}
          builder={builder}
          tools={<StepTools step={step} builder={builder} onRemove={props.onRemove} />}
        >
          <ProblemLines lines={own.map(({ message }) => message)} />
          <StepFields
            key={step.id}
            step={step}
            builder={builder}
            facts={facts}
            onWrite={() => props.onWrite(step.id)}
            writing={props.writing}
          />
        </Panel>
      );
    }
    case 'triggers':
      return (
        <Panel title="Contacts enter when" builder={builder}>
          <PartList
            noun="trigger"
            parts={flow.triggers}
            problems={messagesOf}
            fields={(trigger) => (
              <TriggerFields
                trigger={trigger}
                zone={facts.zone}
                onChange={(next) =>
                  change(
                    { ...flow, triggers: flow.triggers.map((one) => (one.id === next.id ? next : one)) },
                    next.id,
                  )
                }
              />
            )}
            onAdd={() =>
              change({ ...flow, triggers: [...flow.triggers, newTrigger(freshId(), 'customer_created')] })
            }
            onRemove={(id) => change({ ...flow, triggers: flow.triggers.filter((one) => one.id !== id) })}
          />
        </Panel>
      );
    case 'goals':
      return (
        <Panel title="Goals end it early" builder={builder}>
          <Text as="p" tone="subdued">
            A contact who meets one of these leaves at once and gets no further message.
          </Text>
          <PartList
            noun="goal"
            parts={flow.goals}
            problems={messagesOf}
            fields={(goal) => (
              <GoalFields
                goal={goal}
                messages={sendSteps(flow)}
                onChange={(next) =>
                  change(
                    { ...flow, goals: flow.goals.map((one) => (one.id === next.id ? next : one)) },
                    next.id,
                  )
                }
              />
            )}
            onAdd={() => change({ ...flow, goals: [...flow.goals, { id: freshId(), kind: 'ordered' }] })}
            onRemove={(id) => change({ ...flow, goals: flow.goals.filter((one) => one.id !== id) })}
          />
        </Panel>
      );
    case 'trial':
      return (
        <Panel title="Dry run" builder={builder}>
          <TrialFields
            trial={props.trial}
            zone={facts.zone}
            onOpen={(id) => builder.open({ panel: 'step', id })}
          />
        </Panel>
      );
    case 'settings':
      return (
        <Panel title="Settings" builder={builder}>
          <SettingsFields
            name={facts.automationName}
            onName={props.onName}
            flow={flow}
            zone={facts.zone}
            onChange={(some, at) => change({ ...flow, ...some }, at)}
          />
        </Panel>
      );
  }
}

interface PanelProps {
  title: string;
  builder: Builder;
  tools?: ReactNode;
  children: ReactNode;
}

function Panel({ title, builder, tools, children }: PanelProps) {
  return (
    <section aria-labelledby="panel" className="st-flow-panel">
      <div
        role="presentation"
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.defaultPrevented) builder.close();
        }}
      >
        <Card>
          <BlockStack gap="400">
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <h2 id="panel" tabIndex={-1} className="st-flow-panel__title">
                {title}
              </h2>
              <InlineStack gap="100" blockAlign="center">
                {tools}
                <Button
                  variant="tertiary"
                  icon={XIcon}
                  accessibilityLabel="Close and go back to the flow"
                  onClick={builder.close}
                />
              </InlineStack>
            </InlineStack>
            {children}
          </BlockStack>
        </Card>
      </div>
    </section>
  );
}

/** What can be done with a step as a whole. */
function StepTools({
  step,
  builder,
  onRemove,
}: { step: Step } & Pick<SidePanelProps, 'builder' | 'onRemove'>) {
  const { steps } = builder.flow;
  return (
    <ButtonGroup noWrap gap="extraTight">
      <Button
        variant="tertiary"
        icon={ArrowUpIcon}
        accessibilityLabel="Move up"
        disabled={!moveStep(steps, step.id, 'up')}
        onClick={() => builder.move(step.id, 'up')}
      />
      <Button
        variant="tertiary"
        icon={ArrowDownIcon}
        accessibilityLabel="Move down"
        disabled={!moveStep(steps, step.id, 'down')}
        onClick={() => builder.move(step.id, 'down')}
      />
      <Button
        variant="tertiary"
        icon={DuplicateIcon}
        accessibilityLabel="Duplicate"
        onClick={() => builder.duplicate(step.id)}
      />
      <Button
        variant="tertiary"
        tone="critical"
        icon={DeleteIcon}
        accessibilityLabel="Remove"
        onClick={() => onRemove(step.id)}
      />
    </ButtonGroup>
  );
}
