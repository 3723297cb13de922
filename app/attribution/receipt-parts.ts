import { z } from 'zod';
import type { Reason, Bucket } from '~/attribution/bucket';
import type { Settings } from '~/attribution/facts';
import { isCountedRenewal, type Receipt, receiptSchema } from '~/attribution/receipt';

const { v, order, messages, trail, evidence, deciding, nearest } = receiptSchema.shape;

/** What a receipt says by the order and its evidence. Other settings leave it as it is, but for the evidence they accept. */
export const courseSchema = z.object({
  v,
  order,
  messages,
  trail: z.array(trail.element.omit({ deciding: true })),
  evidence: z.array(evidence.element.omit({ rejection: true })),
  renewal: z.object({ orderId: z.string(), name: z.string() }).nullable().default(null),
});
export type Course = z.infer<typeof courseSchema>;

/** What the settings make of it. */
export const rulingSchema = z.object({
  deciding,
  /** The place in the trail of what decided. */
  entry: z.number().int().nullable(),
  /** Of each line of the evidence. */
  rejections: z.array(evidence.element.shape.rejection),
  nearest,
});
export type Ruling = z.infer<typeof rulingSchema>;

/** A receipt as it is stored: bucket, reason and credits are columns and rows that reports add up. */
export interface ReceiptParts {
  bucket: Bucket;
  reason: Reason;
  /** By which it was decided. */
  settings: Settings;
  course: Course;
  ruling: Ruling;
  credits: Receipt['credits'];
  /** What a renewal brings beside the credits. */
  renewals: Receipt['credits'];
}

export const courseOf = ({ trail, evidence, renewal, ...receipt }: Receipt): Course => ({
  v: receipt.v,
  order: receipt.order,
  messages: receipt.messages,
  trail: trail.map(({ at, kind, origin, grade, page, amountMinor }) => ({
    at,
    kind,
    origin,
    grade,
    page,
    amountMinor,
  })),
  evidence: evidence.map(({ grade, at, origin, tags, page }) => ({ grade, at, origin, tags, page })),
  renewal: renewal && { orderId: renewal.orderId, name: renewal.name },
});

export function rulingOf({ deciding, trail, evidence, nearest }: Receipt): Ruling {
  const entry = trail.findIndex((one) => one.deciding);
  return {
    deciding,
    entry: entry < 0 ? null : entry,
    rejections: evidence.map(({ rejection }) => rejection),
    nearest,
  };
}

/** Puts a receipt together again. */
export function receiptFrom({ bucket, reason, settings, course, ruling, ...parts }: ReceiptParts): Receipt {
  const { version, ...rule } = settings;
  const counted = isCountedRenewal({ bucket, reason });
  return {
    ...course,
    bucket,
    reason,
    rule: { ...rule, settingsVersion: version },
    deciding: ruling.deciding,
    trail: course.trail.map((one, place) => ({ ...one, deciding: place === ruling.entry })),
    evidence: course.evidence.map((line, place) => ({
      ...line,
      rejection: ruling.rejections[place] ?? null,
    })),
    credits: parts.credits,
    renewal: course.renewal && { ...course.renewal, credits: counted ? parts.credits : parts.renewals },
    nearest: ruling.nearest,
  };
}
