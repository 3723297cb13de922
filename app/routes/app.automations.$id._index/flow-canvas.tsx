import { Text } from '@shopify/polaris';
import { FlagIcon, PlayCircleIcon } from '@shopify/polaris-icons';
import type { KeyboardEvent } from 'react';
import type { FlowProblem } from '~/automations/check-definition';
import type { Step } from '~/automations/definition';
import { type Lane, TOP } from '~/automations/edit-flow';
import { goalInWords, type Surroundings, triggersInWords } from '~/automations/flow-words';
import { AddStep } from './add-step';
import { FlowCard, StepCard } from './flow-card';
import { type Builder, stepCardId } from './use-builder';

interface FlowCanvasProps {
  builder: Builder;
  around: Surroundings;
  problems: readonly FlowProblem[];
  /** What a step came to so far, in a line, by its id. */
  numbers: ReadonlyMap<string, string>;
  onRemove: (id: string) => void;
}

/** The flow from who enters to what ends it: cards one below the other, in two ways where an If/Else splits it. */
export function FlowCanvas(props: FlowCanvasProps) {
  const { builder, around, problems } = props;
  const { flow, selected, open } = builder;
  const wrong = (part: 'trigger' | 'goal') =>
    problems.filter(
      (problem) => problem.part === part || (part === 'trigger' && problem.reason === 'no_trigger'),
    ).length;
  return (
    <section className="st-flow" aria-label="Flow">
      {/* The cards are buttons; the keys that the flow knows beside theirs come up to here. */}
      <div role="presentation" onKeyDown={(event) => onKey(event, props)}>
        <FlowCard
          id="card-triggers"
          icon={PlayCircleIcon}
          kind="Contacts enter when"
          text={triggersInWords(flow.triggers) || 'Choose what lets contacts enter'}
          problems={wrong('trigger')}
          open={selected?.panel === 'triggers'}
          onOpen={() => open({ panel: 'triggers' })}
        />
        <Steps {...props} steps={flow.steps} lane={TOP} place="at the start" />
        <FlowCard
          id="card-goals"
          icon={FlagIcon}
          kind="Goals end it early"
          text={
            flow.goals.map((goal) => goalInWords(goal, around)).join(', or ') ||
            'No goal: contacts leave at the end'
          }
          problems={wrong('goal')}
          open={selected?.panel === 'goals'}
          onOpen={() => open({ panel: 'goals' })}
        />
      </div>
    </section>
  );
}

interface StepsProps extends FlowCanvasProps {
  steps: readonly Step[];
  lane: Lane;
  /** Where the first gap is, in words. */
  place: string;
}

function Steps({ steps, lane, place, ...props }: StepsProps) {
  const { builder, around, problems } = props;
  const add = (index: number, where: string) => (
    <AddStep where={where} onAdd={(choice) => builder.add(choice, { ...lane, index })} />
  );
  return (
    <ol className="st-flow__steps">
      <li className="st-flow__gap">{add(0, place)}</li>
      {steps.map((step, index) => (
        <li key={step.id}>
          <StepCard
            step={step}
            around={around}
            numbers={props.numbers.get(step.id)}
            problems={problems.filter(({ id }) => id === step.id).length}
            open={builder.selected?.panel === 'step' && builder.selected.id === step.id}
            onOpen={() => builder.open({ panel: 'step', id: step.id })}
          />
          {step.kind === 'if_else' && (
            <div className="st-flow__ways">
              {(['yes', 'no'] as const).map((way) => (
                <section key={way} aria-label={way === 'yes' ? 'If yes' : 'If no'}>
                  <Text as="p" variant="bodySm" fontWeight="semibold" alignment="center">
                    {way === 'yes' ? 'Yes' : 'No'}
                  </Text>
                  <Steps
                    {...props}
                    steps={step[way]}
                    lane={{ parent: step.id, way }}
                    place={`under ${way === 'yes' ? 'Yes' : 'No'} of “${around.stepName(step.id) ?? ''}”`}
                  />
                </section>
              ))}
            </div>
          )}
          <div className="st-flow__gap">{add(index + 1, `after “${around.stepName(step.id) ?? ''}”`)}</div>
        </li>
      ))}
    </ol>
  );
}

/** Arrows go from card to card, with Alt they move the step; Delete asks whether to remove it. */
function onKey(event: KeyboardEvent<HTMLElement>, { builder, onRemove }: FlowCanvasProps): void {
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('.st-flow-card')];
  const at = cards.findIndex((card) => card === document.activeElement);
  const id = cards[at]?.dataset.step;
  const by = event.key === 'ArrowUp' ? 'up' : event.key === 'ArrowDown' ? 'down' : undefined;
  if (at < 0) return;
  if (by && event.altKey) {
    if (id) builder.move(id, by, stepCardId(id));
  } else if (by) cards[at + (by === 'up' ? -1 : 1)]?.focus();
  else if ((event.key === 'Delete' || event.key === 'Backspace') && id) onRemove(id);
  else return;
  event.preventDefault();
}
