import { attributeOrder as attribute } from '~/attribution/attribute-order.server';
import type { Jobs } from '~/queue/jobs';

/** Decides bucket and credit of one order from all that is known now. */
export async function attributeOrder({ shopId, orderId }: Jobs['attribute-order']): Promise<void> {
  await attribute(shopId, BigInt(orderId), new Date());
}
