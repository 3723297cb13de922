import { markSentIfFinished } from '~/campaigns/campaign-store.server';
import { sendMail } from '~/channels/email/smtp.server';
import { deliver } from '~/messaging/deliver.server';
import type { Jobs } from '~/queue/jobs';

/**
 * Sends one delivery, and ends its campaign where it was the last.
 * @throws Error where the provider asked to come back later: the queue tries again, with back-off
 */
export async function deliverMessage({ shopId, deliveryId }: Jobs['deliver-message']): Promise<void> {
  const delivered = await deliver(shopId, BigInt(deliveryId), sendMail, new Date());
  if (delivered?.state === 'queued') throw new Error('the mail server asked to try again later');
  if (delivered?.campaignId) await markSentIfFinished(shopId, delivered.campaignId, new Date());
}
