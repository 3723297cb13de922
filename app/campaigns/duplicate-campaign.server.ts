import { insertDraft, loadCampaign } from '~/campaigns/campaign-store.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';

/** A new draft with the content, audience and tracking of a campaign of any status. */
export async function duplicateCampaign(
  shop: ShopId,
  id: bigint,
  now: Date,
): Promise<Outcome<bigint, 'not_found'>> {
  const found = await loadCampaign(shop, id);
  if (!found) return refused('not_found');
  const { name, channel, audience, holdoutPercent } = found.campaign;
  const { subject, preheader, html, text, design, template, voice } = found.message;
  const { trackSales, utmSource, utmMedium, utmCampaign } = found.message;
  return done(
    await insertDraft(
      shop,
      { name: `Copy of ${name}`, channel, audience, holdoutPercent },
      {
        ...{ subject, preheader, html, text, design, template, voice },
        ...{ trackSales, utmSource, utmMedium, utmCampaign },
      },
      now,
    ),
  );
}
