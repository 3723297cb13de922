import { markResumed } from '~/campaigns/campaign-status-store.server';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';

/** Lets a campaign that pauses go on where it stopped, whether the merchant paused it or it did so by itself. */
export async function resumeCampaign(
  shop: ShopId,
  id: bigint,
  now: Date,
): Promise<Outcome<void, 'not_found' | 'not_paused'>> {
  return db.$transaction(async (tx) => {
    if (await markResumed(shop, id, now, tx)) return done(undefined);
    return refused((await loadCampaign(shop, id, tx)) ? 'not_paused' : 'not_found');
  });
}
