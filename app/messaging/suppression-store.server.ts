import type { Channel } from '~/channels/channel';
import { type Db, db, Prisma, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import type { SuppressionReason } from '~/messaging/suppression';

/**
 * Puts addresses on a channel's suppression list, by their hashes. What stands there stays, but for a complaint, which
 * takes the place of any other reason.
 * @returns how many were new
 */
export async function suppressAddresses(
  shop: ShopId,
  channel: string,
  hashes: readonly string[],
  reason: SuppressionReason,
  now: Date,
  tx: Db = db,
): Promise<number> {
  const [added] = await tx.$queryRaw<{ count: number }[]>`
    WITH put AS (
      INSERT INTO suppression AS s (shop_id, channel, address_hash, reason, suppressed_at)
      SELECT DISTINCT ${shop}::int, ${channel}, hash, ${reason}, ${now}::timestamptz
      FROM unnest(${[...hashes]}::text[]) AS hash
      ON CONFLICT (shop_id, channel, address_hash) DO UPDATE
        SET reason = excluded.reason, suppressed_at = excluded.suppressed_at
        WHERE excluded.reason = 'complaint' AND s.reason <> 'complaint'
      RETURNING (xmax = 0) AS fresh
    ) SELECT count(*) FILTER (WHERE fresh)::int AS count FROM put`;
  return added?.count ?? 0;
}

/** Takes addresses off a channel's list. @returns how many stood on it */
export async function unsuppressAddresses(
  shop: ShopId,
  channel: string,
  hashes: readonly string[],
): Promise<number> {
  const { count } = await db.suppression.deleteMany({
    where: { shopId: shop, channel, addressHash: { in: [...hashes] } },
  });
  return count;
}

/** Which of these hashes stand on a channel's list. */
export async function suppressedAmong(
  shop: ShopId,
  channel: string,
  hashes: readonly string[],
  tx: Sql = db,
): Promise<Set<string>> {
  const found = await tx.$queryRaw<{ addressHash: string }[]>`
    SELECT address_hash AS "addressHash" FROM suppression
    WHERE shop_id = ${shop}::int AND channel = ${channel} AND address_hash = ANY(${[...hashes]}::text[])`;
  return new Set(found.map(({ addressHash }) => addressHash));
}

/**
 * Takes a customer who asked to be forgotten off all lists, as long as the contact still has the hashes: an address
 * that is not written to any more needs no entry.
 */
export async function forgetSuppressions(shop: ShopId, shopifyCustomerId: bigint, tx: Db): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM suppression s USING contact c
    WHERE s.shop_id = ${shop}::int AND c.shop_id = s.shop_id AND c.shopify_id = ${shopifyCustomerId}::bigint
      AND s.address_hash IN (c.email_hash, c.phone_hash)`;
}

export interface SuppressedAddress {
  channel: Channel;
  addressHash: string;
  reason: SuppressionReason;
  suppressedAt: Date;
  /** The address or number, and the name, where a contact has it. */
  address: string | null;
  name: string;
}

export const SUPPRESSED_PER_PAGE = 50;

/** What a list shows of the suppression lists. */
export interface SuppressionFilter {
  channel?: Channel | undefined;
  /** Only those of these hashes. */
  hashes?: readonly string[] | undefined;
  /** Counts from 1. */
  page: number;
}

/** How many stand on all lists together. */
export async function countSuppressed(shop: ShopId): Promise<number> {
  return db.suppression.count({ where: { shopId: shop } });
}

/** The suppressed addresses, those added last first. */
export async function listSuppressed(
  shop: ShopId,
  { channel, hashes, page }: SuppressionFilter,
): Promise<{ rows: SuppressedAddress[]; total: number }> {
  const where = {
    shopId: shop,
    ...(channel && { channel }),
    ...(hashes && { addressHash: { in: [...hashes] } }),
  };
  const total = await db.suppression.count({ where });
  const rows = await db.$queryRaw<SuppressedAddress[]>`
    ${suppressedWhere(shop, { channel, hashes })}
    ${LAST_FIRST} LIMIT ${SUPPRESSED_PER_PAGE}::int OFFSET ${(page - 1) * SUPPRESSED_PER_PAGE}::int`;
  return { rows, total };
}

/** Read at once where all are wanted. */
const PART = 1_000;

/** The same, all of them; however many they are, a part of them is in memory at a time. */
export async function* eachSuppressed(
  shop: ShopId,
  filter: Omit<SuppressionFilter, 'page'>,
): AsyncGenerator<SuppressedAddress> {
  let last: SuppressedAddress | undefined;
  do {
    const after = last
      ? Prisma.sql`AND (s.suppressed_at, s.channel, s.address_hash)
          < (${last.suppressedAt}::timestamptz, ${last.channel}, ${last.addressHash})`
      : Prisma.empty;
    const rows = await db.$queryRaw<SuppressedAddress[]>`
      ${suppressedWhere(shop, filter)} ${after} ${LAST_FIRST} LIMIT ${PART}::int`;
    yield* rows;
    last = rows.length < PART ? undefined : rows.at(-1);
  } while (last);
}

const LAST_FIRST = Prisma.sql`ORDER BY s.suppressed_at DESC, s.channel DESC, s.address_hash DESC`;

const suppressedWhere = (shop: ShopId, { channel, hashes }: Omit<SuppressionFilter, 'page'>) => Prisma.sql`
  SELECT s.channel, s.address_hash AS "addressHash", s.reason, s.suppressed_at AS "suppressedAt",
    CASE WHEN s.channel = 'email' THEN c.email ELSE c.phone END AS address,
    COALESCE(concat_ws(' ', c.first_name, c.last_name), '') AS name
  FROM suppression s
  LEFT JOIN LATERAL (
    SELECT email, phone, first_name, last_name FROM contact
    WHERE shop_id = s.shop_id AND (s.channel = 'email' AND email_hash = s.address_hash
      OR s.channel <> 'email' AND phone_hash = s.address_hash)
    ORDER BY id LIMIT 1
  ) c ON true
  WHERE s.shop_id = ${shop}::int
    AND ${channel ? Prisma.sql`s.channel = ${channel}` : Prisma.sql`true`}
    AND ${hashes ? Prisma.sql`s.address_hash = ANY(${[...hashes]}::text[])` : Prisma.sql`true`}`;
