import { z } from 'zod';
import { BUCKETS } from '~/attribution/bucket';
import { GRADES } from '~/attribution/evidence';
import { trafficChannels } from '~/attribution/traffic-channel';
import { variantSchema } from '~/campaigns/variants';
import type { OrderListFilter } from '~/reports/order-list/interpret';
import { periodInQuery } from '~/ui/period-query';

/** The tabs of the list of orders. */
export const ORDER_TABS = ['all', ...BUCKETS] as const;

const id = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt)
  .optional()
  .catch(undefined);

/** What the address of the list asks for. */
export const ordersQuery = z.object({
  bucket: z.enum(ORDER_TABS).catch('all'),
  search: z.string().max(100).catch(''),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  /** Of a credit: on which evidence it rests, and which campaign has it. */
  grade: z.enum(GRADES).optional().catch(undefined),
  campaign: id,
  automation: id,
  variant: variantSchema.optional().catch(undefined),
  /** Of a visit on the way to the order. */
  channel: z.enum(trafficChannels).optional().catch(undefined),
  source: z.string().max(500).optional().catch(undefined),
  /** Of the message that has a credit: which version it is, and its channel and tags. */
  message: id,
  /** The place of its link that was clicked. */
  link: z
    .union([z.literal('unknown').transform(() => null), z.coerce.number().int().min(0).max(100_000)])
    .optional()
    .catch(undefined),
  message_channel: z.string().max(50).optional().catch(undefined),
  utm_source: z.string().max(1_000).optional().catch(undefined),
  utm_medium: z.string().max(1_000).optional().catch(undefined),
  utm_campaign: z.string().max(1_000).optional().catch(undefined),
  /** What else stood in the way of a credit. */
  other: z.string().max(1_000).optional().catch(undefined),
  subscription: z.enum(['first', 'renewal']).optional().catch(undefined),
  /** An order of the customer whose subscription it is. */
  subscription_of: id,
  product: z.string().max(1_000).optional().catch(undefined),
  plan: z.string().max(1_000).catch(''),
  lines: z.literal('no').optional().catch(undefined),
  credited: z.literal('no').optional().catch(undefined),
  added: z.literal('yes').optional().catch(undefined),
  first: z.literal('yes').optional().catch(undefined),
});

/** Which orders an address asks for, on all pages of their list. */
export function orderFilter(query: Record<string, string>, zone: string): OrderListFilter {
  const { bucket, search, grade, campaign, automation, variant, ...by } = ordersQuery.parse(query);
  return {
    ...{ search, grade, variant, campaignId: campaign, automationId: automation },
    period: periodInQuery(query, zone),
    bucket: bucket === 'all' ? undefined : bucket,
    visits: { channel: by.channel, source: by.source },
    earnedBy: {
      versionId: by.message,
      link: by.link,
      channel: by.message_channel,
      source: by.utm_source,
      medium: by.utm_medium,
      campaign: by.utm_campaign,
    },
    otherSource: by.other,
    subscription: by.subscription,
    subscriptionOf: by.subscription_of,
    onPlan: by.lines === 'no' ? 'not_told' : planOf(by),
    isUncredited: by.credited === 'no',
    isAddedTo: by.added === 'yes',
    isFirst: by.first === 'yes',
  };
}

const planOf = ({ product, plan }: { product?: string | undefined; plan: string }) =>
  product === undefined ? undefined : { product, plan };
