import type { Condition, Flow, Goal } from '~/automations/definition';
import { allSteps } from '~/automations/definition';
import type { ConsentChannel } from '~/contacts/contact';
import { hasTag } from '~/contacts/tags';

/** What is known of a contact when an enrolment is looked at. */
export interface Facts {
  redacted: boolean;
  consents: Record<ConsentChannel, { consent: string; at: Date | null }>;
  tags: readonly string[];
  /** Orders that count: neither tests nor cancelled. */
  orders: {
    count: number;
    /** In minor units of the shop's currency. */
    spentMinor: bigint;
    lastAt: Date | null;
    /** Since what let the contact enter happened, that order itself not counted. */
    sinceEntry: number;
    /** Worth of the order that the contact entered by. */
    entryMinor: bigint | null;
  };
  /** Steps whose message this way through the automation brought, and a person opened or clicked. */
  opened: ReadonlySet<string>;
  clicked: ReadonlySet<string>;
}

const DAY_MS = 86_400_000;

/** Whether a condition is met. */
export function meets(condition: Condition, facts: Facts, now: Date): boolean {
  const { orders } = facts;
  switch (condition.fact) {
    case 'consent':
      return (facts.consents[condition.channel].consent === 'subscribed') === condition.is;
    case 'tag':
      return hasTag(facts.tags, condition.tag) === condition.is;
    case 'order_count':
      return compares(BigInt(orders.count), condition.op, BigInt(condition.count));
    case 'spent':
      return compares(orders.spentMinor, condition.op, BigInt(condition.minor));
    case 'order_value':
      return orders.entryMinor !== null && compares(orders.entryMinor, condition.op, BigInt(condition.minor));
    case 'ordered_since_entry':
      return orders.sinceEntry > 0 === condition.is;
    case 'ordered_within': {
      const from = now.getTime() - condition.days * DAY_MS;
      return (orders.lastAt !== null && orders.lastAt.getTime() >= from) === condition.is;
    }
    case 'opened':
      return facts.opened.has(condition.stepId) === condition.is;
    case 'clicked':
      return facts.clicked.has(condition.stepId) === condition.is;
  }
}

/** @param consented the channels that the contact had agreed to when entering */
export function reaches(goal: Goal, facts: Facts, consented: readonly string[]): boolean {
  switch (goal.kind) {
    case 'ordered':
      return facts.orders.sinceEntry > 0;
    case 'clicked':
      return goal.stepId === null ? facts.clicked.size > 0 : facts.clicked.has(goal.stepId);
    case 'has_tag':
      return hasTag(facts.tags, goal.tag);
    case 'subscribed':
      return facts.consents[goal.channel].consent === 'subscribed' && !consented.includes(goal.channel);
  }
}

/** Whether a flow asks what contacts did with its messages: otherwise that need not be looked up. */
export function asksFor(flow: Flow, what: 'opened' | 'clicked'): boolean {
  return (
    (what === 'clicked' && flow.goals.some(({ kind }) => kind === 'clicked')) ||
    allSteps(flow.steps).some(
      (step) => step.kind === 'if_else' && step.conditions.some(({ fact }) => fact === what),
    )
  );
}

/** Whether a flow asks for tags. */
export function asksForTags(flow: Pick<Flow, 'steps' | 'goals'>): boolean {
  return (
    flow.goals.some(({ kind }) => kind === 'has_tag') ||
    allSteps(flow.steps).some(
      (step) => step.kind === 'if_else' && step.conditions.some(({ fact }) => fact === 'tag'),
    )
  );
}

const compares = (value: bigint, op: 'at_least' | 'at_most', bound: bigint) =>
  op === 'at_least' ? value >= bound : value <= bound;
