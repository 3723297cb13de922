import { pool } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** One request of an e-mail's image, as it is kept. */
export interface OpenRow {
  shop: ShopId;
  at: Date;
  /** A UUIDv7. */
  id: string;
  deliveryId: bigint;
  versionId: bigint;
  verdict: 'human' | 'machine';
  verdictReason: string | null;
}

/** Stores opens of any shops in one statement. */
export async function unscopedStoreOpens(opens: readonly OpenRow[]): Promise<void> {
  await pool.query({
    name: 'store-opens',
    text: `
      INSERT INTO message_open (shop_id, at, id, delivery_id, version_id, verdict, verdict_reason)
      SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::text[])`,
    values: [
      opens.map((open) => open.shop),
      opens.map((open) => open.at.toISOString()),
      opens.map((open) => open.id),
      opens.map((open) => open.deliveryId),
      opens.map((open) => open.versionId),
      opens.map((open) => open.verdict),
      opens.map((open) => open.verdictReason),
    ],
  });
}
