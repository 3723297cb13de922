import { campaignJobKey } from '~/campaigns/campaign';
import { markCancelled, markDraft, markSentIfFinished } from '~/campaigns/campaign-status-store.server';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { dropExclusions } from '~/campaigns/exclusion-store.server';
import { db, MANY_ROWS } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { skipWaiting } from '~/messaging/delivery-store.server';
import { cancelJob } from '~/queue/enqueue.server';

/**
 * Takes back what has not gone out. A campaign whose sending has not begun is a draft again. Of one under way those who
 * were reached stay reached, everybody else is skipped, and once what is in hand is over it ends as sent, stopped.
 */
export async function cancelCampaign(
  shop: ShopId,
  id: bigint,
  now: Date,
): Promise<Outcome<'draft' | 'stopped', 'not_found' | 'not_under_way'>> {
  const cancelled = await db.$transaction(async (tx) => {
    const unsent =
      (await markDraft(shop, id, 'scheduled', null, now, tx)) ||
      (await markDraft(shop, id, 'under_way', null, now, tx));
    if (!unsent && !(await markCancelled(shop, id, now, tx))) {
      return refused((await loadCampaign(shop, id, tx)) ? 'not_under_way' : 'not_found');
    }
    await cancelJob(tx, campaignJobKey(shop, id));
    await dropExclusions(shop, id, tx);
    if (unsent) return done('draft' as const);
    await skipWaiting(shop, id, 'cancelled', tx);
    return done('stopped' as const);
  }, MANY_ROWS);
  if (cancelled.ok && cancelled.value === 'stopped') await markSentIfFinished(shop, id, now);
  return cancelled;
}
