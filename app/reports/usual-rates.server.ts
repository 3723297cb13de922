import { findSettings } from '~/attribution/attribution-store.server';
import type { WinnerMetric } from '~/campaigns/variants';
import type { Channel } from '~/channels/channel';
import { db, type Shop } from '~/db.server';
import { countClicks } from '~/reports/clicks.server';
import { countOpens } from '~/reports/opens.server';

/** So many days of campaigns are looked back at. */
export const RATE_DAYS = 90;

export type UsualRates = Partial<Record<Exclude<WinnerMetric, 'revenue'>, number>>;

/**
 * What a shop's campaigns of the last 90 days came to on a channel, of all delivered messages: shares between 0 and 1.
 * One that is not known, or was zero, is absent.
 */
export async function usualRates(shop: Shop, channel: Channel, now: Date): Promise<UsualRates> {
  const since = new Date(now.getTime() - RATE_DAYS * 86_400_000);
  const { model } = await findSettings(shop.id, db);
  const versions = await db.$queryRaw<
    { id: bigint; tracked: boolean; clickable: boolean; delivered: number; orders: number }[]
  >`
    SELECT v.id, v.track_sales AS tracked, v.track_sales AND v.template IS NULL AS clickable,
      (SELECT count(*) FROM delivery d
        WHERE d.shop_id = v.shop_id AND d.version_id = v.id AND d.state IN ('sent', 'delivered'))::int AS delivered,
      (SELECT count(DISTINCT c.order_id) FROM credit c
        WHERE c.shop_id = v.shop_id AND c.version_id = v.id AND c.model = ${model})::int AS orders
    FROM message_version v JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
    WHERE v.shop_id = ${shop.id}::int AND v.channel = ${channel} AND m.campaign_id IS NOT NULL
      AND v.frozen_at >= ${since}::timestamptz AND v.frozen_at < ${now}::timestamptz`;
  const clickable = versions.filter((one) => one.clickable);
  const tracked = versions.filter((one) => one.tracked);
  const idsOf = (some: { id: bigint }[]) => some.map(({ id }) => id);
  const [clicks] = await countClicks(shop, idsOf(clickable), 'all');
  const { unique: opened } = await countOpens(shop, idsOf(versions));
  const orders = tracked.reduce((sum, one) => sum + one.orders, 0);
  return {
    clicks: rateOf(clicks?.unique ?? 0, clickable),
    opens: rateOf(opened, versions),
    orders: rateOf(orders, tracked),
  };
}

function rateOf(part: number, versions: { delivered: number }[]): number | undefined {
  const delivered = versions.reduce((sum, one) => sum + one.delivered, 0);
  return part > 0 && part < delivered ? part / delivered : undefined;
}
