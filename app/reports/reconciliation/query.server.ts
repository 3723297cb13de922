import { db, type Shop } from '~/db.server';
import { lastDays, type Period } from '~/lib/period';
import type { ShopifyOrder } from '~/orders/order-difference';
import { type LedgerOrder, type Reconciliation, reconcile } from '~/reports/reconciliation/interpret';

/** Shopify shows an app the orders of the last sixty days; whole days of them that can be compared. */
export const COMPARABLE_DAYS = 60;

/** The first day, yyyy-mm-dd, whose orders Shopify still shows. */
export function firstComparableDay(now: Date, zone: string): string {
  return lastDays(COMPARABLE_DAYS, now, zone).days[0] ?? '';
}

/**
 * Shopify's orders of a period beside ours. Orders deleted in Shopify are on neither side.
 * @param theirs all of Shopify's orders that were placed in the period
 */
export async function reconciliationReport(
  shop: Shop,
  period: Period,
  theirs: readonly ShopifyOrder[],
): Promise<Reconciliation> {
  const ours = await db.$queryRaw<LedgerOrder[]>`
    SELECT o.id, o.name, o.processed_at AS "placedAt", o.updated_at AS "updatedAt", o.currency,
           o.value_minor AS "valueMinor", s.bucket
    FROM "order" o
    LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
    WHERE o.shop_id = ${shop.id} AND o.processed_at >= ${period.from} AND o.processed_at < ${period.to}
      AND NOT EXISTS (SELECT 1 FROM order_deletion d WHERE d.shop_id = o.shop_id AND d.order_id = o.id)`;
  return reconcile({ period, currency: shop.currency, theirs, ours });
}

/** Whether the orders of before the installation are still on their way. */
export async function isLoadingOrders(shop: Shop): Promise<boolean> {
  const sync = await db.syncState.findUnique({ where: { shopId: shop.id } });
  return sync?.backfillState !== 'done';
}

export interface RepairProgress {
  state: 'none' | 'running' | 'done' | 'failed';
  checked: number;
  repaired: number;
  failure: string | null;
}

/** How far the last repair that a merchant asked for is. */
export async function repairProgress(shop: Shop): Promise<RepairProgress> {
  const sync = await db.syncState.findUnique({ where: { shopId: shop.id } });
  const counts = { checked: sync?.repairChecked ?? 0, repaired: sync?.repairRepaired ?? 0 };
  const failure = sync?.repairFailure ?? null;
  if (!sync?.repairAskedAt) return { state: 'none', ...counts, failure };
  if (!sync.repairFinishedAt) return { state: 'running', ...counts, failure };
  return { state: failure ? 'failed' : 'done', ...counts, failure };
}
