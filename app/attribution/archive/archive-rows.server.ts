import { fieldsOf, Prisma, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { ROWS, type FileName, type Row } from '~/attribution/archive/archive';
import { findCheckoutOrders } from '~/attribution/find-checkout-orders.server';

/** A stretch of order ids, both ends included. */
export interface Stretch {
  firstId: bigint;
  lastId: bigint;
}

const LEAST_ID = -(2n ** 63n);
const LARGEST_ID = 2n ** 63n - 1n;

/**
 * All order ids there can be, in stretches of at most so many orders, in ascending order: what stands of an order that
 * is not there lies in one of them too.
 */
export async function* stretchesOf(shop: ShopId, most: number, tx: Sql): AsyncGenerator<Stretch> {
  let firstId = LEAST_ID;
  for (;;) {
    const [part] = await tx.$queryRaw<{ lastId: bigint | null; orders: number }[]>`
      SELECT max(id) AS "lastId", count(*)::int AS orders FROM (
        SELECT id FROM "order" WHERE shop_id = ${shop} AND id >= ${firstId} ORDER BY id LIMIT ${most}
      ) AS part`;
    if (!part?.lastId || part.orders < most) {
      yield { firstId, lastId: LARGEST_ID };
      return;
    }
    yield { firstId, lastId: part.lastId };
    firstId = part.lastId + 1n;
  }
}

/** Ids of the orders that are to be decided anew. */
export async function readWaiting(shop: ShopId, tx: Sql): Promise<Set<bigint>> {
  const marks = await tx.$queryRaw<{ orderId: bigint | null; token: string | null }[]>`
    SELECT DISTINCT order_id AS "orderId", checkout_token AS token FROM attribution_mark WHERE shop_id = ${shop}`;
  const tokens = marks.flatMap(({ token }) => token ?? []);
  return new Set([
    ...marks.flatMap(({ orderId }) => orderId ?? []),
    ...(await findCheckoutOrders(shop, tokens, tx)),
  ]);
}

/** Ids of all versions of the shop's messages. */
export async function readVersionIds(shop: ShopId, tx: Sql): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM message_version WHERE shop_id = ${shop} ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** What the order's row says beside its facts, and how it was decided. */
export type OrderRow = Pick<
  Row<'orders'>,
  'createdAt' | 'updatedAt' | 'sourceName' | 'financialStatus' | 'totalMinor'
> & {
  id: bigint;
  settingsVersion: number | null;
  bucket: string;
  reason: string;
  decidedAt: Date;
};

export function readOrderRows(shop: ShopId, { firstId, lastId }: Stretch, tx: Sql): Promise<OrderRow[]> {
  return tx.$queryRaw`
    SELECT o.id, o.created_at AS "createdAt", o.updated_at AS "updatedAt", o.source_name AS "sourceName",
           o.financial_status AS "financialStatus", o.total_minor AS "totalMinor",
           s.settings_version AS "settingsVersion", s.bucket, s.reason, s.computed_at AS "decidedAt"
    FROM "order" o LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
    WHERE o.shop_id = ${shop} AND o.id BETWEEN ${firstId} AND ${lastId} ORDER BY o.id`;
}

/** The tables whose rows an archive has as they are. */
const TABLES = {
  ledger: { table: 'ledger_entry', then: 'at, kind, ref' },
  touches: { table: 'order_touch', then: 'ordinal' },
  credits: { table: 'credit', then: 'model, ordinal' },
  renewals: { table: 'renewal_credit', then: 'ordinal' },
} satisfies Partial<Record<FileName, object>>;
export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** Their rows as they stand, those of each order together. */
export function readTable(
  name: TableName,
  shop: ShopId,
  { firstId, lastId }: Stretch,
  tx: Sql,
): Promise<object[]> {
  const { table, then } = TABLES[name];
  const fields = fieldsOf(ROWS[name].keyof().enum);
  return tx.$queryRaw<object[]>`
    SELECT ${fields} FROM ${Prisma.raw(table)}
    WHERE shop_id = ${shop} AND order_id BETWEEN ${firstId} AND ${lastId}
    ORDER BY order_id, ${Prisma.raw(then)}`;
}
