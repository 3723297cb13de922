import { DateTime } from 'luxon';
import { toDecimal } from '~/lib/money';
import type { MarketingActivity, MarketingFigures } from '~/tracking/marketing';

const STATUS = { active: 'ACTIVE', paused: 'PAUSED', over: 'INACTIVE' };

/** Shopify knows no channel for text messages: they count as social, with its tactic for messages. */
const KINDS: Record<string, { marketingChannelType: string; tactic: string }> = {
  email: { marketingChannelType: 'EMAIL', tactic: 'NEWSLETTER' },
  link: { marketingChannelType: 'REFERRAL', tactic: 'LINK' },
};
const MESSAGE = { marketingChannelType: 'SOCIAL', tactic: 'MESSAGE' };

/** An activity as `marketingActivityUpsertExternal` takes it. @param appAddress the app's own in the shop's admin */
export function activityInput(activity: MarketingActivity, appAddress: string) {
  return {
    remoteId: activity.remoteId,
    title: activity.title,
    remoteUrl: appAddress + activity.path,
    status: STATUS[activity.status],
    ...(KINDS[activity.channel] ?? MESSAGE),
    utm: activity.utm,
    start: activity.startedAt.toISOString(),
    end: activity.endedAt?.toISOString() ?? null,
  };
}

/** One day's figures as `marketingEngagementCreate` takes them; what is not known is left out. @param day yyyy-mm-dd */
export function engagementInput(day: string, figures: MarketingFigures, currency: string, zone: string) {
  const known = {
    sendsCount: figures.sent,
    impressionsCount: figures.delivered,
    failsCount: figures.bounced,
    complaintsCount: figures.complained,
    unsubscribesCount: figures.unsubscribed,
    uniqueViewsCount: figures.opened,
    clicksCount: figures.clicks,
    uniqueClicksCount: figures.clicked,
  };
  return {
    occurredOn: day,
    utcOffset: DateTime.fromISO(day, { zone }).toFormat('ZZ'),
    isCumulative: false,
    ...Object.fromEntries(Object.entries(known).filter(([, count]) => count !== null)),
    orders: ordersOf(figures.ordersPpm),
    sales: { amount: toDecimal({ minor: figures.salesMinor, currency }), currencyCode: currency },
  };
}

/** Shares of orders as a decimal number without needless digits. */
function ordersOf(ppm: bigint): string {
  const digits = ppm.toString().padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '');
}
