import { DateTime } from 'luxon';
import { db, type Shop } from '~/db.server';
import { env } from '~/env.server';
import { logger } from '~/lib/logger.server';
import { lastDays, type Period } from '~/lib/period';
import { enqueue } from '~/queue/enqueue.server';
import type { Jobs } from '~/queue/jobs';
import { marketingActivities, type TaggedActivity } from '~/reports/marketing/activities.server';
import { marketingDays } from '~/reports/marketing/days.server';
import { AccessLost, AdminRequestFailed } from '~/shopify/admin-client.server';
import { activityInput, engagementInput } from '~/shopify/marketing-input';
import {
  dropActivity,
  noteActivity,
  noteDay,
  toldActivities,
  toldDays,
} from '~/shopify/marketing-store.server';
import { finishMarketing, loadSharing, postponeMarketing } from '~/shopify/sharing-store.server';
import { findShop } from '~/shopify/shop-store.server';
import { takeBackActivity, tellActivity, tellDay } from '~/shopify/tell-marketing.server';
import type { MarketingDays } from '~/tracking/marketing';

/** What changes on an older day, Shopify is not told any more. */
const DAYS = 90;
/** Shopify is told so many things by one job; the next goes on. */
const AT_ONCE = 500;
const AGAIN_MS = 60 * 60 * 1_000;
const GONE = ['invalid_remote_id', 'marketing_activity_does_not_exist', 'marketing_event_does_not_exist'];

/**
 * Tells Shopify what messages came to, as marketing activities: each is made or changed where it is not what Shopify has,
 * and of the days until yesterday those that are not what Shopify was told. Each thing told is noted at once, so that a
 * job that is cut short goes on where it was. Where the shop does not want it any more, all is taken back.
 */
export async function tellMarketing({ shopId }: Jobs['tell-marketing']): Promise<void> {
  const shop = await findShop(shopId);
  if (!shop || shop.uninstalledAt) return;
  const { marketing } = await loadSharing(shopId);
  const now = new Date();
  try {
    const told = marketing ? await tellAll(shop, now) : await takeBackAll(shop);
    logger.info({ shop: shopId, marketing, told }, 'marketing_told');
    if (told >= AT_ONCE)
      return await enqueue(db, 'tell-marketing', { shopId }, { key: `marketing:${shopId}` });
    await finishMarketing(shopId, now, marketing ? nextTime(now, shop.timeZone) : null);
  } catch (error) {
    if (!(error instanceof AccessLost || error instanceof AdminRequestFailed)) throw error;
    logger.warn({ shop: shopId, reason: error.reason }, 'marketing_not_told');
    await postponeMarketing(shopId, error.reason, new Date(now.getTime() + AGAIN_MS));
  }
}

/** At two in the night: by then the day before is over, and its orders are decided. */
const nextTime = (now: Date, zone: string): Date =>
  DateTime.fromJSDate(now, { zone }).plus({ days: 1 }).startOf('day').plus({ hours: 2 }).toJSDate();

/** @returns how many things Shopify was told, without those that it refused */
async function tellAll(shop: Shop, now: Date): Promise<number> {
  const yesterday = DateTime.fromJSDate(now, { zone: shop.timeZone }).minus({ days: 1 }).toJSDate();
  const period = lastDays(DAYS, yesterday, shop.timeZone);
  const activities = await marketingActivities(shop);
  const days = await marketingDays(shop, activities, period);
  const known = await toldActivities(shop.id);
  let told = 0;
  for (const activity of activities) {
    const { remoteId } = activity;
    const own = days.get(remoteId);
    if (!own && !known.has(remoteId)) continue;
    const had = known.get(remoteId);
    const answer = await tellOne(shop, activity, had);
    if (answer === 'told') told += 1;
    if (answer !== 'refused' || had?.told) told += await tellDays(shop, activity, own, period);
    if (told >= AT_ONCE) break;
  }
  return told;
}

async function tellOne(
  shop: Shop,
  activity: TaggedActivity,
  had: { told: string | null; failure: string | null } | undefined,
): Promise<'same' | 'told' | 'refused'> {
  const { remoteId, title } = activity;
  const input = activityInput(activity, `https://${shop.domain}/admin/apps/${env.SHOPIFY_API_KEY}`);
  const text = JSON.stringify(input);
  if (text === had?.told && had.failure === null) return 'same';
  const answered = await tellActivity(shop, input);
  await noteActivity(
    shop.id,
    remoteId,
    title,
    answered.ok ? { told: text, failure: null } : { failure: answered.reason },
  );
  return answered.ok ? 'told' : 'refused';
}

async function tellDays(
  shop: Shop,
  { remoteId, title }: TaggedActivity,
  days: MarketingDays | undefined,
  period: Period,
): Promise<number> {
  const had = await toldDays(shop.id, remoteId, period.days[0] ?? '');
  let told = 0;
  for (const day of period.days) {
    const figures = days?.get(day) ?? (had.has(day) ? NOTHING : undefined);
    if (!figures) continue;
    const input = engagementInput(day, figures, shop.currency, shop.timeZone);
    const text = JSON.stringify(input);
    if (text === had.get(day)) continue;
    const answered = await tellDay(shop, remoteId, input);
    if (!answered.ok) {
      // Somebody deleted it in Shopify: it is made anew the next time.
      if (GONE.includes(answered.reason)) await dropActivity(shop.id, remoteId);
      else await noteActivity(shop.id, remoteId, title, { failure: answered.reason });
      break;
    }
    await noteDay(shop.id, remoteId, day, text);
    told += 1;
  }
  return told;
}

/** What happened on a day, and did not after all. */
const NOTHING = {
  sent: null,
  delivered: null,
  bounced: null,
  complained: null,
  unsubscribed: null,
  opened: null,
  clicks: 0,
  clicked: 0,
  ordersPpm: 0n,
  salesMinor: 0n,
};

/** @returns how many activities were taken back */
async function takeBackAll(shop: Shop): Promise<number> {
  const known = [...(await toldActivities(shop.id))].slice(0, AT_ONCE);
  for (const [remoteId, { told }] of known) {
    const answered = told === null ? undefined : await takeBackActivity(shop, remoteId);
    if (answered && !answered.ok && !GONE.includes(answered.reason))
      throw new AdminRequestFailed('DeleteActivity', answered.reason);
    await dropActivity(shop.id, remoteId);
  }
  return known.length;
}
