import { z } from 'zod';
import { BUCKETS, REASONS } from '~/attribution/bucket';
import { GRADES } from '~/attribution/evidence';
import { ruleSchema } from '~/attribution/settings';
import { trafficChannels } from '~/attribution/traffic-channel';

/** What the manifest of an archive names its format, and which version of it this is. */
export const FORMAT = 'sales-trail-archive';
export const VERSION = 1;
export const MANIFEST = 'manifest.json';

/** What is in a folder is no archive that can be read, or is not all that was exported. */
export class BrokenArchive extends Error {}

/** Whole numbers stand as decimal text: many are larger than what readers of JSON keep exact. */
const whole = z.codec(z.string().regex(/^-?\d+$/), z.bigint(), { decode: BigInt, encode: String });
/** Times are UTC, to the millisecond. */
const moment = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});
const grade = z.enum(GRADES);
const weightPpm = z.int();

const tags = z.object({
  source: z.string().nullable(),
  medium: z.string().nullable(),
  campaign: z.string().nullable(),
  id: z.string().nullable(),
});

/** Without the page, which decides nothing; of the page before it the host alone. */
const landing = z.object({
  at: moment.nullable(),
  clickId: z.string().nullable(),
  utm: tags,
  adParam: z.string().nullable(),
  referrer: z.string().nullable(),
});

const settings = ruleSchema.extend({ version: z.int(), validFrom: moment });

/** A message as one version of it was sent, without its content. */
const message = z.object({
  id: whole,
  publicId: z.string(),
  tracked: z.boolean(),
  adopted: z.boolean(),
  frozenAt: moment,
  campaignId: whole.nullable(),
  campaign: z.string().nullable(),
  variant: z.string().nullable(),
  trackingLinkId: whole.nullable(),
  automationId: whole.nullable(),
  subject: z.string(),
  channel: z.string(),
  utm: z.object({ source: z.string(), medium: z.string(), campaign: z.string() }),
  discountCode: z.string(),
});

/** Amounts are minor units of the order's currency. */
const order = z.object({
  orderId: whole,
  name: z.string(),
  kind: z.enum(['web', 'pos', 'draft', 'subscription_renewal', 'other_app']),
  test: z.boolean(),
  createdAt: moment,
  placedAt: moment,
  updatedAt: moment,
  cancelledAt: moment.nullable(),
  deletedAt: moment.nullable(),
  sourceName: z.string().nullable(),
  financialStatus: z.string().nullable(),
  currency: z.string(),
  totalMinor: whole,
  valueMinor: whole,
  netMinor: whole,
  /** How it was decided last; null where it never was. */
  standing: z
    .object({
      settingsVersion: z.int(),
      bucket: z.enum(BUCKETS),
      reason: z.enum(REASONS),
      decidedAt: moment,
    })
    .nullable(),
  /** Whether something arrived since by which it is to be decided anew. */
  waiting: z.boolean(),
});

const ledgerEntry = z.object({
  orderId: whole,
  at: moment,
  kind: z.string(),
  ref: whole,
  currency: z.string(),
  grossMinor: whole,
  giftCardMinor: whole,
  discountMinor: whole,
  returnMinor: whole,
  shippingMinor: whole,
  taxMinor: whole,
  dutyMinor: whole,
  tipMinor: whole,
  otherMinor: whole,
  totalMinor: whole,
});

const touch = z.object({
  orderId: whole,
  ordinal: z.int(),
  touchAt: moment,
  timed: z.boolean(),
  grade,
  source: z.string(),
  medium: z.string().nullable(),
  channel: z.enum(trafficChannels),
  versionId: whole.nullable(),
});

/** What an order is decided from, beside the order itself and the messages. */
const evidence = z.object({
  orderId: whole,
  cartClickId: z.string().nullable(),
  landing: landing.nullable(),
  checkouts: z.array(z.object({ at: moment })),
  pixelLandings: z.array(landing),
  journey: z.object({ state: z.enum(['waiting', 'ready', 'absent', 'expired']), visits: z.array(landing) }),
  clicks: z.array(
    z.object({
      id: z.string(),
      at: moment,
      versionId: whole,
      verdict: z.enum(['human', 'machine']),
      presumed: z.boolean(),
    }),
  ),
  contactClickIds: z.array(z.string()),
  versionIds: z.array(whole),
  /** Of the codes that were entered those that are a campaign's own. */
  discountCodes: z.array(z.string()),
  sends: z.array(z.object({ versionId: whole, at: moment })),
  subscription: z
    .object({
      orderId: whole,
      name: z.string(),
      shares: z.array(z.object({ versionId: whole, touchAt: moment, grade, weightPpm })),
    })
    .nullable(),
});

/** Model and grade are words as they are stored: whatever stands there is compared. */
const credit = z.object({
  orderId: whole,
  model: z.string(),
  ordinal: z.int(),
  versionId: whole,
  settingsVersion: z.int(),
  touchAt: moment,
  grade: z.string(),
  weightPpm,
  amountMinor: whole,
});

const renewal = z.object({
  orderId: whole,
  ordinal: z.int(),
  versionId: whole,
  firstOrderId: whole,
  settingsVersion: z.int(),
  weightPpm,
  amountMinor: whole,
});

/** The files of an archive: JSON Lines, one row a line, each named after what it holds. */
export const ROWS = {
  settings,
  messages: message,
  orders: order,
  ledger: ledgerEntry,
  touches: touch,
  evidence,
  credits: credit,
  renewals: renewal,
};
export type FileName = keyof typeof ROWS;
export const FILE_NAMES = Object.keys(ROWS) as FileName[];
export const pathOf = (name: FileName): string => `${name}.jsonl`;

export type Row<Name extends FileName> = z.output<(typeof ROWS)[Name]>;

/** A row as its line says it. */
export const lineOf = <Name extends FileName>(name: Name, row: Row<Name>): string =>
  `${JSON.stringify(z.encode<z.ZodType>(ROWS[name], row))}\n`;

const file = z.object({ rows: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** The archive as a whole. It is written last: a folder without it was not exported to the end. */
export const manifestSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  shop: z.object({
    domain: z.string(),
    currency: z.string(),
    timeZone: z.string(),
    /** Host names that are the shop itself. */
    ownHosts: z.array(z.string()),
  }),
  /** All files tell the same moment. */
  takenAt: moment,
  /** From when on clicks and touches are all there; null where none was ever dropped. */
  keptSince: z.object({ clicks: moment.nullable(), touches: moment.nullable() }),
  files: z.record(z.enum(FILE_NAMES as [FileName, ...FileName[]]), file),
});
export type Manifest = z.output<typeof manifestSchema>;
