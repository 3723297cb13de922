import { db, type Db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { acquitClicks } from '~/tracking/click-store.server';
import { currentSettings, replaceStandings } from '~/attribution/attribution-store.server';
import type { Bucket } from '~/attribution/bucket';
import { decide } from '~/attribution/decide';
import { acquittedClicks } from '~/attribution/evidence';
import { gatherEvidence } from '~/attribution/gather-evidence.server';
import { receiptOf } from '~/attribution/receipt';

const PATIENCE = { maxWait: 10_000, timeout: 60_000 };

/**
 * Decides buckets and credits of orders from all that is known of them now, and replaces what stood there. The orders
 * are locked from the first read to the last write, so that the last of several calls has seen the newest facts. Orders
 * that the shop does not have are passed over: they ask again when they arrive.
 * @param along the caller's transaction, where there is one
 */
export async function attributeOrders(
  shop: ShopId,
  orderIds: readonly bigint[],
  now: Date,
  along?: Db,
): Promise<void> {
  if (!along) return db.$transaction((tx) => attributeOrders(shop, orderIds, now, tx), PATIENCE);
  await along.$executeRaw`
    SELECT 1 FROM "order" WHERE shop_id = ${shop} AND id = ANY (${orderIds}::bigint[]) ORDER BY id FOR UPDATE`;
  const orders = await gatherEvidence(shop, orderIds, along);
  if (orders.length === 0) return;
  const settings = await currentSettings(shop, now, along);
  const standings = orders.map((facts) => {
    const decision = decide(facts, settings);
    return {
      orderId: facts.order.id,
      receipt: receiptOf(facts, settings, decision),
      credits: decision.credits,
    };
  });
  await acquitClicks(shop, orders.flatMap(acquittedClicks), along);
  await replaceStandings(shop, standings, settings, now, along);
  logger.info({ shop, orders: orders.length, ...bucketsOf(standings) }, 'attributed');
}

function bucketsOf(standings: readonly { receipt: { bucket: Bucket } }[]): Partial<Record<Bucket, number>> {
  const counts: Partial<Record<Bucket, number>> = {};
  for (const { receipt } of standings) counts[receipt.bucket] = (counts[receipt.bucket] ?? 0) + 1;
  return counts;
}
