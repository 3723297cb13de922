import { findTaggedOrders } from '~/attribution/find-tagged-orders.server';
import { lockCampaign } from '~/campaigns/campaign-status-store.server';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { changeMessage } from '~/messaging/message-store.server';
import { loadOnlyVersion, releaseVersion } from '~/messaging/version-store.server';
import { markOrders } from '~/queue/mark-store.server';

/** Takes the adoption of a campaign back: its tags are nobody's again, and its orders are decided without it. */
export async function undoAdoption(
  shop: ShopId,
  id: bigint,
  now: Date,
): Promise<Outcome<void, 'not_found' | 'not_adopted'>> {
  return db.$transaction(
    async (tx) => {
      await lockCampaign(shop, id, tx);
      const found = await loadCampaign(shop, id, tx);
      if (!found) return refused('not_found');
      const version = await loadOnlyVersion(shop, found.message.id, tx);
      if (!version?.adoptedAt) return refused('not_adopted');
      const { utmSource: source, utmMedium: medium, utmCampaign: campaign, frozenAt } = version;
      const untracked = { trackSales: false, utmSource: '', utmMedium: '', utmCampaign: '' };
      await changeMessage(shop, id, untracked, now, tx);
      await releaseVersion(shop, version.id, tx);
      await markOrders(
        shop,
        await findTaggedOrders(shop, { source, medium, campaign }, frozenAt, tx),
        tx,
        true,
      );
      return done(undefined);
    },
    { timeout: 60_000 },
  );
}
