import { attributeOrder } from '~/attribution/attribute-order.server';
import { findCheckoutOrders } from '~/attribution/find-checkout-orders.server';
import type { Jobs } from '~/queue/jobs';

/** Decides the order of a completed checkout anew. Where the order is not there yet, it will ask by itself. */
export async function attributeCheckout({ shopId, token }: Jobs['attribute-checkout']): Promise<void> {
  for (const orderId of await findCheckoutOrders(shopId, token)) {
    await attributeOrder(shopId, orderId, new Date());
  }
}
