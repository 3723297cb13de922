import { attributeOrders } from '~/attribution/attribute-orders.server';
import type { Jobs } from '~/queue/jobs';

/** Decides one order that could not be decided in a batch. */
export async function attributeOrder({ shopId, orderId }: Jobs['attribute-order']): Promise<void> {
  await attributeOrders(shopId, [BigInt(orderId)], new Date());
}
