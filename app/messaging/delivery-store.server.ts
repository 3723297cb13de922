import { type Db, db, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import type { Settlement, UnsubscribedHow } from '~/messaging/delivery';

/** What is added of a delivery. */
export interface NewDelivery {
  contactId: bigint;
  /** The way through an automation that it belongs to; null where it is a campaign's. */
  enrolmentId: bigint | null;
  state: 'queued' | 'skipped';
  reason: string | null;
}

/**
 * Adds deliveries of one version; a contact who has one already, of the same way through an automation, is passed over.
 * What is queued is due at once, but for those who wait for the variant that wins: they are due once they are released.
 * @param underCap whether the shop's frequency cap holds for them
 */
export async function insertDeliveries(
  shop: ShopId,
  versionId: bigint,
  channel: string,
  deliveries: readonly NewDelivery[],
  underCap: boolean,
  now: Date,
  tx: Sql,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO delivery (shop_id, version_id, contact_id, enrolment_id, under_cap, channel, state, reason, queued_at, due_at)
    SELECT ${shop}::int, ${versionId}::bigint, t.contact_id, t.enrolment_id, ${underCap}, ${channel}, t.state, t.reason,
      ${now}::timestamptz, CASE WHEN t.state = 'queued' AND t.reason IS NULL THEN ${now}::timestamptz END
    FROM unnest(${deliveries.map(({ contactId }) => contactId)}::bigint[],
      ${deliveries.map(({ enrolmentId }) => enrolmentId)}::bigint[], ${deliveries.map(({ state }) => state)}::text[],
      ${deliveries.map(({ reason }) => reason)}::text[]) AS t(contact_id, enrolment_id, state, reason)
    ON CONFLICT (shop_id, version_id, contact_id, enrolment_id) DO NOTHING`;
}

/** A message version that has deliveries to send now. */
export interface DueVersion {
  shop: ShopId;
  versionId: bigint;
  channel: string;
}

/**
 * The message versions of all shops that have deliveries due, but for those whose campaign or automation pauses and those whose
 * provider wants to be left alone. Costs one look at an index per version that has anything waiting.
 */
export async function unscopedDueVersions(now: Date): Promise<DueVersion[]> {
  return db.$queryRaw<DueVersion[]>`
    WITH RECURSIVE waiting AS (
      (SELECT shop_id, version_id, due_at FROM delivery WHERE due_at IS NOT NULL
       ORDER BY shop_id, version_id, due_at LIMIT 1)
      UNION ALL
      SELECT next.* FROM waiting w CROSS JOIN LATERAL (
        SELECT d.shop_id, d.version_id, d.due_at FROM delivery d
        WHERE d.due_at IS NOT NULL AND (d.shop_id, d.version_id) > (w.shop_id, w.version_id)
        ORDER BY d.shop_id, d.version_id, d.due_at LIMIT 1) AS next
    )
    SELECT w.shop_id AS shop, w.version_id AS "versionId", v.channel
    FROM waiting w
    JOIN message_version v ON v.shop_id = w.shop_id AND v.id = w.version_id
    JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
    LEFT JOIN campaign c ON c.shop_id = m.shop_id AND c.id = m.campaign_id
    LEFT JOIN automation a ON a.shop_id = m.shop_id AND a.id = m.automation_id
    LEFT JOIN sending_pace p ON p.shop_id = v.shop_id AND p.channel = v.channel
    WHERE w.due_at <= ${now}::timestamptz AND COALESCE(c.status, 'sending') = 'sending'
      AND COALESCE(a.status, 'active') = 'active'
      AND COALESCE(p.held_until <= ${now}::timestamptz, true)`;
}

/** A delivery in hand, with its recipient and sender as they are at the moment of claiming. */
export interface ClaimedDelivery {
  shop: ShopId;
  id: bigint;
  versionId: bigint;
  /** Null where it is not a campaign's. */
  campaignId: bigint | null;
  channel: string;
  /** This one included. */
  attempts: number;
  contactId: bigint;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  emailConsent: string;
  phone: string | null;
  smsConsent: string;
  whatsappConsent: string;
  redactedAt: Date | null;
  /** Whether the shop's frequency cap holds for it. */
  underCap: boolean;
  shopName: string;
  uninstalledAt: Date | null;
  /** Whether the address or number is on the channel's suppression list. */
  suppressed: boolean;
}

/**
 * Takes deliveries of a version that are due in hand: committed before anything is handed over, so that whatever
 * happens next, each is taken only once. Those that another has just taken are passed over, and none is taken of a
 * campaign or automation that pauses.
 * @param heldBy the worker, as it stands among the worker processes
 */
export async function claimDeliveries(
  shop: ShopId,
  versionId: bigint,
  most: number,
  heldBy: string,
  now: Date,
  tx: Db = db,
): Promise<ClaimedDelivery[]> {
  return tx.$queryRaw<ClaimedDelivery[]>`
    WITH due AS (
      SELECT d.id, m.campaign_id FROM delivery d
      JOIN message_version v ON v.shop_id = d.shop_id AND v.id = d.version_id
      JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
      WHERE d.shop_id = ${shop}::int AND d.version_id = ${versionId}::bigint AND d.due_at <= ${now}::timestamptz
        AND NOT EXISTS (SELECT FROM campaign c WHERE c.shop_id = m.shop_id AND c.id = m.campaign_id AND c.status <> 'sending')
        AND NOT EXISTS (SELECT FROM automation a WHERE a.shop_id = m.shop_id AND a.id = m.automation_id AND a.status <> 'active')
      ORDER BY d.due_at LIMIT ${most}::int
      FOR UPDATE OF d SKIP LOCKED
    )
    UPDATE delivery d SET state = 'sending', sending_at = ${now}::timestamptz, attempts = d.attempts + 1,
      due_at = NULL, held_by = ${heldBy}
    FROM due, contact c, shop s
    WHERE d.shop_id = ${shop}::int AND d.id = due.id
      AND c.shop_id = d.shop_id AND c.id = d.contact_id AND s.id = d.shop_id
    RETURNING d.shop_id AS shop, d.id, d.version_id AS "versionId", due.campaign_id AS "campaignId", d.channel, d.attempts,
      d.contact_id AS "contactId", c.email, c.first_name AS "firstName", c.last_name AS "lastName",
      c.email_consent AS "emailConsent", c.phone, c.sms_consent AS "smsConsent", c.whatsapp_consent AS "whatsappConsent",
      c.redacted_at AS "redactedAt", d.under_cap AS "underCap",
      s.name AS "shopName", s.uninstalled_at AS "uninstalledAt",
      EXISTS (SELECT FROM suppression x WHERE x.shop_id = d.shop_id AND x.channel = d.channel
        AND x.address_hash = CASE WHEN d.channel = 'email' THEN c.email_hash ELSE c.phone_hash END) AS suppressed`;
}

export interface SettledDelivery {
  delivery: Pick<ClaimedDelivery, 'shop' | 'id'>;
  settlement: Settlement;
}

/**
 * Writes what deliveries of any shops came to. That the provider took or refused a message is certain, and replaces
 * `unknown` too; anything else is written only while the delivery is still in hand. Again is as good as once.
 */
export async function unscopedSettleDeliveries(
  settled: readonly SettledDelivery[],
  now: Date,
): Promise<void> {
  const rows = settled.map(({ delivery, settlement }) => ({
    shop: delivery.shop,
    id: delivery.id,
    state: settlement.state,
    reason: settlement.state === 'sent' ? null : settlement.reason,
    bounce: settlement.state === 'failed' ? (settlement.bounce ?? null) : null,
    providerId: settlement.state === 'sent' ? settlement.providerMessageId : null,
    dueAt: settlement.state === 'queued' ? new Date(now.getTime() + settlement.waitMs) : null,
  }));
  await db.$executeRaw`
    UPDATE delivery d SET state = t.state, reason = t.reason, held_by = NULL, due_at = t.due_at,
      provider_message_id = COALESCE(t.provider_id, d.provider_message_id),
      bounce = COALESCE(t.bounce, d.bounce),
      bounced_at = CASE WHEN t.bounce IS NULL THEN d.bounced_at ELSE ${now}::timestamptz END,
      sent_at = CASE WHEN t.state = 'sent' THEN ${now}::timestamptz ELSE d.sent_at END
    FROM unnest(${rows.map((row) => row.shop)}::int[], ${rows.map((row) => row.id)}::bigint[],
      ${rows.map((row) => row.state)}::text[], ${rows.map((row) => row.reason)}::text[],
      ${rows.map((row) => row.providerId)}::text[], ${rows.map((row) => row.dueAt)}::timestamptz[],
      ${rows.map((row) => row.bounce)}::text[])
      AS t(shop_id, id, state, reason, provider_id, due_at, bounce)
    WHERE d.shop_id = t.shop_id AND d.id = t.id
      AND (d.state = 'sending' OR (d.state = 'unknown' AND t.state IN ('sent', 'failed')))`;
}

/**
 * Gives up what workers had in hand that are dead: nobody can know whether the provider got it, so it becomes `unknown`
 * and is not sent again. A worker is dead once its process is off the list of workers.
 * @returns how many there were
 */
export async function unscopedInterruptDeliveries(): Promise<number> {
  return db.$executeRaw`
    UPDATE delivery d SET state = 'unknown', reason = 'interrupted', held_by = NULL
    WHERE d.state = 'sending' AND NOT EXISTS (SELECT FROM worker_process p WHERE p.worker_id = d.held_by)`;
}

/** Skips deliveries that were just taken in hand and not handed over. */
export async function skipInHand(
  shop: ShopId,
  ids: readonly bigint[],
  reason: 'frequency_cap',
  tx: Db,
): Promise<void> {
  await tx.delivery.updateMany({
    where: { shopId: shop, id: { in: [...ids] }, state: 'sending' },
    data: { state: 'skipped', reason, heldBy: null },
  });
}

/**
 * Gives those of a campaign who wait for the variant that wins this version, due at once.
 * @returns how many there were
 */
export async function releaseRest(
  shop: ShopId,
  campaignId: bigint,
  versionId: bigint,
  now: Date,
  tx: Db,
): Promise<number> {
  return tx.$executeRaw`
    UPDATE delivery d SET version_id = ${versionId}::bigint, reason = NULL, due_at = ${now}::timestamptz
    FROM message m JOIN message_version v ON v.shop_id = m.shop_id AND v.message_id = m.id
    WHERE m.shop_id = ${shop}::int AND m.campaign_id = ${campaignId}::bigint
      AND d.shop_id = v.shop_id AND d.version_id = v.id AND d.state = 'queued' AND d.reason = 'awaits_winner'`;
}

/** Skips what of a campaign has not been taken in hand yet. */
export async function skipWaiting(
  shop: ShopId,
  campaignId: bigint,
  reason: 'cancelled',
  tx: Db,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE delivery d SET state = 'skipped', reason = ${reason}, due_at = NULL
    FROM message m JOIN message_version v ON v.shop_id = m.shop_id AND v.message_id = m.id
    WHERE m.shop_id = ${shop}::int AND m.campaign_id = ${campaignId}::bigint
      AND d.shop_id = v.shop_id AND d.version_id = v.id AND d.state = 'queued'`;
}

/** Skips what has not been taken in hand yet of ways through automations that ended early. */
export async function skipOfEnrolments(
  shop: ShopId,
  enrolmentIds: readonly bigint[],
  tx: Sql,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE delivery SET state = 'skipped', reason = 'left_automation', due_at = NULL
    WHERE shop_id = ${shop}::int AND enrolment_id = ANY(${[...enrolmentIds]}::bigint[]) AND state = 'queued'`;
}

/** Notes that a contact unsubscribed through this delivery; the first time stands, whatever they agree to later. */
export async function stampUnsubscribed(
  shop: ShopId,
  deliveryId: bigint,
  how: UnsubscribedHow,
  now: Date,
  tx: Db,
): Promise<void> {
  await tx.delivery.updateMany({
    where: { shopId: shop, id: deliveryId, unsubscribedAt: null },
    data: { unsubscribedAt: now, unsubscribedHow: how },
  });
}

/** Replaces what a provider said of the address of a contact who asked to be forgotten; our own words stay. */
export async function forgetReasons(shop: ShopId, shopifyCustomerId: bigint, tx: Db): Promise<void> {
  await tx.$executeRaw`
    UPDATE delivery d SET reason = 'redacted' FROM contact c
    WHERE d.shop_id = ${shop} AND c.shop_id = d.shop_id AND c.id = d.contact_id
      AND c.shopify_id = ${shopifyCustomerId} AND d.reason !~ '^[a-z_]+$'`;
}
