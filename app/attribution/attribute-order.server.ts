import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { currentSettings, replaceStanding } from '~/attribution/attribution-store.server';
import { decide } from '~/attribution/decide';
import { gatherEvidence } from '~/attribution/gather-evidence.server';
import { receiptOf } from '~/attribution/receipt';

/**
 * Decides an order's bucket and credits from all that is known of it now, and replaces what stood there. The order is
 * locked from the first read to the last write, so that the last of several calls has seen the newest facts. An order
 * that the shop does not have is passed over: it asks again when it arrives.
 */
export async function attributeOrder(shop: ShopId, orderId: bigint, now: Date): Promise<void> {
  const standing = await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM "order" WHERE shop_id = ${shop} AND id = ${orderId} FOR UPDATE`;
      const facts = await gatherEvidence(shop, orderId, tx);
      if (!facts) return undefined;
      const settings = await currentSettings(shop, now, tx);
      const decision = decide(facts, settings);
      const receipt = receiptOf(facts, settings, decision);
      await replaceStanding(shop, orderId, { receipt, credits: decision.credits, settings, now }, tx);
      return { bucket: decision.bucket, reason: decision.reason };
    },
    { maxWait: 10_000, timeout: 30_000 },
  );
  logger.info(
    { shop, order: String(orderId), ...(standing ?? { bucket: 'unknown_order' }) },
    'attribute_order',
  );
}
