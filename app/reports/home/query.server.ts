import { findSettings } from '~/attribution/attribution-store.server';
import { channelOf } from '~/channels/channel';
import { listProviders, unreadableChannels } from '~/channels/provider-store.server';
import { db, type Shop } from '~/db.server';
import { env } from '~/env.server';
import { lastDays, type Period, previousPeriod } from '~/lib/period';
import { deliveredIn } from '~/reports/delivered.server';
import { BEST_MESSAGES, type HomeView, interpretHome } from '~/reports/home/interpret';
import { creditVersions, orderSums, topVersions } from '~/reports/sums.server';

const DAYS = 30;

/** How the set-up stands, the last 30 days beside the 30 before, and whether facts keep coming in. */
export async function homeReport(shop: Shop, now: Date): Promise<HomeView> {
  const settings = await findSettings(shop.id, db);
  const period = lastDays(DAYS, now, shop.timeZone);
  const before = previousPeriod(period);
  const own = { shopId: shop.id };
  const [orders, credits, delivered, ordersBefore, creditsBefore, deliveredBefore] = await Promise.all([
    orderSums(shop, period),
    creditVersions(shop, period),
    deliveredOf(shop, period),
    orderSums(shop, before),
    creditVersions(shop, before),
    deliveredOf(shop, before),
  ]);
  const providers = await listProviders(shop.id);
  const [facts, versions, trackedVersions, lastHandedOver, sync, oldestPendingAt] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { id: shop.id } }),
    topVersions(shop, period, credits, BEST_MESSAGES),
    db.messageVersion.count({ where: { ...own, trackSales: true } }),
    db.delivery.findFirst({
      where: { ...own, state: { in: ['sent', 'delivered', 'failed'] } },
      orderBy: { sendingAt: { sort: 'desc', nulls: 'last' } },
      select: { state: true, channel: true },
    }),
    db.syncState.findUnique({ where: own }),
    oldestPending(shop),
  ]);
  return interpretHome({
    currency: shop.currency,
    zone: shop.timeZone,
    settings,
    setUp: {
      pixelConnected: facts.pixelId !== null,
      pixelError: facts.pixelError,
      sender: providers.find(({ channel }) => channel === 'email')?.sender ?? env.MAIL_FROM,
      unreadable: await unreadableChannels(shop.id),
      lastFailed: lastHandedOver?.state === 'failed' ? channelOf(lastHandedOver.channel) : null,
      trackedVersions,
    },
    lastWebhookAt: facts.lastWebhookAt,
    lastPixelAt: facts.lastPixelAt,
    lastSweep: sync?.lastSweepAt
      ? {
          at: sync.lastSweepAt,
          differing: sync.lastMissing + sync.lastDifferent,
          differenceMinor: sync.lastDifferenceMinor,
        }
      : null,
    oldestPendingAt,
    now: { orders: orders.byBucket, credits, delivered },
    before: { orders: ordersBefore.byBucket, credits: creditsBefore, delivered: deliveredBefore },
    versions,
  });
}

/** On all channels together. */
const deliveredOf = async (shop: Shop, period: Period): Promise<number> =>
  (await deliveredIn(shop, period)).reduce((sum, { count }) => sum + count, 0);

async function oldestPending(shop: Shop): Promise<Date | null> {
  const [oldest] = await db.$queryRaw<{ at: Date }[]>`
    SELECT o.processed_at AS at FROM order_standing s
    JOIN "order" o ON o.shop_id = s.shop_id AND o.id = s.order_id
    WHERE s.shop_id = ${shop.id} AND s.bucket = 'pending'
    ORDER BY o.processed_at LIMIT 1`;
  return oldest?.at ?? null;
}
