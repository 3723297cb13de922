import { db, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** What Shopify has of the shop's activities, by their remote ids. */
export async function toldActivities(
  shop: ShopId,
): Promise<Map<string, { told: string | null; failure: string | null }>> {
  const rows = await db.marketingActivity.findMany({ where: { shopId: shop } });
  return new Map(rows.map(({ remoteId, told, failure }) => [remoteId, { told, failure }]));
}

/** What Shopify was told of an activity from a day on, by day. */
export async function toldDays(shop: ShopId, remoteId: string, from: string): Promise<Map<string, string>> {
  const rows = await db.marketingDay.findMany({
    where: { shopId: shop, remoteId, day: { gte: new Date(from) } },
  });
  return new Map(rows.map(({ day, told }) => [day.toISOString().slice(0, 10), told]));
}

/** Notes what Shopify has of an activity now, or why it refused to take it. */
export async function noteActivity(
  shop: ShopId,
  remoteId: string,
  title: string,
  now: { told: string; failure: null } | { failure: string },
): Promise<void> {
  await db.marketingActivity.upsert({
    where: { shopId_remoteId: { shopId: shop, remoteId } },
    create: { shopId: shop, remoteId, title, ...now },
    update: { title, ...now },
  });
}

/** Notes what Shopify has of an activity for a day. */
export async function noteDay(shop: ShopId, remoteId: string, day: string, told: string): Promise<void> {
  const key = { shopId: shop, remoteId, day: new Date(day) };
  await db.marketingDay.upsert({
    where: { shopId_remoteId_day: key },
    create: { ...key, told },
    update: { told },
  });
}

/** Notes that Shopify has an activity no more, nor its days. */
export async function dropActivity(shop: ShopId, remoteId: string): Promise<void> {
  await db.marketingActivity.deleteMany({ where: { shopId: shop, remoteId } });
}

/** How many activities Shopify has, and those that it refuses, at most `most`. */
export async function activityStates(
  shop: ShopId,
  most: number,
): Promise<{ told: number; refused: { title: string; failure: string }[] }> {
  const told = await db.marketingActivity.count({ where: { shopId: shop, told: { not: null } } });
  const refused = await db.marketingActivity.findMany({
    where: { shopId: shop, failure: { not: null } },
    orderBy: { remoteId: 'asc' },
    take: most,
  });
  return {
    told,
    refused: refused.map(({ title, failure }) => ({ title, failure: failure ?? '' })),
  };
}

/** Forgets what Shopify has of the shop, where the app has no say any more. */
export async function dropActivities(shop: ShopId, tx: Sql): Promise<void> {
  await tx.$executeRaw`DELETE FROM marketing_activity WHERE shop_id = ${shop}`;
}
