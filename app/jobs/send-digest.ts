import { logger } from '~/lib/logger.server';
import type { Jobs } from '~/queue/jobs';
import { sendDigest } from '~/reports/digest/send-digest.server';
import { findShop } from '~/shopify/shop-store.server';

/**
 * Sends the digest that is due at a moment.
 * @throws Error where the provider takes nothing now, so that the job comes back
 */
export async function sendDueDigest({ shopId, dueAt }: Jobs['send-digest']): Promise<void> {
  const shop = await findShop(shopId);
  if (!shop || shop.uninstalledAt) return;
  const { again } = await sendDigest(shop, new Date(dueAt), new Date());
  logger.info({ shop: shopId, outcome: again ? 'later' : 'sent' }, 'digest');
  if (again) throw new Error('the digest is to be sent later');
}
