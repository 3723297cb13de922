import { DateTime } from 'luxon';
import { canSend, type Channel, notConnectedText } from '~/channels/channel';
import type { Condition, Flow, SendStep, Step, Trigger } from '~/automations/definition';
import { allSteps } from '~/automations/definition';
import { loopThrough, type StartsOf } from '~/automations/loops';
import {
  type MessageProblemReason,
  messageProblems,
  type WrittenMessage,
} from '~/messaging/message-problems';
import type { TokenValues } from '~/tagging/tag-tokens';

export type FlowProblemReason =
  | 'no_name'
  | 'no_trigger'
  | 'no_steps'
  | 'id_used_twice'
  | 'no_segment'
  | 'no_step_name'
  | 'channel_not_connected'
  | 'no_condition'
  | 'message_not_before'
  | 'no_tag'
  | 'date_in_the_past'
  | 'no_automation'
  | 'automation_gone'
  | 'not_startable'
  | 'automation_loop'
  | MessageProblemReason;

/** Why a flow cannot be published as it is. */
export interface FlowProblem {
  /** What it is about, by the id of the step, trigger or goal; null: the automation as a whole. */
  id: string | null;
  /** content and tracking are of the step's message. */
  part: 'automation' | 'trigger' | 'step' | 'content' | 'tracking' | 'goal';
  reason: FlowProblemReason;
  /** A sentence for the merchant. */
  message: string;
  /** The UTM field that it is about. */
  field?: 'source' | 'medium' | 'campaign';
}

/** What a message says, without its tracking: that is the step's. */
export type StepContent = Pick<WrittenMessage, 'subject' | 'preheader' | 'html' | 'text'>;

/** What surrounds a flow that is checked. */
export interface CheckContext {
  /** Of the automation itself, as decimal text. */
  id: string;
  name: string;
  /** By the id of the step; what is missing is empty. */
  messages: ReadonlyMap<string, StepContent>;
  /** The channels that the shop can send on. */
  connected: readonly Channel[];
  /** The shop's other automations by id: what each starts as published, and whether it may be started. */
  others: ReadonlyMap<string, OtherAutomation>;
  now: Date;
  zone: string;
}

export interface OtherAutomation {
  name: string;
  startable: boolean;
  starts: readonly string[];
}

/** What the tokens in a step's tags stand for. */
export const stepTokens = (automation: string, step: Pick<SendStep, 'name'>): TokenValues => ({
  automation,
  step: step.name,
});

/** Everything that keeps a flow from being published, from top to bottom. A draft may have any of it. */
export function checkDefinition(flow: Flow, context: CheckContext): FlowProblem[] {
  const problems: FlowProblem[] = [];
  const of = (id: string | null, part: FlowProblem['part']) => (reason: FlowProblemReason, message: string) =>
    problems.push({ id, part, reason, message });
  const whole = of(null, 'automation');
  if (!context.name.trim()) whole('no_name', 'Give the automation a name.');
  if (flow.triggers.length === 0) whole('no_trigger', 'Choose what lets contacts enter.');
  const steps = allSteps(flow.steps);
  if (!steps.some(({ kind }) => kind !== 'note')) whole('no_steps', 'Add a step.');
  const ids = [...flow.triggers, ...steps, ...flow.goals].map(({ id }) => id);
  if (new Set(ids).size < ids.length) whole('id_used_twice', 'Two parts of the automation have the same id.');
  for (const trigger of flow.triggers) checkTrigger(trigger, of(trigger.id, 'trigger'));
  for (const step of steps) problems.push(...stepProblems(step, flow, context));
  for (const goal of flow.goals) {
    const say = of(goal.id, 'goal');
    if (goal.kind === 'has_tag' && !goal.tag) say('no_tag', 'Enter the tag.');
    if (goal.kind === 'clicked' && goal.stepId !== null && !isMessage(steps, goal.stepId))
      say('message_not_before', 'Choose the message whose click is the goal.');
  }
  return problems;
}

type Say = (reason: FlowProblemReason, message: string) => void;

function checkTrigger(trigger: Trigger, say: Say): void {
  if ((trigger.kind === 'segment_entered' || trigger.kind === 'segment_left') && !trigger.segment)
    say('no_segment', 'Choose the segment.');
}

function stepProblems(step: Step, flow: Flow, context: CheckContext): FlowProblem[] {
  const problems: FlowProblem[] = [];
  const say: Say = (reason, message) => problems.push({ id: step.id, part: 'step', reason, message });
  switch (step.kind) {
    case 'send':
      return sendProblems(step, context);
    case 'delay': {
      const { wait } = step;
      if (wait.kind === 'until_date') {
        const end = DateTime.fromISO(`${wait.on}T${wait.at}`, { zone: context.zone });
        if (end.toMillis() <= context.now.getTime()) say('date_in_the_past', 'This day is over.');
      }
      break;
    }
    case 'if_else': {
      if (step.conditions.length === 0) say('no_condition', 'Choose what to ask for.');
      const before = messagesBefore(flow.steps, step.id) ?? [];
      for (const condition of step.conditions) checkCondition(condition, before, say);
      break;
    }
    case 'tag':
      if (!step.tag) say('no_tag', 'Enter the tag.');
      break;
    case 'start':
      checkStart(step.automationId, context, say);
      break;
    case 'note':
      break;
  }
  return problems;
}

function sendProblems(step: SendStep, { name, messages, connected }: CheckContext): FlowProblem[] {
  const problems: FlowProblem[] = [];
  if (!step.name.trim())
    problems.push({ id: step.id, part: 'step', reason: 'no_step_name', message: 'Give the message a name.' });
  if (!canSend(step.channel, connected).ok) {
    const message = notConnectedText(step.channel);
    problems.push({ id: step.id, part: 'step', reason: 'channel_not_connected', message });
  }
  const content = messages.get(step.id) ?? { subject: '', preheader: '', html: '', text: '' };
  const { on, source, medium, campaign } = step.tracking;
  const tracking = { trackSales: on, utmSource: source, utmMedium: medium, utmCampaign: campaign };
  const of = { name, tokens: stepTokens(name, step) };
  return [
    ...problems,
    ...messageProblems(step.channel, { ...content, ...tracking }, of).map((problem) => ({
      id: step.id,
      ...problem,
    })),
  ];
}

function checkCondition(condition: Condition, before: readonly string[], say: Say): void {
  if (condition.fact === 'tag' && !condition.tag) say('no_tag', 'Enter the tag to ask for.');
  if (condition.fact !== 'opened' && condition.fact !== 'clicked') return;
  if (!before.includes(condition.stepId))
    say('message_not_before', 'Choose a message that stands above this step.');
}

function checkStart(target: string | null, { id, others }: CheckContext, say: Say): void {
  if (target === null) return say('no_automation', 'Choose the automation to start.');
  const other = others.get(target);
  if (target !== id && !other)
    return say('automation_gone', 'The automation to start does not exist any more.');
  if (target !== id && !other?.startable)
    return say(
      'not_startable',
      `“${other?.name ?? ''}” does not have the trigger “Started by an automation”.`,
    );
  const starts: StartsOf = new Map([...others].map(([other, { starts }]) => [other, starts]));
  const loop = loopThrough(id, target, starts);
  if (!loop) return;
  const names = loop.map((one) => (one === id ? 'this one' : `“${others.get(one)?.name ?? ''}”`));
  say('automation_loop', `Contacts would go round for ever: ${names.join(', which starts ')}.`);
}

const isMessage = (steps: readonly Step[], id: string) =>
  steps.some((step) => step.id === id && step.kind === 'send');

/** The messages that a contact may have got before reaching a step; undefined where the step is not there. */
function messagesBefore(steps: readonly Step[], id: string): string[] | undefined {
  const met: string[] = [];
  for (const step of steps) {
    if (step.id === id) return met;
    if (step.kind === 'send') met.push(step.id);
    if (step.kind !== 'if_else') continue;
    for (const way of [step.yes, step.no]) {
      const inside = messagesBefore(way, id);
      if (inside) return [...met, ...inside];
    }
    met.push(...allSteps([step]).flatMap((one) => (one.kind === 'send' ? [one.id] : [])));
  }
  return undefined;
}
