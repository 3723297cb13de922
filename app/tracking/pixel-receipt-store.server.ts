import { type Db, type PixelReceipt, pool } from '~/db.server';
import { copyIn } from '~/lib/copy-in.server';
import type { ShopId } from '~/lib/ids';

/** A pixel event as it came in, not yet looked into. */
export interface ArrivedPixelEvent {
  shop: ShopId;
  receivedAt: Date;
  /** The raw body: JSON. */
  body: string;
}

const COLUMNS = 3;
const STORE = 'COPY pixel_receipt (shop_id, received_at, body) FROM STDIN (FORMAT binary)';

/** Stores pixel events of any shops, in the order given, in one statement, which is one transaction. */
export function unscopedStorePixelReceipts(events: readonly ArrivedPixelEvent[]): Promise<void> {
  return copyIn(pool, STORE, events, (rows, event) => {
    rows.row(COLUMNS);
    rows.int(event.shop);
    rows.timestamp(event.receivedAt);
    rows.text(event.body);
  });
}

/**
 * Waits for nobody: where another transaction works off pixel events, there is nothing to do. Only one at a time does, so
 * that the events of a shop are taken in the order in which they came, and the first visitor of a checkout is the first.
 * @returns whether the caller's transaction is the one, until it ends
 */
export async function unscopedTakeTurn(tx: Db): Promise<boolean> {
  const [turn] = await tx.$queryRaw<{ mine: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('pixel receipts', 0)) AS mine`;
  return turn?.mine ?? false;
}

/** Events that wait to be worked off, shop by shop from one on, and each shop's in the order in which they came. */
export async function unscopedHoldPixelReceipts(from: ShopId, most: number, tx: Db): Promise<PixelReceipt[]> {
  return tx.$queryRaw<PixelReceipt[]>`
    SELECT shop_id AS "shopId", id, received_at AS "receivedAt", body FROM pixel_receipt
    WHERE shop_id >= ${from} ORDER BY shop_id, id LIMIT ${most} FOR UPDATE`;
}

/** Deletes events that were worked off. */
export async function unscopedDeletePixelReceipts(
  receipts: readonly Pick<PixelReceipt, 'shopId' | 'id'>[],
  tx: Db,
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM pixel_receipt r
    USING unnest(${receipts.map(({ shopId }) => shopId)}::int[], ${receipts.map(({ id }) => id)}::bigint[])
      AS t (shop_id, id)
    WHERE r.shop_id = t.shop_id AND r.id = t.id`;
}

/** Deletes the events that wait and speak of one of these orders, or of the checkout that became it. */
export async function forgetPixelReceipts(shop: ShopId, orderIds: readonly bigint[], tx: Db): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM pixel_receipt r
    USING unnest(${[...orderIds]}::bigint[]) AS named (id)
    LEFT JOIN "order" o ON o.shop_id = ${shop} AND o.id = named.id
    WHERE r.shop_id = ${shop} AND (position(named.id::text IN r.body) > 0 OR position(o.checkout_token IN r.body) > 0)`;
}
