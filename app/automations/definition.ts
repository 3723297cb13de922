import { z } from 'zod';
import { CHANNELS } from '~/channels/channel';
import { CONSENT_CHANNELS } from '~/contacts/contact';

/** What a merchant draws: who enters, what happens one below the other, and what ends it early. */

const idSchema = z.string().regex(/^[a-z0-9_-]{1,40}$/);
/** A time of day in the shop's zone. */
const clockSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const daySchema = z.iso.date();
const segmentSchema = z.object({
  /** Shopify's global id. */
  id: z.string().startsWith('gid://shopify/Segment/').max(100),
  name: z.string().max(500),
});
const tagSchema = z.string().trim().max(40);

export const UNITS = ['minutes', 'hours', 'days', 'weeks'] as const;
/** Days and weeks are the shop's: a day later is the same time on the next day, however many hours that is. */
const durationSchema = z.object({ amount: z.int().min(1).max(365), unit: z.enum(UNITS) });

/** The dates of a contact that a flow can go by: the birth date is a field that Shopify itself defines. */
export const CONTACT_DATES = ['birthday'] as const;

export const triggerSchema = z.discriminatedUnion('kind', [
  z.object({ id: idSchema, kind: z.literal('customer_created') }),
  z.object({ id: idSchema, kind: z.literal('subscribed'), channel: z.enum(CONSENT_CHANNELS) }),
  z.object({ id: idSchema, kind: z.literal('segment_entered'), segment: segmentSchema.nullable() }),
  z.object({ id: idSchema, kind: z.literal('segment_left'), segment: segmentSchema.nullable() }),
  z.object({ id: idSchema, kind: z.literal('order_placed') }),
  z.object({ id: idSchema, kind: z.literal('order_fulfilled') }),
  /** After so long without an order since the checkout last changed. */
  z.object({ id: idSchema, kind: z.literal('checkout_abandoned'), after: durationSchema }),
  z.object({ id: idSchema, kind: z.literal('subscription_renewed') }),
  z.object({ id: idSchema, kind: z.literal('subscription_cancelled') }),
  /** Every year on that day; so many days before it. */
  z.object({
    id: idSchema,
    kind: z.literal('contact_date'),
    date: z.enum(CONTACT_DATES),
    daysBefore: z.int().min(0).max(90),
    at: clockSchema,
  }),
  /** By the step of another automation alone. */
  z.object({ id: idSchema, kind: z.literal('started') }),
]);

const is = z.boolean();
/** A fact to ask for; `is: false` asks for its opposite. */
export const conditionSchema = z.discriminatedUnion('fact', [
  z.object({ fact: z.literal('consent'), channel: z.enum(CONSENT_CHANNELS), is }),
  z.object({ fact: z.literal('tag'), tag: tagSchema, is }),
  /** Orders of the contact's, ever. */
  z.object({ fact: z.literal('order_count'), op: z.enum(['at_least', 'at_most']), count: z.int().min(0) }),
  /** What all orders of the contact's are worth, in minor units of the shop's currency, as decimal text. */
  z.object({
    fact: z.literal('spent'),
    op: z.enum(['at_least', 'at_most']),
    minor: z.string().regex(/^\d{1,15}$/),
  }),
  /** Of the order that the contact entered by: not met where there is none. */
  z.object({
    fact: z.literal('order_value'),
    op: z.enum(['at_least', 'at_most']),
    minor: z.string().regex(/^\d{1,15}$/),
  }),
  z.object({ fact: z.literal('ordered_since_entry'), is }),
  z.object({ fact: z.literal('ordered_within'), days: z.int().min(1).max(730), is }),
  /** What a person, and no machine, did with the message of a step. */
  z.object({ fact: z.literal('opened'), stepId: idSchema, is }),
  z.object({ fact: z.literal('clicked'), stepId: idSchema, is }),
]);

/** Its own tags for each message; what a token such as {{step}} stands for is filled in when it is published. */
export const trackingSchema = z.object({
  on: z.boolean(),
  source: z.string().max(200),
  medium: z.string().max(200),
  campaign: z.string().max(200),
});

const sendSchema = z.object({
  id: idSchema,
  kind: z.literal('send'),
  channel: z.enum(CHANNELS),
  /** How the step is called, in reports too. */
  name: z.string().max(100),
  tracking: trackingSchema,
});

const delaySchema = z.object({
  id: idSchema,
  kind: z.literal('delay'),
  wait: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('for'), duration: durationSchema }),
    /** Until it is this time; on these weekdays alone (1 is Monday), on any where none is named. */
    z.object({
      kind: z.literal('until_time'),
      at: clockSchema,
      weekdays: z.array(z.int().min(1).max(7)).max(7),
    }),
    /** Until a day of the calendar; whoever arrives later goes on at once. */
    z.object({ kind: z.literal('until_date'), on: daySchema, at: clockSchema }),
  ]),
});

const tagStepSchema = z.object({
  id: idSchema,
  kind: z.literal('tag'),
  action: z.enum(['add', 'remove']),
  tag: tagSchema,
});

/** Null while none is chosen. The id is decimal text. */
const startSchema = z.object({
  id: idSchema,
  kind: z.literal('start'),
  automationId: z
    .string()
    .regex(/^\d{1,18}$/)
    .nullable(),
});

const noteSchema = z.object({ id: idSchema, kind: z.literal('note'), text: z.string().max(2_000) });

const plainStepSchema = z.discriminatedUnion('kind', [
  sendSchema,
  delaySchema,
  tagStepSchema,
  startSchema,
  noteSchema,
]);

const questionSchema = z.object({
  id: idSchema,
  kind: z.literal('if_else'),
  match: z.enum(['all', 'any']),
  conditions: z.array(conditionSchema).max(10),
});

export type SendStep = z.infer<typeof sendSchema>;
export type DelayStep = z.infer<typeof delaySchema>;
export type TagStep = z.infer<typeof tagStepSchema>;
export type StartStep = z.infer<typeof startSchema>;
/** Both ways join below it. */
export type QuestionStep = z.infer<typeof questionSchema> & { yes: Step[]; no: Step[] };
export type Step = z.infer<typeof plainStepSchema> | QuestionStep;

export const stepSchema: z.ZodType<Step> = z.lazy(() =>
  z.union([
    plainStepSchema,
    questionSchema.extend({ yes: z.array(stepSchema).max(50), no: z.array(stepSchema).max(50) }),
  ]),
);

/** A contact who meets one leaves at once. What happened before the contact entered does not count, but for a tag. */
export const goalSchema = z.discriminatedUnion('kind', [
  z.object({ id: idSchema, kind: z.literal('ordered') }),
  /** Null: any message of the flow. */
  z.object({ id: idSchema, kind: z.literal('clicked'), stepId: idSchema.nullable() }),
  z.object({ id: idSchema, kind: z.literal('has_tag'), tag: tagSchema }),
  z.object({ id: idSchema, kind: z.literal('subscribed'), channel: z.enum(CONSENT_CHANNELS) }),
]);

export const reentrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never') }),
  /** Whenever the contact is not inside. */
  z.object({ kind: z.literal('after_finishing') }),
  /** So long after the contact last entered, where the contact is not inside. */
  z.object({ kind: z.literal('after_days'), days: z.int().min(1).max(730) }),
]);

export const flowSchema = z.object({
  triggers: z.array(triggerSchema).max(10),
  steps: z.array(stepSchema).max(50),
  goals: z.array(goalSchema).max(10),
  /** From and to in the shop's zone, over midnight where `to` is earlier: messages wait for its end. Null: none. */
  quietHours: z.object({ from: clockSchema, to: clockSchema }).nullable(),
  reentry: reentrySchema,
  /** Whether the shop's frequency cap, which campaigns share, skips messages of this flow. */
  underFrequencyCap: z.boolean(),
});

export type Trigger = z.infer<typeof triggerSchema>;
export type TriggerKind = Trigger['kind'];
export type Condition = z.infer<typeof conditionSchema>;
export type Tracking = z.infer<typeof trackingSchema>;
export type Duration = z.infer<typeof durationSchema>;
export type Wait = DelayStep['wait'];
export type Goal = z.infer<typeof goalSchema>;
export type Reentry = z.infer<typeof reentrySchema>;
export type QuietHours = NonNullable<Flow['quietHours']>;
export type Flow = z.infer<typeof flowSchema>;

export const EMPTY_FLOW: Flow = {
  triggers: [],
  steps: [],
  goals: [],
  quietHours: null,
  reentry: { kind: 'never' },
  underFrequencyCap: true,
};

/** Every step, those inside If/Else too, in the order they stand: the If/Else, its yes, its no. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) =>
    step.kind === 'if_else' ? [step, ...allSteps(step.yes), ...allSteps(step.no)] : [step],
  );
}

export function sendSteps(flow: Pick<Flow, 'steps'>): SendStep[] {
  return allSteps(flow.steps).filter((step) => step.kind === 'send');
}

/**
 * The step after each, by id: the one below, or where a way of an If/Else ends, the one below that. Null at the end.
 * An If/Else itself has the first step of each way.
 */
export interface Wiring {
  first: string | null;
  step: ReadonlyMap<string, Step>;
  after: ReadonlyMap<string, string | null>;
  /** Where the ways of an If/Else begin. */
  ways: ReadonlyMap<string, { yes: string | null; no: string | null }>;
}

export function wireSteps(steps: readonly Step[]): Wiring {
  const step = new Map<string, Step>();
  const after = new Map<string, string | null>();
  const ways = new Map<string, { yes: string | null; no: string | null }>();
  const lay = (line: readonly Step[], end: string | null): string | null => {
    for (const [index, one] of line.entries()) {
      const next = line[index + 1]?.id ?? end;
      step.set(one.id, one);
      after.set(one.id, next);
      if (one.kind === 'if_else') ways.set(one.id, { yes: lay(one.yes, next), no: lay(one.no, next) });
    }
    return line[0]?.id ?? end;
  };
  return { first: lay(steps, null), step, after, ways };
}
