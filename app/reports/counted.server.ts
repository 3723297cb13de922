import { Prisma } from '~/db.server';

/** That an order, by its name in the statement, is neither a test nor cancelled nor deleted. */
export function isCounted(order: 'o' | 'e'): Prisma.Sql {
  const name = Prisma.raw(order);
  return Prisma.sql`(NOT ${name}.test AND ${name}.cancelled_at IS NULL AND NOT EXISTS (
    SELECT FROM order_deletion d WHERE d.shop_id = ${name}.shop_id AND d.order_id = ${name}.id))`;
}

/** That an order `o` is the first that counts of its customer. */
export const IS_FIRST_ORDER = Prisma.sql`(o.customer_id IS NOT NULL AND ${isCounted('o')}
  AND NOT EXISTS (
    SELECT FROM "order" e WHERE e.shop_id = o.shop_id AND e.customer_id = o.customer_id AND ${isCounted('e')}
      AND (e.processed_at, e.id) < (o.processed_at, o.id)))`;
