import { Prisma, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import { spansOf } from '~/reports/day-spans';

/** What credits of a period come to by message, as rows to sum up: of its whole months, and of the days at its ends. */
export function creditsIn(shop: Shop, { days }: Period): Prisma.Sql {
  const spans = spansOf(days.at(0) ?? '', days.at(-1) ?? '').map(({ of, first, last }) => {
    const [table, named] =
      of === 'month'
        ? [Prisma.sql`credit_month`, Prisma.sql`month`]
        : [Prisma.sql`credit_day`, Prisma.sql`day`];
    return Prisma.sql`
      SELECT version_id, grade, customer, apart, orders, weight_ppm, amount_minor, taken_minor, moved_minor, moved_taken_minor
      FROM ${table} WHERE shop_id = ${shop.id} AND ${named} BETWEEN ${first}::date AND ${last}::date`;
  });
  return Prisma.sql`(${Prisma.join(spans, ' UNION ALL ')})`;
}
