import type {
  Condition,
  Duration,
  Flow,
  Goal,
  Step,
  Trigger,
  TriggerKind,
  Wait,
} from '~/automations/definition';
import type { FlowDifference, PartDifference } from '~/automations/difference';
import { channelLabel } from '~/channels/channel';
import type { ConsentChannel } from '~/contacts/contact';
import { formatMoney } from '~/lib/money';

/** What words need to know besides the part itself. */
export interface Surroundings {
  /** Of the shop. */
  currency: string;
  /** What a step is called, by its id; undefined where it is not there. */
  stepName: (id: string) => string | undefined;
  /** What another automation is called, by its id. */
  automationName: (id: string) => string | undefined;
}

export const stepKindLabel: Record<Step['kind'], string> = {
  send: 'Message',
  delay: 'Delay',
  if_else: 'If/Else',
  tag: 'Contact tag',
  start: 'Start another automation',
  note: 'Note',
};

export const triggerKindLabel: Record<TriggerKind, string> = {
  customer_created: 'Customer created',
  subscribed: 'Subscribed',
  segment_entered: 'Entered a segment',
  segment_left: 'Left a segment',
  order_placed: 'Order placed',
  order_fulfilled: 'Order fulfilled',
  checkout_abandoned: 'Checkout abandoned',
  subscription_renewed: 'Subscription renewed',
  subscription_cancelled: 'Subscription cancelled',
  contact_date: 'Date of the contact',
  started: 'Started by an automation',
};

const consentLabel: Record<ConsentChannel, string> = {
  email: 'e-mail',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
};

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const weekdayName = (weekday: number): string => WEEKDAYS[weekday - 1] ?? '';

export function durationInWords({ amount, unit }: Duration): string {
  return `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}

/** What lets a contact enter, such as "subscribed to SMS". */
export function triggerInWords(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'subscribed':
      return `Subscribed to ${consentLabel[trigger.channel]}`;
    case 'segment_entered':
      return `Entered ${segmentName(trigger.segment)}`;
    case 'segment_left':
      return `Left ${segmentName(trigger.segment)}`;
    case 'checkout_abandoned':
      return `Checkout abandoned for ${durationInWords(trigger.after)}`;
    case 'contact_date':
      return trigger.daysBefore === 0
        ? `On the ${trigger.date}, at ${trigger.at}`
        : `${durationInWords({ amount: trigger.daysBefore, unit: 'days' })} before the ${trigger.date}, at ${trigger.at}`;
    default:
      return triggerKindLabel[trigger.kind];
  }
}

/** All triggers of a flow in one line; empty where there is none. */
export const triggersInWords = (triggers: readonly Trigger[]): string =>
  triggers.map(triggerInWords).join(', or ');

const segmentName = (segment: { name: string } | null) => (segment ? `“${segment.name}”` : 'a segment');

export function waitInWords(wait: Wait): string {
  switch (wait.kind) {
    case 'for':
      return `for ${durationInWords(wait.duration)}`;
    case 'until_time': {
      const days = [...wait.weekdays].sort((a, b) => a - b).map(weekdayName);
      return days.length === 0 ? `until ${wait.at}` : `until ${wait.at} on ${joined(days, 'or')}`;
    }
    case 'until_date':
      return `until ${wait.on}, ${wait.at}`;
  }
}

/** A step's name in one line, such as "Wait for 2 days". */
export function stepInWords(step: Step, around: Surroundings): string {
  switch (step.kind) {
    case 'send':
      return step.name.trim() || `${channelLabel[step.channel]} without a name`;
    case 'delay':
      return `Wait ${waitInWords(step.wait)}`;
    case 'if_else': {
      const asked = step.conditions.map((condition) => conditionInWords(condition, around));
      return asked.length === 0
        ? 'If …'
        : `If the contact ${joined(asked, step.match === 'all' ? 'and' : 'or')}`;
    }
    case 'tag':
      return `${step.action === 'add' ? 'Add' : 'Remove'} the tag ${step.tag ? `“${step.tag}”` : '…'}`;
    case 'start':
      return `Start ${named(step.automationId === null ? undefined : around.automationName(step.automationId))}`;
    case 'note':
      return step.text.trim().split('\n')[0] || 'Empty note';
  }
}

/** What an If/Else asks for, such as "has ordered since entering". */
export function conditionInWords(condition: Condition, { currency, stepName }: Surroundings): string {
  const money = (minor: string) => formatMoney({ minor: BigInt(minor), currency });
  switch (condition.fact) {
    case 'consent':
      return `${condition.is ? 'has' : 'has not'} agreed to ${consentLabel[condition.channel]}`;
    case 'tag':
      return `${condition.is ? 'has' : 'does not have'} the tag ${condition.tag ? `“${condition.tag}”` : '…'}`;
    case 'order_count':
      return `has ${mostOrLeast(condition.op)} ${condition.count} ${condition.count === 1 ? 'order' : 'orders'}`;
    case 'spent':
      return `has spent ${mostOrLeast(condition.op)} ${money(condition.minor)}`;
    case 'order_value':
      return `entered by an order of ${mostOrLeast(condition.op)} ${money(condition.minor)}`;
    case 'ordered_since_entry':
      return condition.is ? 'has ordered since entering' : 'has not ordered since entering';
    case 'ordered_within':
      return `${condition.is ? 'has' : 'has not'} ordered within ${durationInWords({ amount: condition.days, unit: 'days' })}`;
    case 'opened':
    case 'clicked':
      return `${condition.is ? 'has' : 'has not'} ${condition.fact} ${named(stepName(condition.stepId))}`;
  }
}

const mostOrLeast = (op: 'at_least' | 'at_most') => (op === 'at_least' ? 'at least' : 'at most');
const named = (name: string | undefined) => (name ? `“${name}”` : '…');

export function goalInWords(goal: Goal, { stepName }: Pick<Surroundings, 'stepName'>): string {
  switch (goal.kind) {
    case 'ordered':
      return 'Places an order';
    case 'clicked':
      return goal.stepId === null ? 'Clicks any message' : `Clicks ${named(stepName(goal.stepId))}`;
    case 'has_tag':
      return `Gets the tag ${goal.tag ? `“${goal.tag}”` : '…'}`;
    case 'subscribed':
      return `Subscribes to ${consentLabel[goal.channel]}`;
  }
}

const settingLabel = {
  quietHours: 'Quiet hours',
  reentry: 'How often a contact may enter',
  underFrequencyCap: 'Whether the frequency cap counts',
};

/** What publishing changes, a sentence each, from top to bottom. */
export function differenceInWords(
  { triggers, steps, goals, settings }: FlowDifference,
  around: Surroundings,
): string[] {
  return [
    ...partsInWords('Trigger', triggers, triggerInWords),
    ...partsInWords('Step', steps, (step) => stepInWords(step, around)),
    ...steps.reworded.map((id) => `Message changed: “${around.stepName(id) ?? ''}”`),
    ...steps.moved.map((id) => `Step moved: “${around.stepName(id) ?? ''}”`),
    ...partsInWords('Goal', goals, (goal) => goalInWords(goal, around)),
    ...settings.map((name) => `${settingLabel[name]} changed`),
  ];
}

function partsInWords<T>(kind: string, parts: PartDifference<T>, say: (part: T) => string): string[] {
  return [
    ...parts.added.map((part) => `${kind} added: “${say(part)}”`),
    ...parts.removed.map((part) => `${kind} removed: “${say(part)}”`),
    ...parts.changed.map(({ from, to }) =>
      say(from) === say(to)
        ? `${kind} changed: “${say(to)}”`
        : `${kind} changed: “${say(from)}” is now “${say(to)}”`,
    ),
  ];
}

/** Names of steps and automations for what is said of a flow. */
export function surroundingsOf(
  flows: readonly Pick<Flow, 'steps'>[],
  others: ReadonlyMap<string, { name: string }>,
  currency: string,
): Surroundings {
  const names = new Map<string, string>();
  const around: Surroundings = {
    currency,
    stepName: (id) => names.get(id),
    automationName: (id) => others.get(id)?.name,
  };
  const visit = (steps: readonly Step[]): void => {
    for (const step of steps) {
      names.set(step.id, stepInWords(step, around));
      if (step.kind !== 'if_else') continue;
      visit(step.yes);
      visit(step.no);
    }
  };
  for (const { steps } of flows) visit(steps);
  return around;
}

function joined(parts: readonly string[], word: 'and' | 'or'): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1) ?? ''}`;
}
