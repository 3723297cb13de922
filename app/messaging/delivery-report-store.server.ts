import { type Channel, channelOf } from '~/channels/channel';
import { type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import type { DeliveryState } from '~/messaging/delivery';
import type { Report } from '~/messaging/report';

/** The channel of a delivery; undefined where there is none. */
export async function channelOfDelivery(shop: ShopId, deliveryId: bigint): Promise<Channel | undefined> {
  const delivery = await db.delivery.findUnique({
    where: { shopId_id: { shopId: shop, id: deliveryId } },
    select: { channel: true },
  });
  return delivery ? channelOf(delivery.channel) : undefined;
}

/** A delivery that is reported on. */
export interface ReportedDelivery {
  state: DeliveryState;
  channel: string;
  contactId: bigint;
  phone: string | null;
}

/** Holds a delivery until the end of the transaction, so that reports on it come one after the other. */
export async function lockDelivery(
  shop: ShopId,
  deliveryId: bigint,
  tx: Db,
): Promise<ReportedDelivery | undefined> {
  const [row] = await tx.$queryRaw<ReportedDelivery[]>`
    SELECT d.state, d.channel, d.contact_id AS "contactId", c.phone FROM delivery d
    JOIN contact c ON c.shop_id = d.shop_id AND c.id = d.contact_id
    WHERE d.shop_id = ${shop}::int AND d.id = ${deliveryId}::bigint FOR UPDATE OF d`;
  return row;
}

/** Writes a report of the provider and the state that it leads to. */
export async function applyReport(
  shop: ShopId,
  deliveryId: bigint,
  state: DeliveryState,
  report: Report,
  now: Date,
  tx: Db,
): Promise<void> {
  const arrived = state === 'delivered';
  await tx.$executeRaw`
    UPDATE delivery SET state = ${state},
      reason = CASE WHEN state = ${state} THEN reason WHEN ${state} = 'failed' THEN ${report.reason ?? 'failed'} END,
      provider_message_id = COALESCE(provider_message_id, ${report.providerMessageId ?? null}),
      due_at = NULL,
      bounce = CASE WHEN ${state} = 'failed' THEN COALESCE(bounce, ${report.bounce ?? null}) ELSE bounce END,
      bounced_at = CASE WHEN ${state} = 'failed' AND ${report.bounce ?? null}::text IS NOT NULL
        THEN COALESCE(bounced_at, ${now}::timestamptz) ELSE bounced_at END,
      sent_at = CASE WHEN ${state} = 'failed' THEN sent_at ELSE COALESCE(sent_at, ${now}::timestamptz) END,
      delivered_at = CASE WHEN ${arrived} THEN COALESCE(delivered_at, ${now}::timestamptz) ELSE delivered_at END,
      read_at = CASE WHEN ${arrived && report.status === 'read'} THEN COALESCE(read_at, ${now}::timestamptz) ELSE read_at END
    WHERE shop_id = ${shop}::int AND id = ${deliveryId}::bigint`;
}

/**
 * Counts a reply at the latest delivery of a channel that went to a contact; the same reply once.
 * @returns that delivery, if any
 */
export async function countReply(
  shop: ShopId,
  contactId: bigint,
  channel: string,
  replyId: string,
  tx: Db,
): Promise<bigint | undefined> {
  const [latest] = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM delivery
    WHERE shop_id = ${shop}::int AND contact_id = ${contactId}::bigint AND channel = ${channel}
      AND state IN ('sent', 'delivered', 'unknown')
    ORDER BY id DESC LIMIT 1`;
  if (!latest) return undefined;
  await tx.$executeRaw`
    UPDATE delivery SET replies = replies + 1, last_reply_id = ${replyId}
    WHERE shop_id = ${shop}::int AND id = ${latest.id}::bigint AND last_reply_id IS DISTINCT FROM ${replyId}`;
  return latest.id;
}
