import type { Grade } from '~/attribution/evidence';
import { db, Prisma, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';

/** What was credited by evidence of one grade. Money is in minor units of the shop's currency. */
export interface GradeSum {
  grade: Grade;
  /** Distinct orders; one that several messages share may rest on several grades. */
  orders: number;
  amountMinor: bigint;
}

/** Of a period; orders are those placed in it, by either date basis. */
export function gradeSumsOfPeriod(
  shop: Shop,
  { days }: Period,
  basis: DateBasis = 'placed',
): Promise<GradeSum[]> {
  const amount = basis === 'placed' ? Prisma.sql`amount_minor` : Prisma.sql`moved_minor`;
  return db.$queryRaw`
    SELECT grade, sum(orders)::int AS orders, sum(${amount})::bigint AS "amountMinor" FROM grade_day
    WHERE shop_id = ${shop.id} AND NOT apart AND day BETWEEN ${days.at(0)}::date AND ${days.at(-1)}::date
    GROUP BY grade HAVING sum(orders) > 0 OR sum(${amount}) <> 0`;
}

/** Of everything that message versions have earned. */
export const gradeSumsOfVersions = (shop: Shop, versionIds: readonly bigint[]): Promise<GradeSum[]> =>
  gradeSums(shop, Prisma.sql`c.version_id = ANY (${[...versionIds]}::bigint[])`);

function gradeSums(shop: Shop, condition: Prisma.Sql): Promise<GradeSum[]> {
  return db.$queryRaw`
    SELECT c.grade, count(DISTINCT o.id)::int AS orders,
           coalesce(sum(c.amount_minor) FILTER (WHERE o.currency = ${shop.currency}), 0)::bigint AS "amountMinor"
    FROM credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
    WHERE c.shop_id = ${shop.id} AND ${condition}
    GROUP BY c.grade`;
}
