import { attributeOrders } from '~/attribution/attribute-orders.server';
import { findCheckoutOrders } from '~/attribution/find-checkout-orders.server';
import { inBatch, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { tryTwice } from '~/queue/drain.server';
import { enqueueAll } from '~/queue/enqueue.server';
import { unscopedTakeMarks } from '~/queue/mark-store.server';

const AT_ONCE = 500;
/**
 * Decides the orders of one shop that are marked longest, as one transaction. Where that fails twice, those marked longest
 * get a job each, so that one order in trouble holds up no other.
 * @returns how many marks there were
 */
export async function attributeBacklog(): Promise<number> {
  try {
    return await tryTwice(attributeBatch);
  } catch (error) {
    logger.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'batch_failed');
    return await handToJobs();
  }
}

function attributeBatch(): Promise<number> {
  return inBatch(async (tx) => {
    const taken = await takeMarked(tx);
    if (taken) await attributeOrders(taken.shop, taken.orderIds, new Date(), tx);
    return taken?.marks ?? 0;
  });
}

async function handToJobs(): Promise<number> {
  return inBatch(async (tx) => {
    const taken = await takeMarked(tx);
    if (!taken) return 0;
    const payloads = taken.orderIds.map((id) => ({ shopId: taken.shop, orderId: id.toString() }));
    await enqueueAll(tx, 'attribute-order', payloads);
    return taken.marks;
  });
}

async function takeMarked(tx: Sql): Promise<{ shop: ShopId; orderIds: bigint[]; marks: number } | undefined> {
  const taken = await unscopedTakeMarks(AT_ONCE, tx);
  if (!taken) return undefined;
  const { shop, marks } = taken;
  const named = marks.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]));
  const tokens = marks.flatMap(({ checkoutToken }) => checkoutToken ?? []);
  const orderIds = [...new Set([...named, ...(await findCheckoutOrders(shop, tokens, tx))])];
  return { shop, orderIds, marks: marks.length };
}
