import { listSettings } from '~/attribution/attribution-store.server';
import type { Settings } from '~/attribution/facts';
import { recomputationProgress, type RecomputationProgress } from '~/attribution/recomputation-store.server';
import { LINK_CHANNEL } from '~/channels/channel';
import { db, Prisma, readRows, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import { creditsIn } from '~/reports/credits-in.server';
import {
  type CreditDaySum,
  type CreditedOrders,
  type CreditSum,
  creditDays,
  type DaySum,
  type OrderSum,
  type OrderSums,
  orderSums,
} from '~/reports/sums.server';
import { sumMinor } from '~/reports/totals';

/** Which version of the settings a report shows. */
export interface ShownVersion {
  settings: Settings;
  /** When the next version took its place, after which nothing of it was counted; null while it is in force. */
  until: Date | null;
  /** The version that decides orders now, and how far it has. */
  progress: RecomputationProgress | null;
}

/**
 * The version that a report shows: the one asked for, where there is one. While orders are decided anew it is the one
 * before, since numbers of two versions do not add up.
 */
export async function shownVersion(
  shop: Shop,
  asked: number | undefined,
  fallback: Settings,
): Promise<ShownVersion> {
  const versions = await listSettings(shop.id, db);
  const progress = (await recomputationProgress(shop.id)) ?? null;
  const running = progress !== null && progress.done < progress.total;
  const newest = versions[0]?.version ?? fallback.version;
  const wanted = asked ?? (running ? progress.version - 1 : newest);
  const settings = versions.find(({ version }) => version === wanted) ?? versions[0] ?? fallback;
  const next = versions.find(({ version }) => version === settings.version + 1);
  return { settings, until: next?.validFrom ?? null, progress: running ? progress : null };
}

export interface PeriodSums {
  orders: OrderSums;
  creditDays: CreditDaySum[];
  /** The orders that credits are of, and what these come to. */
  credited: CreditedOrders & { amountMinor: bigint };
}

/** Orders and credits of a period, by the version in force. */
export async function sumsOf(shop: Shop, period: Period, basis: DateBasis): Promise<PeriodSums> {
  const [orders, days] = await Promise.all([orderSums(shop, period, basis), creditDays(shop, period, basis)]);
  return together(orders, days);
}

/** The same by an earlier version of the settings, by the order's day alone. */
export async function keptSums(shop: Shop, period: Period, shown: ShownVersion): Promise<PeriodSums> {
  const kept = keptIn(shop, period, shown);
  const [byBucket, byDay, days] = await Promise.all([
    readRows<OrderSum>`
      SELECT bucket, sum(orders)::int AS orders, 0 AS "firstOrders", sum(orders)::int AS "ofUnknown",
             sum(value_minor)::bigint AS "valueMinor", NULL::bigint AS "takenMinor",
             sum(value_minor)::bigint AS "placedMinor", sum(other_currency)::int AS "otherCurrency"
      FROM kept_standings WHERE ${kept} GROUP BY 1`,
    readRows<DaySum>`
      SELECT day::text, sum(orders)::int AS orders, sum(value_minor)::bigint AS "valueMinor",
             coalesce(sum(orders) FILTER (WHERE bucket = 'credited'), 0)::int AS "creditedOrders"
      FROM kept_standings WHERE ${kept} AND bucket <> 'excluded' GROUP BY day`,
    readRows<CreditDaySum>`
      SELECT day::text, sum(amount_minor)::bigint AS "amountMinor" FROM kept_credits WHERE ${kept} GROUP BY day`,
  ]);
  return together({ byBucket, byDay }, days);
}

/** What each message earned by an earlier version of the settings. */
export function keptVersions(shop: Shop, period: Period, shown: ShownVersion): Promise<CreditSum[]> {
  return readRows`
    SELECT k.*, v.channel <> ${LINK_CHANNEL} AS sent FROM (
      SELECT version_id AS "versionId", sum(orders)::int AS orders, sum(amount_minor)::bigint AS "amountMinor"
      FROM kept_credits WHERE ${keptIn(shop, period, shown)} GROUP BY 1
    ) AS k JOIN message_version v ON v.shop_id = ${shop.id} AND v.id = k."versionId"`;
}

const keptIn = (shop: Shop, { days }: Period, { settings }: ShownVersion) => Prisma.sql`
  shop_id = ${shop.id} AND settings_version = ${settings.version}
  AND day BETWEEN ${days.at(0)}::date AND ${days.at(-1)}::date`;

const NONE: CreditedOrders = { orders: 0, firstOrders: 0, ofUnknown: 0 };

function together(orders: OrderSums, days: CreditDaySum[]): PeriodSums {
  const credited = orders.byBucket.find(({ bucket }) => bucket === 'credited') ?? NONE;
  const amountMinor = sumMinor(days.map((day) => day.amountMinor));
  return { orders, creditDays: days, credited: { ...credited, amountMinor } };
}

/** What of the period's renewals goes to messages, in minor units of the shop's currency, outside all other sums. */
export interface RenewalSums {
  /** Also those in another currency, which are in no amount. */
  orders: number;
  minor: bigint;
  byVersion: { versionId: bigint; minor: bigint }[];
}

export const NO_RENEWALS: RenewalSums = { orders: 0, minor: 0n, byVersion: [] };

export async function renewalSums(shop: Shop, period: Period): Promise<RenewalSums> {
  const { days } = period;
  const [all] = await readRows<{ orders: number; minor: bigint }>`
    SELECT coalesce(sum(orders), 0)::int AS orders, coalesce(sum(amount_minor), 0)::bigint AS minor FROM grade_day
    WHERE shop_id = ${shop.id} AND apart AND day BETWEEN ${days.at(0)}::date AND ${days.at(-1)}::date`;
  if (!all || all.orders === 0) return NO_RENEWALS;
  const byVersion = await readRows<{ versionId: bigint; minor: bigint }>`
    SELECT version_id AS "versionId", sum(amount_minor)::bigint AS minor FROM ${creditsIn(shop, period)} AS c
    WHERE apart GROUP BY 1 HAVING sum(amount_minor) <> 0`;
  return { ...all, byVersion };
}
