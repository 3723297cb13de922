import fc from 'fast-check';
import type { Condition, Flow, Goal, Step } from '~/automations/definition';
import type { Facts } from '~/automations/facts';
import { type Enrolled, readyFlow } from '~/automations/next-step';

export const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Pacific/Auckland',
  'UTC',
] as const;
const CHANNELS = ['email', 'sms', 'whatsapp'] as const;
const TAGS = ['vip', 'tea', 'wholesale'] as const;

const tracking = { on: false, source: '', medium: '', campaign: '' };
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);

/** Steps without their ids, as they are made up; ids are given once all are there. */
type Draft =
  { make: (id: string) => Step } | { question: Condition[]; yes: Draft[]; no: Draft[]; any: boolean };

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    fact: fc.constant('consent' as const),
    channel: fc.constantFrom(...CHANNELS),
    is: fc.boolean(),
  }),
  fc.record({ fact: fc.constant('tag' as const), tag: fc.constantFrom(...TAGS), is: fc.boolean() }),
  fc.record({ fact: fc.constant('ordered_since_entry' as const), is: fc.boolean() }),
  fc.record({
    fact: fc.constant('ordered_within' as const),
    days: fc.integer({ min: 1, max: 10 }),
    is: fc.boolean(),
  }),
  fc.record({
    fact: fc.constant('order_count' as const),
    op: fc.constantFrom('at_least' as const, 'at_most' as const),
    count: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    fact: fc.constant('clicked' as const),
    stepId: fc.constantFrom('s0', 's1', 's2', 's3'),
    is: fc.boolean(),
  }),
);

const plain: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...CHANNELS).map((channel) => ({
      make: (id: string): Step => ({ id, kind: 'send', channel, name: id, tracking }),
    })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ amount: fc.integer({ min: 1, max: 30 }), unit: fc.constantFrom('minutes', 'hours', 'days') })
      .map((duration) => ({
        make: (id: string): Step => ({
          id,
          kind: 'delay',
          wait: { kind: 'for', duration: duration },
        }),
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ at: clock, weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }) })
      .map((until) => ({
        make: (id: string): Step => ({ id, kind: 'delay', wait: { kind: 'until_time', ...until } }),
      })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ action: fc.constantFrom('add' as const, 'remove' as const), tag: fc.constantFrom(...TAGS) })
      .map((tag) => ({ make: (id: string): Step => ({ id, kind: 'tag', ...tag }) })),
  },
  {
    weight: 1,
    arbitrary: fc.constant({ make: (id: string): Step => ({ id, kind: 'note', text: 'For later' }) }),
  },
);

const { line } = fc.letrec<{ line: Draft[]; step: Draft }>((tie) => ({
  line: fc.array(tie('step'), { maxLength: 4, depthIdentifier: 'flow' }),
  step: fc.oneof(
    { depthSize: 'small', depthIdentifier: 'flow' },
    { weight: 3, arbitrary: plain },
    {
      weight: 1,
      arbitrary: fc.record({
        question: fc.array(condition, { minLength: 1, maxLength: 2 }),
        yes: tie('line'),
        no: tie('line'),
        any: fc.boolean(),
      }),
    },
  ),
}));

function numbered(drafts: readonly Draft[]): Step[] {
  let count = 0;
  const number = (one: Draft): Step => {
    const id = `s${count++}`;
    if ('make' in one) return one.make(id);
    return {
      id,
      kind: 'if_else',
      match: one.any ? 'any' : 'all',
      conditions: one.question,
      yes: one.yes.map(number),
      no: one.no.map(number),
    };
  };
  return drafts.map(number);
}

const goal: fc.Arbitrary<Goal> = fc.oneof(
  fc.constant({ id: 'g0', kind: 'ordered' as const }),
  fc.constant({ id: 'g0', kind: 'clicked' as const, stepId: null }),
  fc.constantFrom(...TAGS).map((tag) => ({ id: 'g0', kind: 'has_tag' as const, tag })),
);

/** Any flow that could be published, but that starts other automations. */
export const randomFlow: fc.Arbitrary<Flow> = fc.record({
  triggers: fc.constant([{ id: 't0', kind: 'customer_created' as const }]),
  steps: line.map(numbered),
  goals: fc.array(goal, { maxLength: 1 }),
  quietHours: fc.option(fc.record({ from: clock, to: clock })),
  reentry: fc.constant({ kind: 'never' as const }),
  underFrequencyCap: fc.constant(false),
});

/** Something that happens to the contact, so many minutes after entering. */
export interface LifeEvent {
  minute: number;
  what:
    | { kind: 'order' }
    | { kind: 'withdraw' | 'agree'; channel: (typeof CHANNELS)[number] }
    | { kind: 'tag'; tag: string }
    | { kind: 'click' };
}

export const randomLife: fc.Arbitrary<LifeEvent[]> = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 1, max: 60 * 24 * 25 }),
      what: fc.oneof(
        fc.constant({ kind: 'order' as const }),
        fc.record({
          kind: fc.constantFrom('withdraw' as const, 'agree' as const),
          channel: fc.constantFrom(...CHANNELS),
        }),
        fc.record({ kind: fc.constant('tag' as const), tag: fc.constantFrom(...TAGS) }),
        fc.constant({ kind: 'click' as const }),
      ),
    }),
    { maxLength: 5 },
  )
  .map((events) => events.toSorted((a, b) => a.minute - b.minute));

/** What is known of a contact, as a life goes on: a click is on the last message that came. */
export class Contact {
  consents: Facts['consents'] = {
    email: { consent: 'subscribed', at: null },
    sms: { consent: 'subscribed', at: null },
    whatsapp: { consent: 'not_subscribed', at: null },
  };
  tags: string[] = [];
  orders: Date[] = [];
  sent: string[] = [];
  clicked = new Set<string>();

  live({ what }: LifeEvent, at: Date): void {
    if (what.kind === 'order') this.orders.push(at);
    if (what.kind === 'tag') this.tags = [...this.tags, what.tag];
    if (what.kind === 'click' && this.sent.length > 0) this.clicked.add(this.sent.at(-1) ?? '');
    if (what.kind === 'withdraw')
      this.consents = { ...this.consents, [what.channel]: { consent: 'unsubscribed', at } };
    if (what.kind === 'agree')
      this.consents = { ...this.consents, [what.channel]: { consent: 'subscribed', at } };
  }

  facts(): Facts {
    return {
      redacted: false,
      consents: this.consents,
      tags: this.tags,
      orders: {
        count: this.orders.length,
        spentMinor: BigInt(this.orders.length) * 1_000n,
        lastAt: this.orders.at(-1) ?? null,
        sinceEntry: this.orders.length,
        entryMinor: null,
      },
      opened: new Set(),
      clicked: new Set(this.clicked),
    };
  }
}

export const entering = (flow: Flow, zone: string, at: Date): Enrolled => ({
  stepId: readyFlow(flow, zone).wiring.first,
  waitUntil: null,
  enteredAt: at,
  consented: ['email', 'sms'],
});
