import { type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { type DeliveryState, type Settlement } from '~/messaging/delivery';

/**
 * Adds deliveries of one version; a contact who has one already is passed over.
 * @returns those that were added
 */
export async function insertDeliveries(
  shop: ShopId,
  versionId: bigint,
  channel: string,
  deliveries: { contactId: bigint; state: 'queued' | 'skipped'; reason: string | null }[],
  now: Date,
  tx: Db,
): Promise<{ id: bigint; state: string }[]> {
  return tx.delivery.createManyAndReturn({
    data: deliveries.map((delivery) => ({ shopId: shop, versionId, channel, queuedAt: now, ...delivery })),
    skipDuplicates: true,
    select: { id: true, state: true },
  });
}

export interface WaitingDelivery {
  state: DeliveryState;
  versionId: bigint;
  campaignId: bigint | null;
}

export async function loadDelivery(shop: ShopId, deliveryId: bigint): Promise<WaitingDelivery | undefined> {
  const [row] = await db.$queryRaw<WaitingDelivery[]>`
    SELECT d.state, d.version_id AS "versionId", m.campaign_id AS "campaignId"
    FROM delivery d
    JOIN message_version v ON v.shop_id = d.shop_id AND v.id = d.version_id
    JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
    WHERE d.shop_id = ${shop}::int AND d.id = ${deliveryId}::bigint`;
  return row;
}

/** A delivery in hand, with its recipient and sender as they are at the moment of claiming. */
export interface ClaimedDelivery {
  attempts: number;
  contactId: bigint;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  emailConsent: string;
  redactedAt: Date | null;
  shopName: string;
  uninstalledAt: Date | null;
}

/**
 * Takes a queued delivery in hand: committed before anything is handed over, so that whatever happens next, it is
 * taken only once.
 * @returns undefined where it was not queued any more
 */
export async function claimDelivery(
  shop: ShopId,
  deliveryId: bigint,
  now: Date,
): Promise<ClaimedDelivery | undefined> {
  const [claimed] = await db.$queryRaw<ClaimedDelivery[]>`
    UPDATE delivery d SET state = 'sending', sending_at = ${now}::timestamptz, attempts = d.attempts + 1
    FROM contact c, shop s
    WHERE d.shop_id = ${shop}::int AND d.id = ${deliveryId}::bigint AND d.state = 'queued'
      AND c.shop_id = d.shop_id AND c.id = d.contact_id AND s.id = d.shop_id
    RETURNING d.attempts, d.contact_id AS "contactId", c.email, c.first_name AS "firstName", c.last_name AS "lastName",
      c.email_consent AS "emailConsent", c.redacted_at AS "redactedAt",
      s.name AS "shopName", s.uninstalled_at AS "uninstalledAt"`;
  return claimed;
}

/**
 * Writes what a delivery came to. That the provider took or refused the mail is certain, and replaces `unknown` too;
 * anything else is written only while the delivery is still in hand.
 */
export async function settleDelivery(
  shop: ShopId,
  deliveryId: bigint,
  settlement: Settlement,
  now: Date,
): Promise<void> {
  const certain = settlement.state === 'sent' || settlement.state === 'failed';
  await db.delivery.updateMany({
    where: { shopId: shop, id: deliveryId, state: { in: certain ? ['sending', 'unknown'] : ['sending'] } },
    data:
      settlement.state === 'sent'
        ? { state: 'sent', sentAt: now, providerMessageId: settlement.providerMessageId, reason: null }
        : { state: settlement.state, reason: settlement.reason },
  });
}

/** Notes that a contact unsubscribed through this delivery; the first time stands. */
export async function stampUnsubscribed(shop: ShopId, deliveryId: bigint, now: Date, tx: Db): Promise<void> {
  await tx.delivery.updateMany({
    where: { shopId: shop, id: deliveryId, unsubscribedAt: null },
    data: { unsubscribedAt: now },
  });
}

/** Replaces what a provider said of the address of a contact who asked to be forgotten; our own words stay. */
export async function forgetReasons(shop: ShopId, shopifyCustomerId: bigint, tx: Db): Promise<void> {
  await tx.$executeRaw`
    UPDATE delivery d SET reason = 'redacted' FROM contact c
    WHERE d.shop_id = ${shop} AND c.shop_id = d.shop_id AND c.id = d.contact_id
      AND c.shopify_id = ${shopifyCustomerId} AND d.reason !~ '^[a-z_]+$'`;
}

export interface DeliveryRow {
  id: bigint;
  state: DeliveryState;
  reason: string | null;
  attempts: number;
  sentAt: Date | null;
  unsubscribedAt: Date | null;
  /** Null once the contact is redacted. */
  email: string | null;
  name: string;
}

export const DELIVERIES_PER_PAGE = 50;

/** The deliveries of a campaign in the order they were queued, one page of them; `page` counts from 1. */
export async function listDeliveries(
  shop: ShopId,
  campaignId: bigint,
  filter: { state?: DeliveryState; unsubscribed?: boolean; page: number },
): Promise<{ rows: DeliveryRow[]; total: number }> {
  const where = {
    shopId: shop,
    version: { message: { campaignId } },
    ...(filter.state && { state: filter.state }),
    ...(filter.unsubscribed && { unsubscribedAt: { not: null } }),
  };
  const [total, rows] = await Promise.all([
    db.delivery.count({ where }),
    db.delivery.findMany({
      where,
      include: { contact: true },
      orderBy: { id: 'asc' },
      skip: (Math.max(filter.page, 1) - 1) * DELIVERIES_PER_PAGE,
      take: DELIVERIES_PER_PAGE,
    }),
  ]);
  return {
    total,
    rows: rows.map(({ contact, ...row }) => ({
      id: row.id,
      state: row.state as DeliveryState,
      reason: row.reason,
      attempts: row.attempts,
      sentAt: row.sentAt,
      unsubscribedAt: row.unsubscribedAt,
      email: contact.email,
      name: [contact.firstName, contact.lastName].filter(Boolean).join(' '),
    })),
  };
}
