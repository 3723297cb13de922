import { markArchived } from '~/campaigns/campaign-status-store.server';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';

/** Takes a sent campaign out of the lists, or brings it back. Clicks and orders go on being counted for it. */
export async function archiveCampaign(
  shop: ShopId,
  id: bigint,
  archived: boolean,
  now: Date,
): Promise<Outcome<void, 'not_found' | 'not_sent'>> {
  if (await markArchived(shop, id, archived, now)) return done(undefined);
  return refused((await loadCampaign(shop, id)) ? 'not_sent' : 'not_found');
}
