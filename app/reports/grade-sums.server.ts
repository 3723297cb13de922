import type { Grade } from '~/attribution/evidence';
import { db, Prisma, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';

/** What was credited by evidence of one grade. Money is in minor units of the shop's currency. */
export interface GradeSum {
  grade: Grade;
  /** Distinct orders; one that several messages share may rest on several grades. */
  orders: number;
  amountMinor: bigint;
}

/** Of the orders that were placed in the period. */
export const gradeSumsOfPeriod = (shop: Shop, { from, to }: Period): Promise<GradeSum[]> =>
  gradeSums(shop, Prisma.sql`o.processed_at >= ${from} AND o.processed_at < ${to}`);

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
