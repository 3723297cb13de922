import { type Db, db, pool, type Sql } from '~/db.server';
import { copyIn } from '~/lib/copy-in.server';
import { type ShopId, timeOfUuid } from '~/lib/ids';
import { PRESUMED_REASONS, type PresumedReason, SEEN_IN_SHOP } from '~/tracking/machine-reason';

/** One request of a tracked URL, as it is kept. */
export interface ClickRow {
  shop: ShopId;
  at: Date;
  /** The bytes of a UUIDv7. */
  id: Uint8Array;
  /** Null where it came through a tracking link. */
  deliveryId: bigint | null;
  versionId: bigint;
  linkPosition: number;
  method: string;
  userAgent: string | null;
  verdict: 'human' | 'machine';
  verdictReason: string | null;
  /** Keyed hash of the browser for one day, where nothing else tells people apart. */
  visitor: string | null;
}

const COLUMNS = 11;
const STORE = `COPY click (shop_id, at, id, delivery_id, version_id, link_position, method, user_agent, verdict,
  verdict_reason, visitor) FROM STDIN (FORMAT binary)`;

/** Stores clicks of any shops in one statement. */
export function unscopedStoreClicks(clicks: readonly ClickRow[]): Promise<void> {
  return copyIn(pool, STORE, clicks, (rows, click) => {
    rows.row(COLUMNS);
    rows.int(click.shop);
    rows.timestamp(click.at);
    rows.uuid(click.id);
    rows.bigint(click.deliveryId);
    rows.bigint(click.versionId);
    rows.int(click.linkPosition);
    rows.text(click.method);
    rows.text(click.userAgent);
    rows.text(click.verdict);
    rows.text(click.verdictReason);
    rows.text(click.visitor);
  });
}

/** Empties what could identify the browsers of a contact who asked to be forgotten; the clicks stay, so totals do. */
export async function forgetUserAgents(shop: ShopId, shopifyCustomerId: bigint, tx: Db): Promise<void> {
  await tx.$executeRaw`
    UPDATE click SET user_agent = NULL
    FROM delivery d JOIN contact c ON c.shop_id = d.shop_id AND c.id = d.contact_id
    WHERE click.shop_id = ${shop} AND d.shop_id = ${shop} AND d.id = click.delivery_id
      AND c.shopify_id = ${shopifyCustomerId} AND click.user_agent IS NOT NULL`;
}

/** The same for clicks by id: those of tracking links belong to no contact, and are known by the visits they led to. */
export async function forgetAgentsOf(shop: ShopId, clickIds: readonly string[], tx: Db): Promise<void> {
  if (clickIds.length === 0) return;
  await tx.click.updateMany({
    where: { shopId: shop, OR: clickIds.map((id) => ({ id, at: timeOfUuid(id) })) },
    data: { userAgent: null },
  });
}

/** A click that is taken for a machine's. */
export interface PresumedClick {
  shop: ShopId;
  deliveryId: bigint;
  at: Date;
  id: string;
  reason: PresumedReason;
}

/** Takes clicks of any shops for a machine's, unless they were found to be a person's. */
export async function unscopedPresumeMachines(clicks: readonly PresumedClick[]): Promise<void> {
  await pool.query(
    `UPDATE click SET verdict = 'machine', verdict_reason = t.reason
     FROM unnest($1::int[], $2::timestamptz[], $3::uuid[], $4::text[]) AS t (shop_id, at, id, reason)
     WHERE (click.shop_id, click.at, click.id) = (t.shop_id, t.at, t.id)
       AND click.verdict = 'human' AND click.verdict_reason IS NULL`,
    [
      clicks.map((click) => click.shop),
      clicks.map((click) => click.at.toISOString()),
      clicks.map((click) => click.id),
      clicks.map((click) => click.reason),
    ],
  );
}

/** Gives clicks that were only taken for a machine's back to people: the shop saw a visitor arrive with them. */
export async function acquitClicks(
  shop: ShopId,
  clicks: readonly { id: string; at: Date }[],
  tx: Sql,
): Promise<void> {
  if (clicks.length === 0) return;
  await tx.$executeRaw`
    UPDATE click c SET verdict = 'human', verdict_reason = ${SEEN_IN_SHOP}
    FROM unnest(${clicks.map(({ id }) => id)}::uuid[], ${clicks.map(({ at }) => at)}::timestamptz[]) AS named (id, at)
    WHERE c.shop_id = ${shop} AND c.at = named.at AND c.id = named.id
      AND c.verdict_reason = ANY (${[...PRESUMED_REASONS]}::text[])`;
}

/** Up to when clicks were looked at together. */
export async function unscopedReviewedUntil(): Promise<Date> {
  const { reviewedUntil } = await db.clickReview.findUniqueOrThrow({ where: { id: 1 } });
  return reviewedUntil;
}

/** Notes it; never backwards. */
export async function unscopedNoteReviewed(until: Date): Promise<void> {
  await db.clickReview.updateMany({
    where: { id: 1, reviewedUntil: { lt: until } },
    data: { reviewedUntil: until },
  });
}
