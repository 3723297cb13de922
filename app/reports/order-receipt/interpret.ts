import { bucketLabel, bucketMeaning, type Bucket } from '~/attribution/bucket';
import { contradictionSentence } from '~/attribution/contradiction';
import { gradeLabel, gradeMeaning, rankOf, type Grade } from '~/attribution/evidence';
import type { Settings } from '~/attribution/facts';
import type { Receipt, ReceiptEvidence, ReceiptTrailEntry } from '~/attribution/receipt';
import {
  evidenceReason,
  messageOf,
  nearestSentence,
  receiptSentence,
  type Moment,
} from '~/attribution/receipt-text';
import { ruleSentence } from '~/attribution/rule-text';
import { TRAFFIC_CHANNELS } from '~/attribution/traffic-channel';
import { versionChannelLabel } from '~/channels/channel';
import { formatMoney } from '~/lib/money';
import { formatMoment } from '~/lib/period';
import { creditedMoney, type CreditedMoney, messageView } from '~/reports/order-receipt/credited-money';

export interface OrderReceiptView {
  orderId: string;
  name: string;
  placedAt: string;
  placedAtIso: string;
  value: string;
  bucket: Bucket;
  bucketLabel: string;
  bucketMeaning: string;
  /** Why or why not. */
  sentence: string;
  /** Under which setting it would have been credited; null where none is near. */
  nearest: string | null;
  /** That kinds of evidence name different messages; null where they agree. */
  contradiction: string | null;
  /** "Last click within 5 days before the order, over all sources." */
  rule: string;
  settingsVersion: number;
  /** When this was decided; null while the order waits for it. */
  decidedAt: string | null;
  /** That the decision lasts, where what it was made from is not all kept any more. */
  lasting: string | null;
  /** What the credit rests on; null where nothing was credited. */
  grade: GradeView | null;
  credited: MessageView | null;
  /** By time. */
  trail: TrailView[];
  /** What counted, best first. */
  accepted: EvidenceView[];
  /** What did not, each with its reason as a sentence. */
  rejected: EvidenceView[];
  money: {
    /** Dated entries that sum to the value. */
    entries: { at: string; label: string; amount: string }[];
    value: string;
    /** What is out of the ordinary and explains the entries, a sentence each. */
    notes: string[];
  } & CreditedMoney;
}

export interface GradeView {
  grade: Grade;
  label: string;
  meaning: string;
}

export interface MessageView {
  campaignId: string | null;
  campaign: string | null;
  /** Its letter, where its campaign was sent in variants. */
  variant: string | null;
  trackingLinkId: string | null;
  automationId: string | null;
  subject: string;
  channelLabel: string;
  utm: { source: string; medium: string; campaign: string };
}

export interface TrailView {
  at: string;
  atIso: string;
  kind: 'sent' | 'click' | 'visit' | 'code' | 'checkout' | 'order' | 'refund' | 'cancelled';
  title: string;
  detail: string | null;
  /** The landing that decided. */
  deciding: boolean;
  grade: GradeView | null;
}

export interface EvidenceView {
  grade: GradeView;
  /** "Early access for you (Black Friday early access)" or "Google Ads". */
  title: string;
  /** Null where the time was not recorded. */
  at: string | null;
  /** Tags and page as seen. */
  detail: string | null;
  /** Why it counted, or did not. */
  reason: string;
}

export interface OrderReceiptData {
  order: { id: bigint; name: string; placedAt: Date; valueMinor: bigint; currency: string };
  ledger: { at: Date; kind: string; totalMinor: bigint }[];
  notes: string[];
  /** Undefined where the order is not decided yet. */
  standing: { receipt: Receipt; computedAt: Date } | undefined;
  /** What will decide it. */
  settings: Settings;
  /** Whether all clicks and touches that can decide the order are still there. */
  evidenceKept: boolean;
  zone: string;
}

const LASTING =
  'Clicks and visits of that time are deleted, as your settings say. The decision stays as it was made; a refund or an edit still changes its credit, in proportion.';

export function interpretOrderReceipt(data: OrderReceiptData): OrderReceiptView {
  const { order, zone, standing } = data;
  const at = (moment: Date) => formatMoment(moment, zone);
  const money = (minor: bigint) => formatMoney({ minor, currency: order.currency });
  const receipt = standing?.receipt;
  const value = money(order.valueMinor);
  const bucket = receipt?.bucket ?? 'pending';
  return {
    orderId: String(order.id),
    name: order.name,
    placedAt: at(order.placedAt),
    placedAtIso: order.placedAt.toISOString(),
    value,
    bucket,
    bucketLabel: bucketLabel[bucket],
    bucketMeaning: bucketMeaning[bucket],
    decidedAt: standing ? at(standing.computedAt) : null,
    lasting: data.evidenceKept || bucket === 'pending' ? null : LASTING,
    ...(receipt ? decided(receipt, (iso) => at(new Date(iso))) : undecided(data, at(order.placedAt))),
    money: {
      entries: data.ledger
        .filter(({ kind, totalMinor }) => kind === 'sale' || totalMinor !== 0n)
        .map((entry) => ({
          at: at(entry.at),
          label: ENTRY_LABELS[entry.kind] ?? entry.kind,
          amount: money(entry.totalMinor),
        })),
      value,
      notes: data.notes,
      ...creditedMoney(receipt, money),
    },
  };
}

const ENTRY_LABELS: Record<string, string> = {
  sale: 'Sale',
  edit: 'Edit',
  refund: 'Refund',
  cancel: 'Cancellation',
  deletion: 'Deleted in Shopify',
};

type Why = Pick<
  OrderReceiptView,
  | 'sentence'
  | 'nearest'
  | 'contradiction'
  | 'rule'
  | 'settingsVersion'
  | 'grade'
  | 'credited'
  | 'trail'
  | 'accepted'
  | 'rejected'
>;

function undecided({ settings, order }: OrderReceiptData, placedAt: string): Why {
  return {
    sentence: 'Not decided yet: the order has just arrived.',
    nearest: null,
    contradiction: null,
    rule: ruleSentence(settings),
    settingsVersion: settings.version,
    grade: null,
    credited: null,
    trail: [
      {
        at: placedAt,
        atIso: order.placedAt.toISOString(),
        kind: 'order',
        title: 'Order placed',
        detail: null,
        deciding: false,
        grade: null,
      },
    ],
    accepted: [],
    rejected: [],
  };
}

function decided(receipt: Receipt, moment: Moment): Why {
  const byRank = (a: ReceiptEvidence, b: ReceiptEvidence) => rankOf(a.grade) - rankOf(b.grade);
  const view = (line: ReceiptEvidence) => evidenceView(line, receipt, moment);
  const [credit] = receipt.credits;
  const message = credit && messageOf(receipt, credit.versionId);
  return {
    sentence: receiptSentence(receipt, moment),
    nearest: nearestSentence(receipt),
    contradiction: contradictionSentence(receipt),
    rule: ruleSentence(receipt.rule),
    settingsVersion: receipt.rule.settingsVersion,
    grade: credit && receipt.deciding ? gradeView(receipt.deciding.grade) : null,
    credited: message ? messageView(message) : null,
    trail: receipt.trail.map((entry) => trailView(entry, receipt, moment)),
    accepted: receipt.evidence
      .filter(({ rejection }) => rejection === null)
      .sort(byRank)
      .map(view),
    rejected: receipt.evidence.filter(({ rejection }) => rejection !== null).map(view),
  };
}

const gradeView = (grade: Grade): GradeView => ({
  grade,
  label: gradeLabel[grade],
  meaning: gradeMeaning[grade],
});

function evidenceView(line: ReceiptEvidence, receipt: Receipt, moment: Moment): EvidenceView {
  return {
    grade: gradeView(line.grade),
    title: originName(line.origin, receipt) ?? 'Unknown message',
    at: line.at ? moment(line.at) : null,
    detail: [line.tags, line.page].filter(Boolean).join(' · ') || null,
    reason: evidenceReason(line, receipt, moment),
  };
}

function originName(origin: ReceiptEvidence['origin'], receipt: Receipt): string | undefined {
  if (origin?.kind === 'other') return origin.source;
  if (origin?.kind !== 'message') return undefined;
  const message = messageOf(receipt, origin.versionId);
  if (!message) return undefined;
  if (!message.campaign) return message.subject;
  const variant = message.variant ? `, variant ${message.variant}` : '';
  return `${message.subject} (${message.campaign}${variant})`;
}

/** Source and channel of a touch: "newsletter · Email"; the source of another one stands in its title. */
function cameBy(origin: ReceiptEvidence['origin'], receipt: Receipt): string | null {
  if (origin?.kind === 'other') return origin.channel && TRAFFIC_CHANNELS[origin.channel];
  const message = origin?.kind === 'message' ? messageOf(receipt, origin.versionId) : undefined;
  return message ? `${message.utm.source} · ${versionChannelLabel(message.channel)}` : null;
}

function trailView(entry: ReceiptTrailEntry, receipt: Receipt, moment: Moment): TrailView {
  const name = originName(entry.origin, receipt);
  const ofLink =
    entry.origin?.kind === 'message' && messageOf(receipt, entry.origin.versionId)?.trackingLinkId;
  const amount = entry.amountMinor
    ? formatMoney({ minor: BigInt(entry.amountMinor), currency: receipt.order.currency })
    : null;
  const titles: Record<ReceiptTrailEntry['kind'], string> = {
    sent: `Message sent: ${name ?? 'a message'}`,
    click: `Click ${ofLink ? 'on' : 'in'} ${name ?? 'a message'}`,
    visit: entry.origin?.kind === 'direct' ? 'Direct visit' : `Visit from ${name ?? 'elsewhere'}`,
    code: `Discount code of ${name ?? 'a message'} entered`,
    checkout: 'Checkout completed, seen by the pixel',
    order: `Order ${receipt.order.name} placed`,
    refund: 'Refund',
    cancelled: 'Order cancelled',
  };
  return {
    at: moment(entry.at),
    atIso: entry.at,
    kind: entry.kind,
    title: titles[entry.kind],
    detail:
      entry.kind === 'order'
        ? null
        : (amount ?? ([cameBy(entry.origin, receipt), entry.page].filter(Boolean).join(' · ') || null)),
    deciding: entry.deciding,
    grade: entry.grade ? gradeView(entry.grade) : null,
  };
}
