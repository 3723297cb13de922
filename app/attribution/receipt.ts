import { z } from 'zod';
import { BUCKETS, REASONS } from '~/attribution/bucket';
import { nearestSetting, type Decision, type Judged } from '~/attribution/decide';
import { GRADES, type Origin } from '~/attribution/evidence';
import { RULE_MODELS, type Facts, type Settings, type VersionFact } from '~/attribution/facts';
import { shownTags } from '~/attribution/source';

const moment = z.iso.datetime();
const minor = z.string().regex(/^-?\d+$/);
const grade = z.enum(GRADES);

const message = z.object({
  versionId: z.string(),
  campaignId: z.string().nullable(),
  campaign: z.string().nullable(),
  /** Receipts of before there were tracking links do not have it. */
  trackingLinkId: z.string().nullable().default(null),
  subject: z.string(),
  channel: z.string(),
  /** Whether its tracking was turned on after it was sent. */
  adopted: z.boolean().default(false),
  utm: z.object({ source: z.string(), medium: z.string(), campaign: z.string() }),
});

/** Where a visit came from: a message by its version, another source by name, or neither (direct). */
const origin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), versionId: z.string() }),
  z.object({ kind: z.literal('other'), source: z.string() }),
  z.object({ kind: z.literal('direct') }),
]);

const trailEntry = z.object({
  at: moment,
  kind: z.enum(['sent', 'click', 'visit', 'checkout', 'order', 'refund', 'cancelled']),
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
      'tags_do_not_match',
      'after_order',
      'outside_window',
      'pixel_saw_visitor',
      'superseded_by_later_touch',
      'order_not_counted',
      'undecided',
    ])
    .nullable(),
});

const scope = z.enum(['all_sources', 'messages_only']);

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
  rule: z.object({
    model: z.enum(RULE_MODELS),
    windowDays: z.number().int(),
    scope,
    settingsVersion: z.number().int(),
  }),
  /** The touch that decided: the credited one, or another source's that stood in the way. */
  deciding: z.object({ at: moment, timed: z.boolean(), grade, origin }).nullable(),
  /** Every message that is spoken of. */
  messages: z.array(message),
  trail: z.array(trailEntry),
  evidence: z.array(evidenceLine),
  credits: z.array(
    z.object({
      model: z.enum(RULE_MODELS),
      versionId: z.string(),
      weightPpm: z.number().int(),
      amountMinor: minor,
    }),
  ),
  /** The nearest setting that would have credited the order. */
  nearest: z
    .object({
      changed: z.enum(['window_days', 'scope']),
      windowDays: z.number().int(),
      scope,
      versionId: z.string(),
    })
    .nullable(),
});

export type Receipt = z.infer<typeof receiptSchema>;
export type ReceiptMessage = z.infer<typeof message>;
export type ReceiptTrailEntry = z.infer<typeof trailEntry>;
export type ReceiptEvidence = z.infer<typeof evidenceLine>;
type ReceiptOrigin = z.infer<typeof origin>;

/** Writes down what was decided and from what. */
export function receiptOf(facts: Facts, settings: Settings, decision: Decision): Receipt {
  const { order } = facts;
  const nearest = nearestSetting(facts, settings, decision);
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
    rule: {
      model: settings.model,
      windowDays: settings.windowDays,
      scope: settings.scope,
      settingsVersion: settings.version,
    },
    deciding: decision.deciding && {
      at: decision.deciding.at.toISOString(),
      timed: decision.deciding.timed,
      grade: decision.deciding.grade,
      origin: originText(decision.deciding.origin),
    },
    trail: trailOf(facts, decision),
    evidence: decision.judged.map(evidenceText).sort(byTime),
    credits: decision.credits.map(({ model, versionId, weightPpm, amountMinor }) => ({
      model,
      versionId: String(versionId),
      weightPpm,
      amountMinor: String(amountMinor),
    })),
    nearest: nearest
      ? {
          changed: nearest.changed,
          windowDays: nearest.settings.windowDays,
          scope: nearest.settings.scope,
          versionId: String(nearest.versionId),
        }
      : null,
  };
  return { ...receipt, messages: messagesIn(receipt, facts.versions) };
}

const NOTHING_MORE = { origin: null, deciding: false, grade: null, page: null, amountMinor: null };
type More = Partial<ReceiptTrailEntry>;
const entry = (at: Date, kind: ReceiptTrailEntry['kind'], more: More = {}): ReceiptTrailEntry => ({
  at: at.toISOString(),
  kind,
  ...NOTHING_MORE,
  ...more,
});

function trailOf(facts: Facts, decision: Decision): ReceiptTrailEntry[] {
  const { order } = facts;

  const visits = decision.touches.flatMap((touch) => {
    const deciding = touch === decision.deciding;
    const from = { origin: originText(touch.origin), grade: touch.grade };
    const clicked = touch.sightings.some(({ clickId }) => clickId);
    const landed = touch.sightings.find(({ landing }) => landing?.at)?.landing ?? touch.sightings[0]?.landing;
    // A browser's clock may say that the page was there before the click that led to it.
    const arrived = landed?.at && !(clicked && landed.at < touch.at) ? landed.at : touch.at;
    const landing = landed && entry(arrived, 'visit', { ...from, page: landed.page });
    return [
      ...(clicked ? [entry(touch.at, 'click', { ...from, deciding })] : []),
      ...(landing ? [{ ...landing, deciding: deciding && !clicked }] : []),
    ];
  });
  const known = new Set(
    [
      ...decision.touches.flatMap(({ sightings }) => sightings),
      ...decision.judged.map(({ sighting }) => sighting),
    ].map(({ landing }) => landing),
  );
  const direct = facts.journey.visits
    .filter((visit) => !known.has(visit))
    .flatMap(({ at, page }) =>
      at && at <= order.placedAt ? [entry(at, 'visit', { origin: { kind: 'direct' }, page })] : [],
    );
  const touched = new Set(
    decision.touches.map(({ origin: from }) => from.kind === 'message' && from.versionId),
  );
  const sends = new Map(
    facts.sends
      .filter(({ versionId, at }) => touched.has(versionId) && at <= order.placedAt)
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .map(({ versionId, at }) => [versionId, at]),
  );

  return [
    ...[...sends].map(([versionId, at]) =>
      entry(at, 'sent', { origin: { kind: 'message', versionId: String(versionId) } }),
    ),
    ...visits,
    ...direct,
    ...facts.checkouts.map(({ at }) => entry(at < order.placedAt ? at : order.placedAt, 'checkout')),
    ...orderEntries(facts),
  ].sort(byCourse);
}

/** The order itself and what became of it, as the last of its trail. */
export function orderEntries({ order, refunds }: Pick<Facts, 'order' | 'refunds'>): ReceiptTrailEntry[] {
  return [
    entry(order.placedAt, 'order', { amountMinor: String(order.valueMinor) }),
    ...refunds
      .filter(({ totalMinor }) => totalMinor > 0n)
      .map(({ at, totalMinor }) => entry(at, 'refund', { amountMinor: String(totalMinor) })),
    ...(order.cancelledAt ? [entry(order.cancelledAt, 'cancelled')] : []),
  ].sort(byCourse);
}

function evidenceText({ sighting, rejection }: Judged): ReceiptEvidence {
  return {
    grade: sighting.grade,
    at: sighting.timed ? sighting.at.toISOString() : null,
    origin:
      sighting.versionId !== null
        ? { kind: 'message', versionId: String(sighting.versionId) }
        : sighting.origin && originText(sighting.origin),
    tags: sighting.landing && shownTags(sighting.landing),
    page: sighting.landing?.page ?? null,
    rejection,
  };
}

const originText = (from: Origin): ReceiptOrigin =>
  from.kind === 'message' ? { kind: 'message', versionId: String(from.versionId) } : from;

/** The messages that a receipt speaks of, with their names as they are now. */
function messagesIn(receipt: Omit<Receipt, 'messages'>, versions: readonly VersionFact[]): ReceiptMessage[] {
  const ids = new Set([
    ...[...receipt.trail, ...receipt.evidence].map(
      ({ origin: from }) => from?.kind === 'message' && from.versionId,
    ),
    ...[...receipt.credits, ...(receipt.nearest ? [receipt.nearest] : [])].map(({ versionId }) => versionId),
  ]);
  return versions
    .filter(({ id }) => ids.has(String(id)))
    .map(({ id, campaignId, campaign, trackingLinkId, subject, channel, adopted, utm }) => ({
      versionId: String(id),
      campaignId: campaignId === null ? null : String(campaignId),
      campaign,
      trackingLinkId: trackingLinkId === null ? null : String(trackingLinkId),
      subject,
      channel,
      adopted,
      utm,
    }))
    .sort((a, b) => a.versionId.localeCompare(b.versionId));
}

const KINDS = trailEntry.shape.kind.options;

/** What comes before what, whatever the clocks say: Shopify tells the order's time in whole seconds. */
const PHASE: Record<ReceiptTrailEntry['kind'], number> = {
  sent: 0,
  click: 0,
  visit: 0,
  checkout: 1,
  order: 2,
  refund: 3,
  cancelled: 3,
};

/** As things follow one another, then by text, so that the same facts give the same receipt. */
function byCourse(a: ReceiptTrailEntry, b: ReceiptTrailEntry): number {
  return (
    PHASE[a.kind] - PHASE[b.kind] ||
    compareText(a.at, b.at) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

/** By time, what has none last, then by text, so that the same facts give the same receipt. */
const byTime = (a: ReceiptEvidence, b: ReceiptEvidence) =>
  compareText(a.at ?? '9', b.at ?? '9') || compareText(JSON.stringify(a), JSON.stringify(b));

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
