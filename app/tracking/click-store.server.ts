import { db, pool } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** One request of a tracked URL, as it is kept. */
export interface ClickRow {
  shop: ShopId;
  at: Date;
  /** A UUIDv7. */
  id: string;
  deliveryId: bigint;
  versionId: bigint;
  linkPosition: number;
  method: string;
  userAgent: string | null;
  verdict: 'human' | 'machine';
  verdictReason: string | null;
}

/** Stores clicks of any shops in one statement. */
export async function unscopedStoreClicks(clicks: readonly ClickRow[]): Promise<void> {
  const statement = {
    name: 'store-clicks',
    text: `
      INSERT INTO click (shop_id, at, id, delivery_id, version_id, link_position, method, user_agent, verdict, verdict_reason)
      SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::uuid[], $4::bigint[], $5::bigint[], $6::int[],
                           $7::text[], $8::text[], $9::text[], $10::text[])`,
    values: [
      clicks.map((click) => click.shop),
      clicks.map((click) => click.at.toISOString()),
      clicks.map((click) => click.id),
      clicks.map((click) => click.deliveryId),
      clicks.map((click) => click.versionId),
      clicks.map((click) => click.linkPosition),
      clicks.map((click) => click.method),
      clicks.map((click) => click.userAgent),
      clicks.map((click) => click.verdict),
      clicks.map((click) => click.verdictReason),
    ],
    query_timeout: 2_500,
  };
  await pool.query(statement);
}

/** Empties what could identify the browsers of a contact who asked to be forgotten; the clicks stay, so totals do. */
export async function forgetUserAgents(shop: ShopId, shopifyCustomerId: bigint): Promise<void> {
  await db.$executeRaw`
    UPDATE click SET user_agent = NULL
    FROM delivery d JOIN contact c ON c.shop_id = d.shop_id AND c.id = d.contact_id
    WHERE click.shop_id = ${shop} AND d.shop_id = ${shop} AND d.id = click.delivery_id
      AND c.shopify_id = ${shopifyCustomerId} AND click.user_agent IS NOT NULL`;
}
