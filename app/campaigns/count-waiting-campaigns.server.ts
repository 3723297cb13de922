import type { Channel } from '~/channels/channel';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** How many campaigns of a channel are scheduled or being sent: they need somebody who sends. */
export async function countWaitingCampaigns(shop: ShopId, channel: Channel): Promise<number> {
  return db.campaign.count({
    where: { shopId: shop, channel, status: { in: ['scheduled', 'sending'] } },
  });
}
