import { exitInWords } from '~/automations/automation';
import type { Flow } from '~/automations/definition';
import type { DryStep } from '~/automations/dry-run';
import { conditionInWords, goalInWords, stepInWords, type Surroundings } from '~/automations/flow-words';
import type { Decision } from '~/automations/next-step';
import type { Admission, PastEntries } from '~/automations/reentry';
import type { Trial } from '~/automations/try-automation.server';
import { channelLabel } from '~/channels/channel';
import { reasonInWords } from '~/messaging/delivery';

/** One decision of a dry run in words. */
export interface TrialLine {
  at: Date;
  /** The step that it is about; null: the automation as a whole. */
  stepId: string | null;
  /** What happens, such as “Gets the Email “Hello””. */
  what: string;
  /** Whether the contact gets, or goes on to, what the flow has for them. */
  tone: 'goes_on' | 'kept_out' | 'skipped' | 'leaves';
  /** Why, a phrase each; empty where that is the step itself. */
  why: string[];
}

/**
 * The decisions of a dry run from first to last: whether the contact would be let in, each step, and after the end
 * whether they would be let in again.
 * @param momentInWords such as 25 Nov 2026, 09:00
 */
export function trialInWords(
  { entry, past, steps, skips, again }: Trial,
  flow: Flow,
  around: Surroundings,
  momentInWords: (at: Date) => string,
): TrialLine[] {
  const say = ({ at, decision }: DryStep): TrialLine[] => {
    const line = (what: string, why: string[] = [], tone: TrialLine['tone'] = 'goes_on') => [
      { at, stepId: 'stepId' in decision ? decision.stepId : null, what, why, tone },
    ];
    switch (decision.kind) {
      case 'send': {
        const message = `${channelLabel[decision.step.channel]} “${stepInWords(decision.step, around)}”`;
        const skip = skips.get(decision.stepId);
        return skip
          ? line(`Does not get the ${message}`, [reasonInWords(skip)], 'skipped')
          : line(`Gets the ${message}`);
      }
      case 'wait':
        return line(
          decision.because === 'delay'
            ? (around.stepName(decision.stepId) ?? 'Waits')
            : 'Waits for the end of the quiet hours',
          [`goes on at ${momentInWords(decision.until)}`],
        );
      case 'answer':
        return line(
          `${decision.answer === 'yes' ? 'Yes' : 'No'}: ${around.stepName(decision.stepId) ?? ''}`,
          [
            ...decision.because.map(
              ({ condition, met }) => `${conditionInWords(condition, around)}: ${met ? 'true' : 'not true'}`,
            ),
          ],
        );
      case 'tag':
      case 'start':
        return line(around.stepName(decision.stepId) ?? '');
      case 'pass':
        return [];
      case 'complete':
        return line('Reaches the end', [againInWords(again, momentInWords)], 'leaves');
      case 'exit':
        return line(
          'Leaves the automation',
          [whyLeaves(decision, flow, around), againInWords(again, momentInWords)],
          'leaves',
        );
    }
  };
  const [first] = steps;
  return [...(first ? [entryInWords(entry, past, first.at, momentInWords)] : []), ...steps.flatMap(say)];
}

function entryInWords(
  entry: Admission,
  past: PastEntries | undefined,
  at: Date,
  momentInWords: (at: Date) => string,
): TrialLine {
  const line = (what: string, why: string): TrialLine => ({
    at,
    stepId: null,
    what,
    why: past ? [`last entered at ${momentInWords(past.lastAt)}`, why] : [why],
    tone: entry.letIn ? 'goes_on' : 'kept_out',
  });
  switch (entry.because) {
    case 'never_entered':
      return line('Is let in', 'has not entered before');
    case 'finished':
      return line('Is let in again', 'is not inside any more');
    case 'long_ago':
      return line('Is let in again', 'that is long enough ago');
    case 'inside':
      return line('Would not be let in now', 'is inside already');
    case 'entered_once':
      return line('Would not be let in again', 'contacts enter once');
    case 'too_soon':
      return line('Would not be let in yet', `may enter again from ${momentInWords(entry.until)}`);
  }
}

function againInWords(again: Admission, momentInWords: (at: Date) => string): string {
  if (again.letIn) return 'may enter again from then on';
  return again.because === 'too_soon'
    ? `may enter again from ${momentInWords(again.until)}`
    : 'does not enter again';
}

function whyLeaves(
  { reason, goalId, channel }: Extract<Decision, { kind: 'exit' }>,
  { goals }: Flow,
  around: Surroundings,
): string {
  const goal = goals.find(({ id }) => id === goalId);
  if (goal) return `${exitInWords[reason]}: ${goalInWords(goal, around)}`;
  return channel ? `${exitInWords[reason]}: ${channelLabel[channel]}` : exitInWords[reason];
}
