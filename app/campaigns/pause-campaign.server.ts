import { markPaused } from '~/campaigns/campaign-status-store.server';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';

/** Stops a campaign that is being sent: what is in hand goes out, everything else waits until it is resumed. */
export async function pauseCampaign(
  shop: ShopId,
  id: bigint,
  now: Date,
): Promise<Outcome<void, 'not_found' | 'not_sending'>> {
  if (await markPaused(shop, id, null, now)) return done(undefined);
  return refused((await loadCampaign(shop, id)) ? 'not_sending' : 'not_found');
}
