import { db } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { addFindings, NOTHING_FOUND } from '~/orders/order-difference';
import { enqueue } from '~/queue/enqueue.server';
import type { Jobs } from '~/queue/jobs';
import { AccessLost } from '~/shopify/admin-client.server';
import { orderPage } from '~/shopify/fetch-orders.server';
import { findShop } from '~/shopify/shop-store.server';
import { advanceCursor, findSyncState, finishSweep, postponeSweep } from '~/shopify/sync-store.server';
import { repairPage } from '~/shopify/take-orders.server';

/** Shopify's search may be a little behind its orders: each sweep looks at the last minutes of the one before again. */
const OVERLAP_MS = 5 * 60 * 1_000;
/** Shopify pages through 25,000 orders at most; the next job goes on from the cursor. */
const PAGES = 240;
const ACCESS_LOST_MS = 60 * 60 * 1_000;

/**
 * Compares the orders that Shopify changed since the last sweep with what is here, page by page, and repairs. The
 * cursor moves on with each page's commit, so that a sweep that is cut short goes on where it was.
 */
export async function sweepOrders({ shopId }: Jobs['sweep-orders']): Promise<void> {
  const shop = await findShop(shopId);
  const known = await findSyncState(shopId);
  if (!shop || shop.uninstalledAt || !known) return;
  const changedSince = new Date(known.cursor.getTime() - OVERLAP_MS);
  let found = NOTHING_FOUND;
  let after: string | undefined;
  try {
    for (let pages = 0; pages < PAGES; pages += 1) {
      const page = await orderPage(shop, { changedSince }, after);
      const last = page.orders.at(-1)?.updatedAt;
      const onPage = await repairPage(shop, page.orders, async (tx) => {
        if (last) await advanceCursor(shopId, last, tx);
      });
      found = addFindings(found, onPage);
      after = page.next;
      if (after === undefined) break;
    }
  } catch (error) {
    if (!(error instanceof AccessLost)) throw error;
    await postponeSweep(shopId, error.reason, new Date(Date.now() + ACCESS_LOST_MS));
    return;
  }
  if (after !== undefined) return enqueue(db, 'sweep-orders', { shopId }, { key: `sweep:${shopId}` });
  await finishSweep(shopId, found, new Date());
  const { differenceMinor, ...counts } = found;
  logger.info({ shop: shopId, ...counts, difference: String(differenceMinor) }, 'sweep_done');
}
