import { Prisma } from '~/db.server';

/** Whether anything followed the sale. Asked of the ledger only where something may have: its months are many. */
export const HAS_CHANGED = Prisma.sql`
  (o.value_minor <> o.total_minor OR o.edit_minor <> 0
    OR EXISTS (SELECT FROM refund r WHERE r.shop_id = o.shop_id AND r.order_id = o.id))
  AND EXISTS (SELECT FROM ledger_entry e WHERE e.shop_id = o.shop_id AND e.order_id = o.id AND e.kind <> 'sale')`;

/**
 * What a credit takes of its order while that is worth so much. Each takes what its weight adds to that of those before
 * it, so that the parts sum to the whole at any time; what remains of the rounding goes with the last entry.
 */
export function shareOf(worth: Prisma.Sql): Prisma.Sql {
  const net = Prisma.sql`(o.total_minor - o.tax_minor - o.duty_minor - o.shipping_minor)`;
  const credited = Prisma.sql`CASE WHEN NOT c.net THEN ${worth}::numeric
    WHEN o.total_minor > 0 AND ${net} > 0 THEN div(${worth}::numeric * ${net}, o.total_minor) ELSE 0 END`;
  return Prisma.sql`(SELECT div(w * c.through, 1000000) - div(w * (c.through - c.weight_ppm), 1000000)
    FROM (SELECT ${credited} AS w) AS credited)`;
}
