import { Prisma, readRows, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { earnedIn } from '~/reports/earned.server';
import type { ReportTable } from '~/reports/table';
import { interpretTopSources, type StandingSum } from '~/reports/top-sources/interpret';

/** Where the orders of a period came from: each stands in one row, and the rows add up to all sales. */
export async function topSourcesReport(shop: Shop, period: Period, basis: DateBasis): Promise<ReportTable> {
  const [value, taken] =
    basis === 'placed'
      ? [Prisma.sql`value_minor`, Prisma.sql`taken_minor`]
      : [Prisma.sql`moved_minor`, Prisma.sql`moved_taken_minor`];
  const [data, standings] = await Promise.all([
    earnedIn(shop, period, basis),
    readRows<StandingSum>`
      SELECT bucket, reason, source, medium, channel, sum(orders)::int AS orders, sum(${value})::bigint AS minor,
             sum(${taken})::bigint AS "takenMinor"
      FROM sales_day
      WHERE shop_id = ${shop.id} AND bucket <> 'excluded'
        AND day BETWEEN ${period.days.at(0)}::date AND ${period.days.at(-1)}::date
      GROUP BY 1, 2, 3, 4, 5`,
  ]);
  return interpretTopSources({ ...data, standings });
}
