import { type Db, fieldsOf, type Happening, Prisma, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

const HAPPENING = fieldsOf(Prisma.HappeningScalarFieldEnum);

/** Something that happened to a customer of Shopify, who need not be a contact yet. */
export interface NewHappening {
  /** A kind of an automation's trigger; or consent_withdrawn, tags_changed or redacted, which let nobody enter. */
  kind: string;
  /** Which of its kind: the channel, the segment. */
  detail?: string;
  shopifyId: bigint;
  /** Names what happened: the same thing told again has the same key. */
  key: string;
  orderId?: bigint;
  at: Date;
  /** When automations look at it; at once where it is left out. */
  dueAt?: Date;
}

/** Notes what happened, for automations to look at; where a shop has none that is on, nothing is noted. */
export async function noteHappenings(
  shop: ShopId,
  happenings: readonly NewHappening[],
  now: Date,
  tx: Sql,
): Promise<void> {
  if (happenings.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO happening (shop_id, kind, detail, shopify_id, key, order_id, at, due_at)
    SELECT ${shop}::int, t.*
    FROM unnest(${happenings.map(({ kind }) => kind)}::text[], ${happenings.map(({ detail = '' }) => detail)}::text[],
      ${happenings.map(({ shopifyId }) => shopifyId)}::bigint[], ${happenings.map(({ key }) => key)}::text[],
      ${happenings.map(({ orderId = null }) => orderId)}::bigint[], ${happenings.map(({ at }) => at)}::timestamptz[],
      ${happenings.map(({ dueAt = now }) => dueAt)}::timestamptz[]) AS t
    WHERE EXISTS (SELECT FROM automation a WHERE a.shop_id = ${shop}::int AND a.status = 'active')`;
}

/** What waits longest to be looked at, of one shop, held for the caller's transaction; undefined where nothing is due. */
export async function unscopedHoldHappenings(
  most: number,
  now: Date,
  tx: Sql,
): Promise<{ shop: ShopId; happenings: Happening[] } | undefined> {
  const happenings = await tx.$queryRaw<Happening[]>`
    WITH oldest AS (
      SELECT shop_id FROM happening WHERE due_at <= ${now}::timestamptz
      ORDER BY due_at, shop_id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), held AS (
      SELECT h.* FROM happening h JOIN oldest USING (shop_id) WHERE h.due_at <= ${now}::timestamptz
      ORDER BY h.due_at, h.id LIMIT ${most}::int FOR UPDATE OF h SKIP LOCKED
    )
    SELECT ${HAPPENING} FROM held ORDER BY id`;
  const [first] = happenings;
  return first && { shop: first.shopId, happenings };
}

export async function dropHappenings(shop: ShopId, ids: readonly bigint[], tx: Sql): Promise<void> {
  await tx.$executeRaw`DELETE FROM happening WHERE shop_id = ${shop}::int AND id = ANY(${[...ids]}::bigint[])`;
}

/** Lets what is held wait. */
export async function putOffHappenings(
  shop: ShopId,
  ids: readonly bigint[],
  until: Date,
  tx: Sql,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE happening SET due_at = ${until}::timestamptz, tries = tries + 1
    WHERE shop_id = ${shop}::int AND id = ANY(${[...ids]}::bigint[])`;
}

/** Has what waits for these customers looked at now. What is to wait for another reason is still to come. */
export async function hurryHappenings(
  shop: ShopId,
  shopifyIds: readonly bigint[],
  now: Date,
  tx: Db,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE happening SET due_at = ${now}::timestamptz
    WHERE shop_id = ${shop}::int AND shopify_id = ANY(${[...shopifyIds]}::bigint[]) AND tries > 0`;
}
