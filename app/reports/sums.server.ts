import type { Bucket } from '~/attribution/bucket';
import { LINK_CHANNEL } from '~/channels/channel';
import { db, Prisma, readRows, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { countClicks } from '~/reports/clicks.server';
import { creditsIn } from '~/reports/credits-in.server';
import { byRevenue } from '~/reports/totals';

/** Orders of a period that stand alike. Money is in minor units of the shop's currency. */
export interface OrderSum {
  bucket: Bucket;
  /** Placed in the period. */
  orders: number;
  /** Of them, those that are their customers' first. */
  firstOrders: number;
  /** Of them, those of whom that is not known. */
  ofUnknown: number;
  /** By the date basis. */
  valueMinor: bigint;
  /** Of that, what refunds, edits and cancellations come to; null where that was not kept. */
  takenMinor: bigint | null;
  /** What the orders placed in the period are worth now, whatever the date basis. */
  placedMinor: bigint;
  /** Orders in another currency than the shop's: counted, and not in the values. */
  otherCurrency: number;
}

/** All orders of one day but test orders. */
export interface DaySum {
  /** yyyy-mm-dd in the period's zone. */
  day: string;
  orders: number;
  creditedOrders: number;
  /** By the date basis. */
  valueMinor: bigint;
}

/** Orders of a period, by how they stand and by day: each in exactly one sum of both. */
export interface OrderSums {
  byBucket: OrderSum[];
  byDay: DaySum[];
}

const columnsOf = (basis: DateBasis) =>
  basis === 'placed'
    ? { value: Prisma.sql`value_minor`, taken: Prisma.sql`taken_minor`, amount: Prisma.sql`amount_minor` }
    : {
        value: Prisma.sql`moved_minor`,
        taken: Prisma.sql`moved_taken_minor`,
        amount: Prisma.sql`moved_minor`,
      };

const dayRange = ({ days }: Period) => Prisma.sql`day BETWEEN ${days.at(0)}::date AND ${days.at(-1)}::date`;

/** Every order that was placed in the period; one that is not decided yet is pending. */
export async function orderSums(shop: Shop, period: Period, basis: DateBasis = 'placed'): Promise<OrderSums> {
  const { value, taken } = columnsOf(basis);
  const rows = await readRows<SalesRow>`
    SELECT bucket, day::text, sum(orders)::int AS orders, sum(${value})::bigint AS "valueMinor",
           coalesce(sum(orders) FILTER (WHERE bucket <> 'excluded'), 0)::int AS counted,
           coalesce(sum(${value}) FILTER (WHERE bucket <> 'excluded'), 0)::bigint AS "countedMinor",
           coalesce(sum(orders) FILTER (WHERE bucket = 'credited'), 0)::int AS credited,
           coalesce(sum(orders) FILTER (WHERE customer = 'new'), 0)::int AS "firstOrders",
           coalesce(sum(orders) FILTER (WHERE customer = 'unknown'), 0)::int AS "ofUnknown",
           sum(${taken})::bigint AS "takenMinor", sum(value_minor)::bigint AS "placedMinor",
           sum(other_currency)::int AS "otherCurrency"
    FROM sales_day WHERE shop_id = ${shop.id} AND ${dayRange(period)} GROUP BY GROUPING SETS ((bucket), (day))`;
  return {
    byBucket: rows.flatMap((row) => (row.bucket === null ? [] : [{ ...row, bucket: row.bucket }])),
    byDay: rows.flatMap(({ day, counted, countedMinor, credited }) =>
      day === null ? [] : [{ day, orders: counted, creditedOrders: credited, valueMinor: countedMinor }],
    ),
  };
}

/** Of a bucket, or of a day. */
type SalesRow = Omit<OrderSum, 'bucket'> & {
  bucket: Bucket | null;
  day: string | null;
  counted: number;
  countedMinor: bigint;
  credited: number;
};

/** What messages earned on one day. */
export interface CreditDaySum {
  day: string;
  /** Credited orders by their shares, where credits are filtered. */
  orders?: number;
  amountMinor: bigint;
}

/** What one message version earned in a period. */
export interface CreditSum {
  versionId: bigint;
  /** Whether it is a message that was sent to people, and no tracking link. */
  sent: boolean;
  orders: number;
  amountMinor: bigint;
}

/** Orders that credits are of, each once or by its shares. */
export type CreditedOrders = Pick<OrderSum, 'orders' | 'firstOrders' | 'ofUnknown'>;

/** Credits by the order's day, or by the days on which their money moved; each by the rule that decided its order. */
export function creditDays(shop: Shop, period: Period, basis: DateBasis = 'placed'): Promise<CreditDaySum[]> {
  return readRows`
    SELECT day::text, sum(${columnsOf(basis).amount})::bigint AS "amountMinor" FROM grade_day
    WHERE shop_id = ${shop.id} AND NOT apart AND ${dayRange(period)} GROUP BY day`;
}

/** The same by message version. */
export function creditVersions(
  shop: Shop,
  period: Period,
  basis: DateBasis = 'placed',
): Promise<CreditSum[]> {
  return readRows`
    SELECT k.*, v.channel <> ${LINK_CHANNEL} AS sent FROM (
      SELECT version_id AS "versionId", sum(orders)::int AS orders, sum(${columnsOf(basis).amount})::bigint AS "amountMinor"
      FROM ${creditsIn(shop, period)} AS c WHERE NOT apart GROUP BY 1
    ) AS k JOIN message_version v ON v.shop_id = ${shop.id} AND v.id = k."versionId"`;
}

/** A message version with what it reached since it was sent. */
export interface VersionReach {
  versionId: bigint;
  campaignId: bigint | null;
  /** The name of its campaign, or of its automation. */
  campaign: string | null;
  trackingLinkId: bigint | null;
  automationId: bigint | null;
  subject: string;
  channel: string;
  source: string;
  medium: string;
  campaignTag: string;
  /** Handed over and not failed. */
  delivered: number;
  /** People who clicked; null where it was sent before the clicks that are still kept. */
  uniqueClicks: number | null;
}

/**
 * The versions that earned most in a period and, where they are fewer, tracked ones that were sent in it last.
 * @param period null: those that earned alone
 */
export async function topVersions(
  shop: Shop,
  period: Period | null,
  credits: readonly CreditSum[],
  most: number,
): Promise<VersionReach[]> {
  const earning = byRevenue(credits, credits)
    .slice(0, most)
    .map(({ version }) => version.versionId);
  const sent = period && earning.length < most ? await lastSent(shop, period, earning, most) : [];
  return versionReach(shop, [...earning, ...sent.map(({ id }) => id)]);
}

function lastSent(shop: Shop, period: Period, earning: bigint[], most: number): Promise<{ id: bigint }[]> {
  return db.messageVersion.findMany({
    where: {
      shopId: shop.id,
      trackSales: true,
      frozenAt: { gte: period.from, lt: period.to },
      id: { notIn: earning },
    },
    orderBy: { frozenAt: 'desc' },
    select: { id: true },
    take: most - earning.length,
  });
}

/** The versions named, with what each reached. */
export async function versionReach(shop: Shop, ids: readonly bigint[]): Promise<VersionReach[]> {
  const versions = await db.$queryRaw<
    (Omit<VersionReach, 'uniqueClicks'> & { clicksUnknown: boolean | null })[]
  >`
    SELECT v.id AS "versionId", m.campaign_id AS "campaignId", coalesce(a.name, t.name) AS campaign,
           m.tracking_link_id AS "trackingLinkId", m.automation_id AS "automationId",
           coalesce(l.name, m.step_name, v.subject) AS subject, v.channel,
           v.utm_source AS source, v.utm_medium AS medium, v.utm_campaign AS "campaignTag",
           (SELECT count(*) FROM delivery d
             WHERE d.shop_id = v.shop_id AND d.version_id = v.id AND d.state IN ('sent', 'delivered'))::int AS delivered,
           (v.template IS NOT NULL OR v.frozen_at < (SELECT clicks_since FROM retention t WHERE t.shop_id = v.shop_id))
             AS "clicksUnknown"
    FROM message_version v
    JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
    LEFT JOIN campaign a ON a.shop_id = m.shop_id AND a.id = m.campaign_id
    LEFT JOIN automation t ON t.shop_id = m.shop_id AND t.id = m.automation_id
    LEFT JOIN tracking_link l ON l.shop_id = m.shop_id AND l.id = m.tracking_link_id
    WHERE v.shop_id = ${shop.id} AND v.id = ANY (${[...ids]}::bigint[])
    ORDER BY v.id`;
  const clicks = await countClicks(
    shop,
    versions.map(({ versionId }) => versionId),
    'version',
  );
  const unique = new Map(clicks.map((counts) => [counts.versionId, counts.unique]));
  return versions.map(({ clicksUnknown, ...version }) => ({
    ...version,
    uniqueClicks: clicksUnknown ? null : (unique.get(version.versionId) ?? 0),
  }));
}
