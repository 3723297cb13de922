import { db, type Db, type SyncState } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import type { Period } from '~/lib/period';
import type { Findings } from '~/orders/order-difference';
import { enqueue } from '~/queue/enqueue.server';

const SWEEP_EVERY_MS = 5 * 60 * 1_000;

export async function findSyncState(shop: ShopId): Promise<SyncState | undefined> {
  return (await db.syncState.findUnique({ where: { shopId: shop } })) ?? undefined;
}

/**
 * Asks for the orders of before the installation, once per installation: a shop that was gone missed what happened
 * meanwhile. What Shopify changes from now on is the sweeps'.
 */
export async function askForBackfill(shop: ShopId, installedAt: Date, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const asked = await tx.$executeRaw`
      INSERT INTO sync_state (shop_id, backfill_state, backfill_asked_at, cursor, next_sweep_at)
      VALUES (${shop}, 'asked', ${now}, ${now}, ${now})
      ON CONFLICT (shop_id) DO UPDATE
      SET backfill_state = 'asked', backfill_asked_at = ${now}, bulk_operation_id = NULL, backfilled_orders = 0,
          backfill_finished_at = NULL, backfill_failure = NULL, cursor = ${now}, next_sweep_at = ${now}
      WHERE sync_state.backfill_asked_at < ${installedAt}`;
    if (asked > 0) await enqueue(tx, 'backfill-orders', { shopId: shop }, { key: `backfill:${shop}` });
  });
}

/** Notes which bulk operation prepares the orders. */
export async function noteBulkOperation(shop: ShopId, id: string): Promise<void> {
  await db.syncState.updateMany({
    where: { shopId: shop },
    data: { backfillState: 'running', bulkOperationId: id, backfillFailure: null },
  });
}

/** Notes why a backfill came to nothing; it begins anew. */
export async function noteBackfillFailure(shop: ShopId, reason: string): Promise<void> {
  await db.syncState.updateMany({
    where: { shopId: shop },
    data: { backfillState: 'asked', bulkOperationId: null, backfillFailure: reason },
  });
}

/** Notes that all orders of the bulk operation are here. */
export async function finishBackfill(shop: ShopId, orders: number, now: Date): Promise<void> {
  await db.syncState.updateMany({
    where: { shopId: shop },
    data: { backfillState: 'done', backfilledOrders: orders, backfillFinishedAt: now, backfillFailure: null },
  });
}

/**
 * Asks for the sweep of each installed shop whose time has come, and for the backfill of those that never had one. Of
 * each shop at most one sweep waits.
 */
export async function unscopedAskForSweeps(now: Date): Promise<void> {
  const fresh = await db.$queryRaw<{ id: number; installed_at: Date }[]>`
    SELECT id, installed_at FROM shop
    WHERE uninstalled_at IS NULL AND NOT EXISTS (SELECT 1 FROM sync_state s WHERE s.shop_id = shop.id)`;
  for (const { id, installed_at: installedAt } of fresh) await askForBackfill(id, installedAt, now);
  await db.$executeRaw`
    WITH due AS (
      UPDATE sync_state s SET next_sweep_at = ${new Date(now.getTime() + SWEEP_EVERY_MS)}
      FROM shop
      WHERE shop.id = s.shop_id AND shop.uninstalled_at IS NULL AND s.next_sweep_at <= ${now}
      RETURNING s.shop_id
    )
    SELECT graphile_worker.add_job('sweep-orders', payload => json_build_object('shopId', shop_id),
                                   job_key => 'sweep:' || shop_id) FROM due`;
}

/** Moves the cursor of the sweeps on, never back. */
export async function advanceCursor(shop: ShopId, cursor: Date, tx: Db): Promise<void> {
  await tx.syncState.updateMany({ where: { shopId: shop, cursor: { lt: cursor } }, data: { cursor } });
}

/** Notes what a sweep that came to its end has found. */
export async function finishSweep(shop: ShopId, found: Findings, now: Date): Promise<void> {
  await db.syncState.updateMany({
    where: { shopId: shop },
    data: {
      lastSweepAt: now,
      lastChecked: found.checked,
      lastMissing: found.missing,
      lastDifferent: found.different,
      lastRepaired: found.repaired,
      lastDifferenceMinor: found.differenceMinor,
      sweepFailure: null,
    },
  });
}

/** Notes why the shop cannot be swept now, and when it is tried again. */
export async function postponeSweep(shop: ShopId, reason: string, nextSweepAt: Date): Promise<void> {
  await db.syncState.updateMany({ where: { shopId: shop }, data: { sweepFailure: reason, nextSweepAt } });
}

/** Asks for the repair of the orders placed in a period; one at a time per shop. */
export async function askForRepair(
  shop: ShopId,
  period: Pick<Period, 'from' | 'to'>,
  now: Date,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE sync_state SET repair_asked_at = ${now}, repair_finished_at = NULL, repair_checked = 0,
        repair_repaired = 0, repair_failure = NULL
      WHERE shop_id = ${shop}`;
    const payload = { shopId: shop, from: period.from.toISOString(), to: period.to.toISOString() };
    await enqueue(tx, 'repair-orders', payload, { key: `repair:${shop}` });
  });
}

/** How far a repair is. */
export async function noteRepair(shop: ShopId, found: Findings, tx: Db): Promise<void> {
  await tx.syncState.updateMany({
    where: { shopId: shop },
    data: { repairChecked: found.checked, repairRepaired: found.repaired },
  });
}

/** Ends a repair, for a reason where it could not be done. */
export async function finishRepair(shop: ShopId, failure: string | null, now: Date): Promise<void> {
  await db.syncState.updateMany({
    where: { shopId: shop },
    data: { repairFinishedAt: now, repairFailure: failure },
  });
}
