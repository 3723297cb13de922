import { Banner, type BannerHandles, Button, List } from '@shopify/polaris';
import { forwardRef } from 'react';
import type { FlowProblem } from '~/automations/check-definition';
import type { Surroundings } from '~/automations/flow-words';
import type { Selected } from './builder-fields';

interface ProblemsBannerProps {
  problems: readonly FlowProblem[];
  around: Surroundings;
  onOpen: (selected: Selected) => void;
}

/** Everything that keeps the automation from being published; each line leads to where it is mended. */
export const ProblemsBanner = forwardRef<BannerHandles, ProblemsBannerProps>(function ProblemsBanner(
  { problems, around, onOpen },
  ref,
) {
  if (problems.length === 0) return null;
  return (
    <Banner ref={ref} tone="warning" title="Before it can be published">
      <List>
        {problems.map((problem) => {
          const step = problem.id !== null && isOfStep(problem) ? around.stepName(problem.id) : undefined;
          return (
            <List.Item
              key={`${problem.id ?? ''} ${problem.reason} ${problem.field ?? ''} ${problem.message}`}
            >
              <Button variant="plain" textAlign="left" onClick={() => onOpen(placeOf(problem))}>
                {step ? `${step}: ${problem.message}` : problem.message}
              </Button>
            </List.Item>
          );
        })}
      </List>
    </Banner>
  );
});

const isOfStep = ({ part }: FlowProblem) => part === 'step' || part === 'content' || part === 'tracking';

function placeOf(problem: FlowProblem): Selected {
  if (problem.part === 'trigger' || problem.reason === 'no_trigger') return { panel: 'triggers' };
  if (problem.part === 'goal') return { panel: 'goals' };
  if (problem.id !== null) return { panel: 'step', id: problem.id };
  return { panel: 'settings' };
}
