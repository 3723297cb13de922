import { campaignJobKey } from '~/campaigns/campaign';
import { loadCampaign, markDraft } from '~/campaigns/campaign-store.server';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { cancelJob } from '~/queue/enqueue.server';

/** Makes a scheduled campaign a draft again. Once sending has begun it is refused as `not_scheduled`. */
export async function cancelCampaign(
  shop: ShopId,
  id: bigint,
  now: Date,
): Promise<Outcome<void, 'not_found' | 'not_scheduled'>> {
  return db.$transaction(async (tx) => {
    if (!(await markDraft(shop, id, 'scheduled', null, now, tx))) {
      return refused((await loadCampaign(shop, id, tx)) ? 'not_scheduled' : 'not_found');
    }
    await cancelJob(tx, campaignJobKey(shop, id));
    return done(undefined);
  });
}
