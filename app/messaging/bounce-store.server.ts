import type { Bounce } from '~/channels/channel';
import type { Db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** A delivery as far as what comes back of it is concerned. */
export interface ReturnedDelivery {
  contactId: bigint;
  channel: string;
  bounce: Bounce | null;
  /** Of the contact's address as it is now; null where there is none. */
  emailHash: string | null;
}

/** Holds a delivery until the end of the transaction; undefined where there is none that was sent. */
export async function lockReturned(
  shop: ShopId,
  deliveryId: bigint,
  tx: Db,
): Promise<ReturnedDelivery | undefined> {
  const [row] = await tx.$queryRaw<ReturnedDelivery[]>`
    SELECT d.contact_id AS "contactId", d.channel, d.bounce, c.email_hash AS "emailHash"
    FROM delivery d JOIN contact c ON c.shop_id = d.shop_id AND c.id = d.contact_id
    WHERE d.shop_id = ${shop}::int AND d.id = ${deliveryId}::bigint AND d.state <> 'skipped'
    FOR UPDATE OF d`;
  return row;
}

/** Notes that a delivery came back: it has failed, whatever it was before, and is not sent again. */
export async function markBounced(
  shop: ShopId,
  deliveryId: bigint,
  bounce: Bounce,
  now: Date,
  tx: Db,
): Promise<void> {
  await tx.delivery.updateMany({
    where: { shopId: shop, id: deliveryId },
    data: { state: 'failed', reason: 'bounced', bounce, bouncedAt: now, dueAt: null, heldBy: null },
  });
}

/** Notes that the recipient reported a delivery as spam; the first time stands. @returns whether that was news */
export async function markComplained(shop: ShopId, deliveryId: bigint, now: Date, tx: Db): Promise<boolean> {
  const { count } = await tx.delivery.updateMany({
    where: { shopId: shop, id: deliveryId, complainedAt: null },
    data: { complainedAt: now },
  });
  return count > 0;
}

/**
 * How many of the last deliveries to a contact on a channel came back softly, in a row up to the last one. Deliveries that say nothing of
 * the address do not count.
 * @param most counts no further
 */
export async function countSoftBounces(
  shop: ShopId,
  contactId: bigint,
  channel: string,
  most: number,
  tx: Db,
): Promise<number> {
  const last = await tx.$queryRaw<{ bounce: Bounce | null }[]>`
    SELECT bounce FROM delivery
    WHERE shop_id = ${shop}::int AND contact_id = ${contactId}::bigint AND channel = ${channel}
      AND (state IN ('sent', 'delivered') OR bounce IS NOT NULL)
    ORDER BY id DESC LIMIT ${most}::int`;
  const broken = last.findIndex(({ bounce }) => bounce !== 'soft');
  return broken < 0 ? last.length : broken;
}
