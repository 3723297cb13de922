import { listSettings } from '~/attribution/attribution-store.server';
import type { Settings } from '~/attribution/facts';
import { recomputationProgress, type RecomputationProgress } from '~/attribution/recomputation-store.server';
import { LINK_CHANNEL } from '~/channels/channel';
import { db, Prisma, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { DateBasis } from '~/reports/basis';
import {
  type CreditDaySum,
  type CreditSum,
  creditSums,
  type OrderSum,
  orderSums,
} from '~/reports/sums.server';

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
  orders: OrderSum[];
  credits: { byDay: CreditDaySum[]; byVersion: CreditSum[] };
}

/** Orders and credits of a period, by the version that is shown; of an earlier one by the order's day alone. */
export async function sumsBy(
  shop: Shop,
  period: Period,
  { settings, until }: ShownVersion,
  basis: DateBasis,
): Promise<PeriodSums> {
  if (!until) {
    const [orders, credits] = await Promise.all([
      orderSums(shop, period, basis),
      creditSums(shop, period, basis),
    ]);
    return { orders, credits };
  }
  const kept = Prisma.sql`shop_id = ${shop.id} AND settings_version = ${settings.version}
    AND day BETWEEN ${period.days.at(0)}::date AND ${period.days.at(-1)}::date`;
  const [orders, byDay, byVersion] = await Promise.all([
    db.$queryRaw<OrderSum[]>`
      SELECT day::text, bucket, orders, value_minor AS "valueMinor", NULL::bigint AS "takenMinor",
             value_minor AS "placedMinor", other_currency AS "otherCurrency"
      FROM kept_standings WHERE ${kept}`,
    db.$queryRaw<CreditDaySum[]>`
      SELECT day::text, sum(amount_minor)::bigint AS "amountMinor" FROM kept_credits WHERE ${kept} GROUP BY 1`,
    db.$queryRaw<CreditSum[]>`
      SELECT k.*, v.channel <> ${LINK_CHANNEL} AS sent FROM (
        SELECT version_id AS "versionId", sum(orders)::int AS orders, sum(amount_minor)::bigint AS "amountMinor"
        FROM kept_credits WHERE ${kept} GROUP BY 1
      ) AS k JOIN message_version v ON v.shop_id = ${shop.id} AND v.id = k."versionId"`,
  ]);
  return { orders, credits: { byDay, byVersion } };
}

/** What of the period's renewals goes to messages, in minor units of the shop's currency, outside all other sums. */
export interface RenewalSums {
  orders: number;
  minor: bigint;
  byVersion: { versionId: bigint; minor: bigint }[];
}

export async function renewalSums(shop: Shop, { from, to }: Period): Promise<RenewalSums> {
  const rows = await db.$queryRaw<{ versionId: bigint | null; orders: number; minor: bigint }[]>`
    SELECT c.version_id AS "versionId", count(DISTINCT c.order_id)::int AS orders,
           coalesce(sum(c.amount_minor), 0)::bigint AS minor
    FROM renewal_credit c JOIN "order" o ON o.shop_id = c.shop_id AND o.id = c.order_id
    WHERE c.shop_id = ${shop.id} AND o.currency = ${shop.currency}
      AND o.processed_at >= ${from} AND o.processed_at < ${to}
    GROUP BY GROUPING SETS ((c.version_id), ())`;
  const all = rows.find(({ versionId }) => versionId === null);
  return {
    orders: all?.orders ?? 0,
    minor: all?.minor ?? 0n,
    byVersion: rows.flatMap(({ versionId, minor }) => (versionId === null ? [] : [{ versionId, minor }])),
  };
}
