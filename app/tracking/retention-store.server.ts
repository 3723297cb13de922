import { db, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { DEFAULT_RETENTION, type KeptFrom, type Retention } from '~/tracking/retention';

const settings = { clickMonths: true, touchMonths: true, receiptDays: true } as const;

export async function loadRetention(shop: ShopId): Promise<Retention> {
  return (await db.retention.findUnique({ where: { shopId: shop }, select: settings })) ?? DEFAULT_RETENTION;
}

/** What is older than these settings keep goes within the hour. */
export async function saveRetention(
  shop: ShopId,
  { clickMonths, touchMonths, receiptDays }: Retention,
): Promise<void> {
  const values = { clickMonths, touchMonths, receiptDays };
  await db.retention.upsert({ where: { shopId: shop }, create: { shopId: shop, ...values }, update: values });
}

/** What each shop keeps. */
export async function unscopedListRetentions(): Promise<(Retention & { shop: ShopId })[]> {
  const shops = await db.shop.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  const chosen = await db.retention.findMany({ select: { shopId: true, ...settings } });
  const byShop = new Map(chosen.map(({ shopId, ...retention }) => [shopId, retention]));
  return shops.map(({ id }) => ({ shop: id, ...(byShop.get(id) ?? DEFAULT_RETENTION) }));
}

/**
 * Notes from when on each shop's clicks and touches are all there. To be committed before any of them goes: whoever
 * reads this after them then knows what they may lack.
 */
export async function unscopedNoteKeptFrom(
  shops: readonly ({ shop: ShopId; kept: KeptFrom } & Retention)[],
): Promise<void> {
  const rows = shops.map(({ shop, kept, ...retention }) => ({
    shop_id: shop,
    click_months: retention.clickMonths,
    touch_months: retention.touchMonths,
    receipt_days: retention.receiptDays,
    clicks_since: kept.clicks,
    touches_since: kept.touches,
  }));
  await db.$executeRaw`
    INSERT INTO retention AS r (shop_id, click_months, touch_months, receipt_days, clicks_since, touches_since)
    SELECT shop_id, click_months, touch_months, receipt_days, clicks_since, touches_since
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(shop_id int, click_months int, touch_months int,
      receipt_days int, clicks_since timestamptz, touches_since timestamptz)
    ORDER BY shop_id
    ON CONFLICT (shop_id) DO UPDATE SET
      clicks_since = greatest(r.clicks_since, excluded.clicks_since),
      touches_since = greatest(r.touches_since, excluded.touches_since)
    WHERE (r.clicks_since, r.touches_since) IS DISTINCT FROM
      (greatest(r.clicks_since, excluded.clicks_since), greatest(r.touches_since, excluded.touches_since))`;
}

/** From when on all clicks, and all touches, are there; null where nothing was ever dropped. */
export async function keptSince(
  shop: ShopId,
  tx: Sql = db,
): Promise<{ clicks: Date | null; touches: Date | null }> {
  const [found] = await tx.$queryRaw<{ clicks: Date | null; touches: Date | null }[]>`
    SELECT clicks_since AS clicks, touches_since AS touches FROM retention WHERE shop_id = ${shop}`;
  return found ?? { clicks: null, touches: null };
}
