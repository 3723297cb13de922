import { db } from '~/db.server';
import { logger } from '~/lib/logger.server';
import type { OrderFacts } from '~/orders/order';
import { enqueue } from '~/queue/enqueue.server';
import type { Jobs } from '~/queue/jobs';
import type { Shop, SyncState } from '~/db.server';
import { AccessLost } from '~/shopify/admin-client.server';
import { type BulkOrder, orderBulkState, readOrderBulk, startOrderBulk } from '~/shopify/bulk-orders.server';
import { fetchOrders } from '~/shopify/fetch-orders.server';
import { findShop } from '~/shopify/shop-store.server';
import {
  findSyncState,
  finishBackfill,
  noteBackfillFailure,
  noteBulkOperation,
} from '~/shopify/sync-store.server';
import { takeOrders } from '~/shopify/take-orders.server';

const POLL_MS = 5_000;
const TRY_AGAIN_MS = 60 * 60 * 1_000;
const BATCH = 100;

/**
 * Loads the orders of before the installation: has Shopify prepare them, looks in until they are ready, saves them.
 * A run that is cut short begins its file anew and passes over what is here already.
 */
export async function backfillOrders({ shopId }: Jobs['backfill-orders']): Promise<void> {
  const shop = await findShop(shopId);
  const known = await findSyncState(shopId);
  if (!shop || shop.uninstalledAt || !known || known.backfillState === 'done') return;
  const again = await step(shop, known).catch((error: unknown) => {
    if (!(error instanceof AccessLost)) throw error;
    return TRY_AGAIN_MS;
  });
  if (again === undefined) return;
  const runAt = new Date(Date.now() + again);
  await enqueue(db, 'backfill-orders', { shopId }, { key: `backfill:${shopId}`, runAt });
}

/** @returns in how many milliseconds to look in again; undefined once all is done */
async function step(shop: Shop, { bulkOperationId }: SyncState): Promise<number | undefined> {
  if (bulkOperationId === null) {
    const started = await startOrderBulk(shop);
    if (!started.ok) return lost(shop, started.reason);
    await noteBulkOperation(shop.id, started.value);
    return POLL_MS;
  }
  const bulk = await orderBulkState(shop, bulkOperationId);
  if (bulk.state === 'running') return POLL_MS;
  if (bulk.state === 'lost') return lost(shop, bulk.reason);
  const orders = bulk.url === null ? 0 : await saveAll(shop, readOrderBulk(bulk.url));
  await finishBackfill(shop.id, orders, new Date());
  logger.info({ shop: shop.id, orders }, 'backfill_done');
  return undefined;
}

async function lost(shop: Shop, reason: string): Promise<number> {
  logger.warn({ shop: shop.id, reason }, 'backfill_failed');
  await noteBackfillFailure(shop.id, reason);
  return TRY_AGAIN_MS;
}

/** @returns how many orders the file held */
async function saveAll(shop: Shop, orders: AsyncIterable<BulkOrder>): Promise<number> {
  let count = 0;
  let batch: BulkOrder[] = [];
  for await (const order of orders) {
    batch.push(order);
    count += 1;
    if (batch.length < BATCH) continue;
    await saveBatch(shop, batch);
    batch = [];
  }
  await saveBatch(shop, batch);
  return count;
}

async function saveBatch(shop: Shop, batch: readonly BulkOrder[]): Promise<void> {
  const known = await db.order.findMany({
    where: { shopId: shop.id, id: { in: batch.map(({ facts }) => facts.id) } },
    select: { id: true, updatedAt: true },
  });
  const knownAt = new Map(known.map(({ id, updatedAt }) => [id, updatedAt]));
  const isNew = ({ id, updatedAt }: OrderFacts) => (knownAt.get(id) ?? new Date(0)) < updatedAt;
  const wanting = batch.filter(({ facts }) => isNew(facts));
  const withRefunds = wanting.filter(({ hasRefunds }) => hasRefunds).map(({ facts }) => facts.id);
  const orders = [
    ...wanting.filter(({ hasRefunds }) => !hasRefunds).map(({ facts }) => facts),
    ...(await fetchOrders(shop, withRefunds)),
  ];
  if (orders.length > 0) await takeOrders(shop, orders, () => Promise.resolve());
}
