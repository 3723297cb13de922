import { insertDraft, loadCampaign } from '~/campaigns/campaign-store.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { copyOfMessage } from '~/messaging/copy-of-message';

/** A new draft with the content of every variant, the audience and the tracking of a campaign of any status. */
export async function duplicateCampaign(
  shop: ShopId,
  id: bigint,
  now: Date,
): Promise<Outcome<bigint, 'not_found'>> {
  const found = await loadCampaign(shop, id);
  if (!found) return refused('not_found');
  const { name, channel, audience, holdoutPercent, testPercent, winnerMetric, testHours } = found.campaign;
  return done(
    await insertDraft(
      shop,
      { name: `Copy of ${name}`, channel, audience, holdoutPercent, testPercent, winnerMetric, testHours },
      found.messages.map((message) => ({ ...copyOfMessage(message), variant: message.variant })),
      now,
    ),
  );
}
