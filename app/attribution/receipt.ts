import { z } from 'zod';
import { BUCKETS, REASONS } from '~/attribution/bucket';
import type { Credit } from '~/attribution/credit';
import type { Decision, Judged } from '~/attribution/decide';
import { GRADES } from '~/attribution/evidence';
import { type Facts, RULE_MODELS, type Settings, type VersionFact } from '~/attribution/facts';
import { nearestSetting } from '~/attribution/nearest-setting';
import { compareText, originText, trailOf } from '~/attribution/receipt-trail';
import { hasOwnWindow, ruleSchema, windowOf } from '~/attribution/settings';
import { shownTags } from '~/attribution/source';
import { trafficChannels } from '~/attribution/traffic-channel';

const moment = z.iso.datetime();
const minor = z.string().regex(/^-?\d+$/);
const grade = z.enum(GRADES);

const message = z.object({
  versionId: z.string(),
  campaignId: z.string().nullable(),
  campaign: z.string().nullable(),
  /** Its letter, where its campaign was sent in variants. */
  variant: z.string().nullable().default(null),
  /** Receipts of before there were tracking links do not have it. */
  trackingLinkId: z.string().nullable().default(null),
  /** Receipts of before there were automations do not have it. */
  automationId: z.string().nullable().default(null),
  subject: z.string(),
  channel: z.string(),
  /** Whether its tracking was turned on after it was sent. */
  adopted: z.boolean().default(false),
  utm: z.object({ source: z.string(), medium: z.string(), campaign: z.string() }),
});

/** Where a visit came from: a message by its version, another source by name, or neither (direct). */
const origin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), versionId: z.string() }),
  z.object({
    kind: z.literal('other'),
    source: z.string(),
    /** Receipts of before sources were classified have neither. */
    medium: z.string().nullable().default(null),
    channel: z.enum(trafficChannels).nullable().default(null),
  }),
  z.object({ kind: z.literal('direct') }),
]);

const trailEntry = z.object({
  at: moment,
  kind: z.enum(['sent', 'click', 'visit', 'code', 'checkout', 'order', 'refund', 'cancelled']),
  origin: origin.nullable(),
  /** The landing that decided. */
  deciding: z.boolean(),
  grade: grade.nullable(),
  page: z.string().nullable(),
  amountMinor: minor.nullable(),
});

const evidenceLine = z.object({
  grade,
  /** Null where the time was not recorded. */
  at: moment.nullable(),
  origin: origin.nullable(),
  /** The tags as seen: "newsletter / email / black_friday". */
  tags: z.string().nullable(),
  page: z.string().nullable(),
  /** Null where it counts for the credit. */
  rejection: z
    .enum([
      'machine_click',
      'unknown_message',
      'not_tracked',
      'grade_not_accepted',
      'tags_do_not_match',
      'after_order',
      'outside_window',
      'pixel_saw_visitor',
      'superseded_by_later_touch',
      'preceded_by_other_touch',
      'order_not_counted',
      'undecided',
    ])
    .nullable(),
});

const credit = z.object({
  model: z.enum(RULE_MODELS),
  versionId: z.string(),
  weightPpm: z.number().int(),
  amountMinor: minor,
});

/** The readable why or why not of one order, as it is stored. Times are ISO, money is minor units in decimal text. */
export const receiptSchema = z.object({
  v: z.literal(1),
  bucket: z.enum(BUCKETS),
  reason: z.enum(REASONS),
  order: z.object({
    id: z.string(),
    name: z.string(),
    placedAt: moment,
    currency: z.string(),
    valueMinor: minor,
  }),
  rule: ruleSchema.extend({ settingsVersion: z.number().int() }),
  /** The touch that decided: the credited one, or another source's that stood in the way. */
  deciding: z.object({ at: moment, timed: z.boolean(), grade, origin }).nullable(),
  /** Every message that is spoken of. */
  messages: z.array(message),
  trail: z.array(trailEntry),
  evidence: z.array(evidenceLine),
  credits: z.array(credit),
  /** Of a renewal: the first order of its subscription, and what the messages that won it get of this one. */
  renewal: z
    .object({ orderId: z.string(), name: z.string(), credits: z.array(credit) })
    .nullable()
    .default(null),
  /** The nearest setting that would have credited the order. */
  nearest: z
    .object({
      changed: z.enum(['window_days', 'scope', 'accepted']),
      windowDays: z.number().int(),
      /** The channel that the window is of, where it has one of its own. */
      channel: z.string().nullable().default(null),
      /** What is not accepted as evidence. */
      grade: grade.nullable().default(null),
      versionId: z.string(),
    })
    .nullable(),
});

export type Receipt = z.infer<typeof receiptSchema>;
export type ReceiptMessage = z.infer<typeof message>;
export type ReceiptTrailEntry = z.infer<typeof trailEntry>;
export type ReceiptEvidence = z.infer<typeof evidenceLine>;

/** Writes down what was decided and from what. */
export function receiptOf(facts: Facts, settings: Settings, decision: Decision): Receipt {
  const { order, subscription } = facts;
  const { version, ...rule } = settings;
  const nearest = nearestSetting(facts, settings, decision);
  const renewals = decision.renewals.map((credit) => creditText({ ...credit, model: rule.model }));
  const receipt: Omit<Receipt, 'messages'> = {
    v: 1,
    bucket: decision.bucket,
    reason: decision.reason,
    order: {
      id: String(order.id),
      name: order.name,
      placedAt: order.placedAt.toISOString(),
      currency: order.currency,
      valueMinor: String(order.valueMinor),
    },
    rule: { ...rule, settingsVersion: version },
    deciding: decision.deciding && {
      at: decision.deciding.at.toISOString(),
      timed: decision.deciding.timed,
      grade: decision.deciding.grade,
      origin: originText(decision.deciding.origin),
    },
    trail: trailOf(facts, decision),
    evidence: decision.judged.map(evidenceText).sort(byTime),
    credits: isCountedRenewal(decision) ? renewals : decision.credits.map(creditText),
    renewal: subscription && {
      orderId: String(subscription.orderId),
      name: subscription.name,
      credits: renewals,
    },
    nearest: nearest
      ? {
          changed: nearest.changed,
          windowDays: windowOf(nearest.settings, nearest.channel ?? undefined),
          channel: hasOwnWindow(settings, nearest.channel) ? nearest.channel : null,
          grade: nearest.grade,
          versionId: String(nearest.versionId),
        }
      : null,
  };
  return { ...receipt, messages: messagesIn(receipt, facts.versions) };
}

/** Whether the shop counts renewals like other orders, and this is one. */
export const isCountedRenewal = ({ bucket, reason }: Pick<Decision, 'bucket' | 'reason'>): boolean =>
  bucket === 'credited' && reason === 'subscription_renewal';

const creditText = (
  credit: Pick<Credit, 'model' | 'versionId' | 'weightPpm' | 'amountMinor'>,
): Receipt['credits'][number] => ({
  model: credit.model,
  versionId: String(credit.versionId),
  weightPpm: credit.weightPpm,
  amountMinor: String(credit.amountMinor),
});

function evidenceText({ sighting, rejection }: Judged): ReceiptEvidence {
  return {
    grade: sighting.grade,
    at: sighting.timed ? sighting.at.toISOString() : null,
    origin:
      sighting.versionId !== null
        ? { kind: 'message', versionId: String(sighting.versionId) }
        : sighting.origin && originText(sighting.origin),
    tags: sighting.code ? `discount code ${sighting.code}` : sighting.landing && shownTags(sighting.landing),
    page: sighting.landing?.page ?? null,
    rejection,
  };
}

/** The messages that a receipt speaks of, with their names as they are now. */
function messagesIn(receipt: Omit<Receipt, 'messages'>, versions: readonly VersionFact[]): ReceiptMessage[] {
  const ids = new Set([
    ...[...receipt.trail, ...receipt.evidence].map(
      ({ origin: from }) => from?.kind === 'message' && from.versionId,
    ),
    ...receipt.credits.map(({ versionId }) => versionId),
    ...(receipt.renewal?.credits ?? []).map(({ versionId }) => versionId),
    receipt.nearest?.versionId,
  ]);
  return versions
    .filter(({ id }) => ids.has(String(id)))
    .map(
      ({
        id,
        campaignId,
        campaign,
        variant,
        trackingLinkId,
        automationId,
        subject,
        channel,
        adopted,
        utm,
      }) => ({
        versionId: String(id),
        campaignId: campaignId === null ? null : String(campaignId),
        campaign,
        variant,
        trackingLinkId: trackingLinkId === null ? null : String(trackingLinkId),
        automationId: automationId === null ? null : String(automationId),
        subject,
        channel,
        adopted,
        utm,
      }),
    )
    .sort((a, b) => a.versionId.localeCompare(b.versionId));
}

/** By time, what has none last, then by text, so that the same facts give the same receipt. */
const byTime = (a: ReceiptEvidence, b: ReceiptEvidence) =>
  compareText(a.at ?? '9', b.at ?? '9') || compareText(JSON.stringify(a), JSON.stringify(b));
