import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** The longest that a provider which takes nothing is left alone before it is asked again, unless it says longer. */
const LONGEST_HOLD_SECONDS = 300;

export interface Hold {
  until: Date;
  /** In the provider's words. */
  reason: string;
}

/**
 * Leaves the provider of a channel alone for a while, for all workers: two seconds, then longer each time in a row. Many
 * answers of one moment count once.
 * @param retryAfterMs at least as long
 */
export async function holdChannel(
  shop: ShopId,
  channel: string,
  reason: string,
  retryAfterMs: number,
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO sending_pace AS p (shop_id, channel, held_until, held_reason, holds)
    VALUES (${shop}::int, ${channel}, ${now}::timestamptz + greatest(2, ${retryAfterMs}::float8 / 1000) * interval '1 second', ${reason}, 1)
    ON CONFLICT (shop_id, channel) DO UPDATE SET holds = p.holds + 1, held_reason = excluded.held_reason,
      held_until = ${now}::timestamptz + interval '1 second' *
        greatest(least(${LONGEST_HOLD_SECONDS}, 2 ^ least(p.holds + 1, 20)), ${retryAfterMs}::float8 / 1000)
    WHERE p.held_until IS NULL OR p.held_until <= ${now}::timestamptz`;
}

/** The provider of a channel took something again: what stood against it is forgotten. */
export async function releaseChannel(shop: ShopId, channel: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE sending_pace SET held_until = NULL, held_reason = NULL, holds = 0
    WHERE shop_id = ${shop}::int AND channel = ${channel} AND held_until <= ${now}::timestamptz`;
}

/** The hold on a channel; undefined where its provider takes messages, as far as is known. */
export async function findHold(shop: ShopId, channel: string): Promise<Hold | undefined> {
  const pace = await db.sendingPace.findUnique({ where: { shopId_channel: { shopId: shop, channel } } });
  return pace?.heldUntil ? { until: pace.heldUntil, reason: pace.heldReason ?? '' } : undefined;
}

/**
 * Takes up to so many tokens of a shop's channel, one for each message that may be handed over. The bucket is in the
 * database, because all workers share the provider's limit; it holds one second's worth.
 * @returns how many were there
 */
export async function takeTokens(
  shop: ShopId,
  channel: string,
  most: number,
  perSecond: number,
  now: Date,
): Promise<number> {
  const [taken] = await db.$queryRaw<{ granted: number }[]>`
    WITH bucket AS (
      INSERT INTO sending_pace AS p (shop_id, channel, tokens, tokens_at)
      VALUES (${shop}::int, ${channel}, greatest(1, ${perSecond}::float8), ${now}::timestamptz)
      ON CONFLICT (shop_id, channel) DO UPDATE SET
        tokens = least(greatest(1, ${perSecond}::float8), p.tokens + ${perSecond}::float8 *
          greatest(0, COALESCE(extract(epoch FROM ${now}::timestamptz - p.tokens_at)::float8, 1))),
        tokens_at = greatest(p.tokens_at, ${now}::timestamptz)
      RETURNING tokens
    ) SELECT least(${most}::int, floor(tokens))::int AS granted FROM bucket`;
  const granted = taken?.granted ?? 0;
  if (granted === 0) return 0;
  const spent = await db.$executeRaw`
    UPDATE sending_pace SET tokens = tokens - ${granted}::float8
    WHERE shop_id = ${shop}::int AND channel = ${channel} AND tokens >= ${granted}::float8`;
  return spent > 0 ? granted : 0;
}
