import { LINK_CHANNEL } from '~/channels/channel';
import { Prisma, readRows, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { creditsIn } from '~/reports/credits-in.server';
import type { PeriodSums } from '~/reports/kept-sums.server';
import type { Condition, Filter, FilterField } from '~/reports/sales-overview/filter';
import type { CreditDaySum, CreditSum } from '~/reports/sums.server';

/** Of a row of sums `c` by a version `v` of a message `m`. */
const COLUMN: Record<FilterField, Prisma.Sql> = {
  channel: Prisma.sql`v.channel`,
  campaign: Prisma.sql`m.campaign_id`,
  automation: Prisma.sql`m.automation_id`,
  message: Prisma.sql`v.id`,
  source: Prisma.sql`v.utm_source`,
  medium: Prisma.sql`v.utm_medium`,
  tag_campaign: Prisma.sql`v.utm_campaign`,
  customer: Prisma.sql`c.customer`,
  grade: Prisma.sql`c.grade`,
};

const IDS: readonly FilterField[] = ['campaign', 'automation', 'message'];

function conditionOf({ field, is, value }: Condition): Prisma.Sql {
  const bound = IDS.includes(field) ? BigInt(value) : value;
  return is
    ? Prisma.sql`${COLUMN[field]} = ${bound}`
    : Prisma.sql`${COLUMN[field]} IS DISTINCT FROM ${bound}`;
}

const meets = (filter: Filter): Prisma.Sql =>
  Prisma.sql`(${Prisma.join(
    filter.map((group) => Prisma.sql`(${Prisma.join(group.map(conditionOf), ' AND ')})`),
    ' OR ',
  )})`;

function ofMessages(shop: Shop, filter: Filter): Prisma.Sql {
  const asksOfMessages = filter.flat().some(({ field }) => field === 'campaign' || field === 'automation');
  const message = Prisma.sql`JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id`;
  return Prisma.sql`
    JOIN message_version v ON v.shop_id = ${shop.id} AND v.id = c.version_id
    ${asksOfMessages ? message : Prisma.empty} WHERE NOT c.apart AND ${meets(filter)}`;
}

const amountOf = (basis: DateBasis) =>
  basis === 'placed' ? Prisma.sql`c.amount_minor` : Prisma.sql`c.moved_minor`;

/**
 * What credits of a period come to that meet a filter of one group at least. An order that several messages share counts
 * with the shares that meet it.
 */
export async function filteredTotal(
  shop: Shop,
  period: Period,
  basis: DateBasis,
  filter: Filter,
): Promise<PeriodSums['credited']> {
  const [row] = await readRows<Record<'ppm' | 'firstPpm' | 'unknownPpm' | 'amountMinor', bigint>>`
    SELECT coalesce(sum(c.weight_ppm), 0)::bigint AS ppm,
           coalesce(sum(c.weight_ppm) FILTER (WHERE c.customer = 'new'), 0)::bigint AS "firstPpm",
           coalesce(sum(c.weight_ppm) FILTER (WHERE c.customer = 'unknown'), 0)::bigint AS "unknownPpm",
           coalesce(sum(${amountOf(basis)}), 0)::bigint AS "amountMinor"
    FROM ${creditsIn(shop, period)} AS c ${ofMessages(shop, filter)}`;
  return {
    orders: ordersOf(row?.ppm),
    firstOrders: ordersOf(row?.firstPpm),
    ofUnknown: ordersOf(row?.unknownPpm),
    amountMinor: row?.amountMinor ?? 0n,
  };
}

/** The same by day. */
export async function filteredDays(
  shop: Shop,
  period: Period,
  basis: DateBasis,
  filter: Filter,
): Promise<CreditDaySum[]> {
  const { days } = period;
  const rows = await readRows<{ day: string; ppm: bigint; amountMinor: bigint }>`
    SELECT c.day::text, sum(c.weight_ppm)::bigint AS ppm, sum(${amountOf(basis)})::bigint AS "amountMinor"
    FROM credit_day c ${ofMessages(shop, filter)}
      AND c.shop_id = ${shop.id} AND c.day BETWEEN ${days.at(0)}::date AND ${days.at(-1)}::date
    GROUP BY c.day`;
  return rows.map(({ ppm, ...day }) => ({ ...day, orders: ordersOf(ppm) }));
}

/** The same by message version. */
export async function filteredVersions(
  shop: Shop,
  period: Period,
  basis: DateBasis,
  filter: Filter,
): Promise<CreditSum[]> {
  const rows = await readRows<Omit<CreditSum, 'orders'> & { ppm: bigint }>`
    SELECT v.id AS "versionId", v.channel <> ${LINK_CHANNEL} AS sent, sum(c.weight_ppm)::bigint AS ppm,
           sum(${amountOf(basis)})::bigint AS "amountMinor"
    FROM ${creditsIn(shop, period)} AS c ${ofMessages(shop, filter)}
    GROUP BY v.id, v.channel`;
  return rows.map(({ ppm, ...version }) => ({ ...version, orders: ordersOf(ppm) }));
}

/** To a tenth of an order. */
const ordersOf = (ppm = 0n) => Math.round(Number(ppm) / 100_000) / 10;
