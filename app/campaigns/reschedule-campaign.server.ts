import { campaignJobKey } from '~/campaigns/campaign';
import { markRescheduled } from '~/campaigns/campaign-status-store.server';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import type { SendChoice } from '~/campaigns/schedule-campaign.server';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { enqueue } from '~/queue/enqueue.server';

/** Gives a scheduled campaign another time, earlier or later, or sends it now. Once sending has begun it is refused. */
export async function rescheduleCampaign(
  shop: ShopId,
  id: bigint,
  choice: SendChoice,
  now: Date,
): Promise<Outcome<void, 'not_found' | 'not_scheduled' | 'time_in_the_past'>> {
  const at = choice.mode === 'later' ? choice.at : null;
  if (at && at <= now) return refused('time_in_the_past');
  return db.$transaction(async (tx) => {
    if (!(await markRescheduled(shop, id, at, now, tx))) {
      return refused((await loadCampaign(shop, id, tx)) ? 'not_scheduled' : 'not_found');
    }
    const payload = { shopId: shop, campaignId: id.toString() };
    await enqueue(tx, 'expand-campaign', payload, { key: campaignJobKey(shop, id), runAt: at ?? undefined });
    return done(undefined);
  });
}
