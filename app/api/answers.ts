import { z } from 'zod';
import { BUCKETS, REASONS } from '~/attribution/bucket';
import { GRADES } from '~/attribution/evidence';
import { RULE_MODELS } from '~/attribution/facts';
import { trafficChannels } from '~/attribution/traffic-channel';
import { CHANNELS, LINK_CHANNEL } from '~/channels/channel';
import { DATE_BASES } from '~/reports/basis';

/** The shapes of all answers by their names in the API's description. */
export const answers = z.registry<{ id: string }>();

const named = <Shape extends z.ZodType>(id: string, shape: Shape): Shape => {
  answers.add(shape, { id });
  return shape;
};

const id = z.string().regex(/^\d+$/);
const at = z.iso.datetime().describe('In UTC.');
const day = z.iso.date().describe('In the shop’s time zone.');
const utm = z.object({ source: z.string(), medium: z.string(), campaign: z.string() });
const messageChannel = z.enum([...CHANNELS, LINK_CHANNEL]);

export const money = named(
  'Money',
  z.object({
    amountMinor: z.int().describe('In the smallest unit of the currency: 1230 of EUR is 12.30.'),
    currency: z.string().describe('By ISO 4217.'),
  }),
);

/** A page of a list, under the name `…Page`. */
const pageOf = <Shape extends z.ZodType>(name: string, shape: Shape) =>
  named(
    `${name}Page`,
    z.object({
      data: z.array(named(name, shape)),
      nextCursor: z.string().nullable().describe('Asks for the next page; null on the last one.'),
    }),
  );

const credit = z.object({
  messageId: id.describe('The message as it was sent.'),
  model: z.enum(RULE_MODELS),
  grade: z.enum(GRADES).describe('The evidence that it rests on.'),
  touchAt: at,
  weightPpm: z.int().describe('The share of the order, in millionths.'),
  amount: money,
});

const order = z.object({
  id: id.describe('Shopify’s own.'),
  name: z.string().describe('Such as #1001.'),
  placedAt: at,
  value: money.describe('What the order is worth now, after refunds and edits.'),
  bucket: z.enum(BUCKETS),
  reason: z.enum(REASONS).nullable().describe('Null where the order is not decided yet.'),
  decidedAt: at.nullable(),
  credits: z.array(named('OrderCredit', credit)),
});
export const orderPage = pageOf('Order', order);

export const creditPage = pageOf(
  'Credit',
  credit.extend({ orderId: id, placedAt: at.describe('When the order was placed.') }),
);

const origin = named(
  'Origin',
  z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('message'), versionId: id }),
      z.object({
        kind: z.literal('other'),
        source: z.string(),
        medium: z.string().nullable(),
        channel: z.enum(trafficChannels).nullable(),
      }),
      z.object({ kind: z.literal('direct') }),
    ])
    .describe('Where a visit came from: one of the shop’s messages, another source, or neither.'),
);

const receipt = z.object({
  sentence: z.string().describe('Why the order was credited, or why not.'),
  rule: z.string().describe('The rule that decided, in words.'),
  settingsVersion: z.int(),
  deciding: z
    .object({ at, grade: z.enum(GRADES), origin })
    .nullable()
    .describe('The visit that decided: the credited one, or one of another source that stood in the way.'),
  trail: z.array(
    z.object({
      at,
      kind: z.enum(['sent', 'click', 'visit', 'code', 'checkout', 'order', 'refund', 'cancelled']),
      origin: origin.nullable(),
      grade: z.enum(GRADES).nullable(),
      deciding: z.boolean(),
    }),
  ),
  evidence: z.array(
    z.object({
      at: at.nullable().describe('Null where the time was not recorded.'),
      grade: z.enum(GRADES),
      origin: origin.nullable(),
      rejection: z.string().nullable().describe('Why it does not count; null where it does.'),
    }),
  ),
});

export const orderWithReceipt = named(
  'OrderWithReceipt',
  order.extend({
    receipt: named('Receipt', receipt).nullable().describe('Null where the order is not decided yet.'),
  }),
);

export const campaignPage = pageOf(
  'Campaign',
  z.object({
    id,
    name: z.string(),
    channel: z.enum(CHANNELS),
    status: z.string().describe('draft, scheduled, sending, paused or sent.'),
    sentElsewhere: z.boolean().describe('Whether another tool sent it.'),
    createdAt: at,
    updatedAt: at,
    scheduledAt: at.nullable(),
    startedAt: at.nullable(),
    sentAt: at.nullable(),
    archivedAt: at.nullable(),
  }),
);

export const messagePage = pageOf(
  'Message',
  z.object({
    id: id.describe('Of the message as it was sent; credits name it.'),
    publicId: z.string().describe('Travels in links as utm_id.'),
    channel: messageChannel,
    subject: z.string(),
    campaignId: id.nullable(),
    automationId: id.nullable(),
    linkId: id.nullable(),
    tracksSales: z.boolean(),
    utm,
    frozenAt: at.describe('When it was first sent.'),
  }),
);

export const automationPage = pageOf(
  'Automation',
  z.object({
    id,
    name: z.string(),
    status: z.string().describe('draft, active or paused.'),
    version: z.int().nullable().describe('The published one; null where none is.'),
    createdAt: at,
    updatedAt: at,
  }),
);

export const linkPage = pageOf(
  'Link',
  z.object({
    id,
    name: z.string(),
    group: z.string(),
    address: z.url().describe('The short address that is shared.'),
    destination: z.string(),
    utm,
    createdAt: at,
    expiresAt: at.nullable(),
    archivedAt: at.nullable(),
  }),
);

export const reportList = named(
  'ReportList',
  z.object({ data: z.array(z.object({ name: z.string(), title: z.string() })) }),
);

const cell = z
  .union([z.string(), z.number(), money, z.null()])
  .describe('A name, a number, or money; null where it is not known.');

export const report = named(
  'Report',
  z.object({
    name: z.string(),
    from: day.nullable().describe('Null where the report is not asked for days.'),
    to: day.nullable(),
    basis: z
      .enum(DATE_BASES)
      .nullable()
      .describe('On which day money is counted; null where that cannot be chosen.'),
    sentence: z.string().describe('What the report answers.'),
    rule: z.string().describe('Under which rule and on which days is counted, in words.'),
    columns: z.array(
      z.object({
        title: z.string(),
        definition: z.string().nullable().describe('What exactly is counted; null of a name.'),
      }),
    ),
    rows: z.array(
      z.object({
        id: z.string(),
        cells: z.array(cell),
        notes: z
          .array(z.string().nullable())
          .describe('Beside each cell: an interval, or why it is not known.'),
      }),
    ),
    total: z.array(cell).nullable().describe('Null where rows do not add up.'),
    notes: z.array(z.string()),
  }),
);

export const problem = named(
  'Problem',
  z
    .object({
      type: z.string(),
      title: z.string(),
      status: z.int(),
      detail: z.string().optional(),
    })
    .describe('What went wrong, by RFC 9457.'),
);
