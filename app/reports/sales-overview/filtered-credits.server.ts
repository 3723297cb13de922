import { LINK_CHANNEL } from '~/channels/channel';
import { Prisma, readRows, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { creditsIn } from '~/reports/credits-in.server';
import type { Condition, Filter, FilterField } from '~/reports/sales-overview/filter';
import type { CreditedOrders, CreditSums } from '~/reports/sums.server';

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

/**
 * What credits of a period come to that meet a filter of one group at least. An order that several messages share counts
 * with the shares that meet it.
 */
export async function filteredCredits(
  shop: Shop,
  period: Period,
  basis: DateBasis,
  filter: Filter,
): Promise<CreditSums & { credited: CreditedOrders }> {
  const amount = basis === 'placed' ? Prisma.sql`amount_minor` : Prisma.sql`moved_minor`;
  const { days } = period;
  const ofMessages = Prisma.sql`
    JOIN message_version v ON v.shop_id = ${shop.id} AND v.id = c.version_id
    JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id`;
  const [byDay, versions] = await Promise.all([
    readRows<{ day: string; ppm: bigint; amountMinor: bigint }>`
      SELECT c.day::text, sum(c.weight_ppm)::bigint AS ppm, sum(c.${amount})::bigint AS "amountMinor"
      FROM credit_day c ${ofMessages}
      WHERE c.shop_id = ${shop.id} AND NOT c.apart AND ${meets(filter)}
        AND c.day BETWEEN ${days.at(0)}::date AND ${days.at(-1)}::date
      GROUP BY 1`,
    readRows<VersionRow>`
      SELECT v.id AS "versionId", v.channel <> ${LINK_CHANNEL} AS sent, sum(c.weight_ppm)::bigint AS ppm,
             coalesce(sum(c.weight_ppm) FILTER (WHERE c.customer = 'new'), 0)::bigint AS "firstPpm",
             coalesce(sum(c.weight_ppm) FILTER (WHERE c.customer = 'unknown'), 0)::bigint AS "unknownPpm",
             sum(c.${amount})::bigint AS "amountMinor"
      FROM ${creditsIn(shop, period)} AS c ${ofMessages}
      WHERE NOT c.apart AND ${meets(filter)}
      GROUP BY 1, 2`,
  ]);
  const sum = (of: 'ppm' | 'firstPpm' | 'unknownPpm') =>
    ordersOf(versions.reduce((total, version) => total + version[of], 0n));
  return {
    byDay: byDay.map(({ ppm, ...day }) => ({ ...day, orders: ordersOf(ppm) })),
    byVersion: versions.map(({ versionId, sent, ppm, amountMinor }) => ({
      versionId,
      sent,
      orders: ordersOf(ppm),
      amountMinor,
    })),
    credited: { orders: sum('ppm'), firstOrders: sum('firstPpm'), ofUnknown: sum('unknownPpm') },
  };
}

interface VersionRow {
  versionId: bigint;
  sent: boolean;
  ppm: bigint;
  firstPpm: bigint;
  unknownPpm: bigint;
  amountMinor: bigint;
}

/** To a tenth of an order. */
const ordersOf = (ppm: bigint) => Math.round(Number(ppm) / 100_000) / 10;
