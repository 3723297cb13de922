import { attributeOrders } from '~/attribution/attribute-orders.server';
import { unscopedTakePart } from '~/attribution/recomputation-store.server';
import { inBatch } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { tryTwice } from '~/queue/drain.server';
import { enqueueAll } from '~/queue/enqueue.server';

/**
 * Decides a stretch of the orders of a shop whose settings changed, as one transaction. Where that fails twice, its
 * orders get a job each, so that one in trouble holds up no other.
 * @returns how many orders there were; one where there were none any more, so that the next stretch is looked for
 */
export async function recomputeBacklog(): Promise<number> {
  try {
    return await tryTwice(() => inBatch(recomputePart));
  } catch (error) {
    logger.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'batch_failed');
    return inBatch(handToJobs);
  }
}

type Work = Parameters<typeof inBatch<number>>[0];

const recomputePart: Work = async (tx) => {
  const part = await unscopedTakePart(tx);
  if (!part) return 0;
  await attributeOrders(part.shop, part.orderIds, new Date(), tx);
  return Math.max(part.orderIds.length, 1);
};

const handToJobs: Work = async (tx) => {
  const part = await unscopedTakePart(tx);
  if (!part) return 0;
  const payloads = part.orderIds.map((id) => ({ shopId: part.shop, orderId: id.toString() }));
  await enqueueAll(tx, 'attribute-order', payloads);
  return Math.max(part.orderIds.length, 1);
};
