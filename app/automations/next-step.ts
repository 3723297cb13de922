import type { ExitReason } from '~/automations/automation';
import { quietUntil, waitEnd } from '~/automations/clock';
import type { Condition, Flow, SendStep, StartStep, TagStep, Wiring } from '~/automations/definition';
import { sendSteps, wireSteps } from '~/automations/definition';
import { type Facts, meets, reaches } from '~/automations/facts';
import type { ConsentChannel } from '~/contacts/contact';
import { withTag } from '~/contacts/tags';

/** Where a contact stands in a flow. */
export interface Enrolled {
  /** The step to do next, or to wait at; null at the end. */
  stepId: string | null;
  /** Until when a delay that was reached waits. */
  waitUntil: Date | null;
  enteredAt: Date;
  /** The channels that the contact had agreed to when entering. */
  consented: readonly string[];
}

/** One thing that happens to a contact, and why. `next` is the step after it. */
export type Decision =
  | { kind: 'exit'; reason: ExitReason; goalId?: string; channel?: ConsentChannel }
  | { kind: 'complete' }
  | { kind: 'wait'; stepId: string; until: Date; because: 'delay' | 'quiet_hours' }
  | { kind: 'send'; stepId: string; step: SendStep; next: string | null }
  | { kind: 'tag'; stepId: string; step: TagStep; next: string | null }
  | { kind: 'start'; stepId: string; step: StartStep; next: string | null }
  | {
      kind: 'answer';
      stepId: string;
      answer: 'yes' | 'no';
      because: { condition: Condition; met: boolean }[];
      next: string | null;
    }
  | { kind: 'pass'; stepId: string; because: 'waited' | 'note'; next: string | null };

/** A flow made ready to be gone through. */
export interface ReadyFlow {
  flow: Flow;
  wiring: Wiring;
  /** The channels whose consent it rests on. */
  channels: readonly ConsentChannel[];
  zone: string;
}

/** @param zone of the shop */
export function readyFlow(flow: Flow, zone: string): ReadyFlow {
  const channels = sendSteps(flow).map(({ channel }) => (channel === 'voice' ? 'sms' : channel));
  return { flow, wiring: wireSteps(flow.steps), channels: [...new Set(channels)], zone };
}

/**
 * What happens to a contact now. Depends on what it is given alone, and looking once more, or too early, changes nothing: who
 * waits goes on waiting until the same moment. Whatever step is next, who has to leave leaves first.
 */
export function nextStep(ready: ReadyFlow, enrolled: Enrolled, facts: Facts, now: Date): Decision {
  const exit = whyLeave(ready, enrolled, facts);
  if (exit) return exit;
  const { flow, wiring, zone } = ready;
  const step = enrolled.stepId === null ? undefined : wiring.step.get(enrolled.stepId);
  if (!step) return { kind: 'complete' };
  const stepId = step.id;
  const next = wiring.after.get(stepId) ?? null;
  switch (step.kind) {
    case 'send': {
      const until = flow.quietHours && quietUntil(flow.quietHours, now, zone);
      return until
        ? { kind: 'wait', stepId, until, because: 'quiet_hours' }
        : { kind: 'send', stepId, step, next };
    }
    case 'delay': {
      const until = enrolled.waitUntil ?? waitEnd(step.wait, now, zone);
      return until > now
        ? { kind: 'wait', stepId, until, because: 'delay' }
        : { kind: 'pass', stepId, because: 'waited', next };
    }
    case 'if_else': {
      const because = step.conditions.map((condition) => ({ condition, met: meets(condition, facts, now) }));
      const all = step.match === 'all';
      const answer = (all ? because.every(({ met }) => met) : because.some(({ met }) => met)) ? 'yes' : 'no';
      return { kind: 'answer', stepId, answer, because, next: wiring.ways.get(stepId)?.[answer] ?? null };
    }
    case 'tag':
      return { kind: 'tag', stepId, step, next };
    case 'start':
      return { kind: 'start', stepId, step, next };
    case 'note':
      return { kind: 'pass', stepId, because: 'note', next };
  }
}

function whyLeave(
  { flow, channels }: ReadyFlow,
  { enteredAt, consented }: Enrolled,
  facts: Facts,
): Decision | undefined {
  if (facts.redacted) return { kind: 'exit', reason: 'redacted' };
  const channel = channels.find((one) => {
    const { consent, at } = facts.consents[one];
    if (consent === 'subscribed') return false;
    return consented.includes(one) || (consent === 'unsubscribed' && at !== null && at > enteredAt);
  });
  if (channel) return { kind: 'exit', reason: 'consent_withdrawn', channel };
  const goal = flow.goals.find((one) => reaches(one, facts, consented));
  return goal && { kind: 'exit', reason: 'goal_met', goalId: goal.id };
}

/** How far a contact comes now, and what happens on the way. */
export interface Advance {
  decisions: Decision[];
  end:
    | { state: 'inside'; stepId: string; waitUntil: Date | null; dueAt: Date }
    | { state: 'completed' }
    | { state: 'exited'; reason: ExitReason };
}

/** Goes from step to step until one waits or the flow is over. */
export function advance(ready: ReadyFlow, from: Enrolled, known: Facts, now: Date): Advance {
  const decisions: Decision[] = [];
  let [enrolled, facts] = [from, known];
  for (;;) {
    const decision = nextStep(ready, enrolled, facts, now);
    decisions.push(decision);
    switch (decision.kind) {
      case 'exit':
        return { decisions, end: { state: 'exited', reason: decision.reason } };
      case 'complete':
        return { decisions, end: { state: 'completed' } };
      case 'wait': {
        const { stepId, until, because } = decision;
        const waitUntil = because === 'delay' ? until : null;
        return { decisions, end: { state: 'inside', stepId, waitUntil, dueAt: until } };
      }
      case 'tag':
        facts = { ...facts, tags: withTag(facts.tags, decision.step) };
        break;
      case 'send':
      case 'start':
      case 'answer':
      case 'pass':
        break;
    }
    enrolled = { ...enrolled, stepId: decision.next, waitUntil: null };
  }
}

/** What a step came to, in a word; undefined where that is known only once it is done, or where none came to an end. */
export function outcomeOf(decision: Decision): { stepId: string; outcome: string } | undefined {
  switch (decision.kind) {
    case 'pass':
      return { stepId: decision.stepId, outcome: decision.because === 'waited' ? 'waited' : 'passed' };
    case 'answer':
      return { stepId: decision.stepId, outcome: decision.answer };
    case 'tag':
      return { stepId: decision.stepId, outcome: decision.step.action === 'add' ? 'added' : 'removed' };
    default:
      return undefined;
  }
}
