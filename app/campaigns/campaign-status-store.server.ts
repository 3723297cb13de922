import type { Audience } from '~/campaigns/audience';
import type { CampaignFailure, PauseReason } from '~/campaigns/campaign';
import { OUTCOMES_WATCHED } from '~/campaigns/failing';
import { type Db, db, Prisma } from '~/db.server';
import type { ShopId } from '~/lib/ids';

const UNDER_WAY = ['sending', 'paused'];

/** Keeps everybody else from changing a campaign until the transaction ends. */
export async function lockCampaign(shop: ShopId, id: bigint, tx: Db): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM campaign WHERE shop_id = ${shop}::int AND id = ${id}::bigint FOR UPDATE`;
}

/**
 * Takes a draft out of the merchant's hands.
 * @param at when it is to be sent; null: now
 */
export async function markScheduled(
  shop: ShopId,
  id: bigint,
  at: Date | null,
  now: Date,
  tx: Db,
): Promise<void> {
  await tx.campaign.updateMany({
    where: { shopId: shop, id, status: 'draft' },
    data: {
      status: at ? 'scheduled' : 'sending',
      sendMode: at ? 'later' : 'now',
      scheduledAt: at,
      failure: null,
      updatedAt: now,
    },
  });
}

/** Gives a scheduled campaign another time; null: now. Returns whether it was scheduled. */
export async function markRescheduled(
  shop: ShopId,
  id: bigint,
  at: Date | null,
  now: Date,
  tx: Db,
): Promise<boolean> {
  const { count } = await tx.campaign.updateMany({
    where: { shopId: shop, id, status: 'scheduled' },
    data: {
      status: at ? 'scheduled' : 'sending',
      sendMode: at ? 'later' : 'now',
      scheduledAt: at,
      updatedAt: now,
    },
  });
  return count > 0;
}

/** Gives a campaign back to the merchant whose sending has not begun. Returns whether it was so. */
export async function markDraft(
  shop: ShopId,
  id: bigint,
  from: 'scheduled' | 'under_way',
  failure: CampaignFailure | null,
  now: Date,
  tx: Db = db,
): Promise<boolean> {
  const statuses = from === 'scheduled' ? [from] : UNDER_WAY;
  const { count } = await tx.campaign.updateMany({
    where: { shopId: shop, id, status: { in: statuses }, startedAt: null },
    data: {
      status: 'draft',
      sendMode: 'draft',
      scheduledAt: null,
      failure,
      pauseReason: null,
      updatedAt: now,
    },
  });
  return count > 0;
}

/** What an audience that was read is still to be expanded under: not where its campaign was cancelled or changed meanwhile. */
const toExpand = (shop: ShopId, id: bigint, audience: Audience, now: Date) => Prisma.sql`
  shop_id = ${shop}::int AND id = ${id}::bigint AND audience = ${JSON.stringify(audience)}::jsonb AND expanded_at IS NULL
  AND (status IN ('sending', 'paused') OR (status = 'scheduled' AND scheduled_at <= ${now}::timestamptz))`;

/** Keeps the campaign's lock until the transaction ends. Returns whether the audience that was read is still its own. */
export async function lockToExpand(
  shop: ShopId,
  id: bigint,
  audience: Audience,
  now: Date,
  tx: Db,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM campaign WHERE ${toExpand(shop, id, audience, now)} FOR UPDATE`;
  return rows.length > 0;
}

/**
 * Marks that sending has begun and keeps the campaign's lock until the transaction ends, so that its pages are written
 * one after the other.
 * @param audience that was read for it
 * @returns whether that is still to be expanded: not where it was cancelled or changed meanwhile, or all is expanded
 */
export async function markStarted(
  shop: ShopId,
  id: bigint,
  audience: Audience,
  now: Date,
  tx: Db,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE campaign SET status = CASE status WHEN 'paused' THEN 'paused' ELSE 'sending' END, started_at = COALESCE(started_at, ${now}::timestamptz), updated_at = ${now}::timestamptz
    WHERE ${toExpand(shop, id, audience, now)}`;
  return count > 0;
}

/** Marks that every member of the audience has a delivery, or, with a failure, that no more will get one. */
export async function markExpanded(
  shop: ShopId,
  id: bigint,
  failure: CampaignFailure | null,
  now: Date,
  tx: Db = db,
): Promise<void> {
  await tx.campaign.updateMany({
    where: { shopId: shop, id, status: { in: UNDER_WAY }, startedAt: { not: null }, expandedAt: null },
    data: { expandedAt: now, failure },
  });
}

/** What of a campaign under way is not over yet: a delivery that waits or is in hand, or members who have none. */
const OVER = Prisma.sql`
  c.status IN ('sending', 'paused') AND c.expanded_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM message m
    JOIN message_version v ON v.shop_id = m.shop_id AND v.message_id = m.id
    JOIN delivery d ON d.shop_id = v.shop_id AND d.version_id = v.id
    WHERE m.shop_id = c.shop_id AND m.campaign_id = c.id AND d.state IN ('queued', 'sending'))`;

/**
 * Marks a campaign as sent once all its audience is expanded and no delivery is waiting or in hand. Called after every
 * delivery is settled and committed, the last to call sees all the others settled: no two can miss each other.
 */
export async function markSentIfFinished(shop: ShopId, id: bigint, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE campaign c SET status = 'sent', pause_reason = NULL, sent_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
    WHERE c.shop_id = ${shop}::int AND c.id = ${id}::bigint AND ${OVER}`;
}

/** The same for every campaign of every shop: for those whose worker was killed right before it could. */
export async function unscopedMarkFinishedSent(now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE campaign c SET status = 'sent', pause_reason = NULL, sent_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
    WHERE ${OVER}`;
}

/**
 * Lets the deliveries of a campaign wait.
 * @param reason null where the merchant wants it so
 * @returns whether it was being sent
 */
export async function markPaused(
  shop: ShopId,
  id: bigint,
  reason: PauseReason | null,
  now: Date,
): Promise<boolean> {
  const { count } = await db.campaign.updateMany({
    where: { shopId: shop, id, status: 'sending' },
    data: { status: 'paused', pauseReason: reason, updatedAt: now },
  });
  return count > 0;
}

/** Lets a campaign go on, what its last deliveries came to forgotten. Returns whether it paused. */
export async function markResumed(shop: ShopId, id: bigint, now: Date, tx: Db): Promise<boolean> {
  const { count } = await tx.campaign.updateMany({
    where: { shopId: shop, id, status: 'paused' },
    data: { status: 'sending', pauseReason: null, updatedAt: now },
  });
  await tx.campaignOutcomes.deleteMany({ where: { shopId: shop, campaignId: id } });
  return count > 0;
}

/** Ends the expansion of a campaign whose sending has begun; what is in hand ends it. Returns whether it was so. */
export async function markCancelled(shop: ShopId, id: bigint, now: Date, tx: Db): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE campaign SET status = 'sending', pause_reason = NULL, failure = 'cancelled',
      expanded_at = COALESCE(expanded_at, ${now}::timestamptz), updated_at = ${now}::timestamptz
    WHERE shop_id = ${shop}::int AND id = ${id}::bigint AND status = ANY(${UNDER_WAY}) AND started_at IS NOT NULL`;
  return count > 0;
}

/** Takes a sent campaign out of the lists, or brings it back. Returns whether it is one that was sent. */
export async function markArchived(shop: ShopId, id: bigint, archived: boolean, now: Date): Promise<boolean> {
  const { count } = await db.campaign.updateMany({
    where: { shopId: shop, id, status: 'sent' },
    data: { archivedAt: archived ? now : null },
  });
  return count > 0;
}

/**
 * Adds what the provider answered for deliveries of a campaign: `s` for each that was sent, `f` for each that failed.
 * @returns the last of them, the newest last
 */
export async function noteOutcomes(shop: ShopId, id: bigint, outcomes: string): Promise<string> {
  const [row] = await db.$queryRaw<{ outcomes: string }[]>`
    INSERT INTO campaign_outcomes AS o (shop_id, campaign_id, outcomes)
    VALUES (${shop}::int, ${id}::bigint, right(${outcomes}, ${OUTCOMES_WATCHED}::int))
    ON CONFLICT (shop_id, campaign_id) DO UPDATE
      SET outcomes = right(o.outcomes || excluded.outcomes, ${OUTCOMES_WATCHED}::int)
    RETURNING outcomes`;
  return row?.outcomes ?? '';
}
