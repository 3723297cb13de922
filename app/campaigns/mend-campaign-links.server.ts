import { loadCampaign, saveContent } from '~/campaigns/campaign-store.server';
import type { Shop } from '~/db.server';
import { type Outcome, refused } from '~/lib/outcome';
import { mendDesign, mendLinks } from '~/tagging/mend-links';

/** Mends the links of a draft that lead nowhere as they are written, as `mendLinks` does. */
export async function mendCampaignLinks(
  shop: Shop,
  id: bigint,
  now: Date,
): Promise<Outcome<void, 'not_found' | 'not_editable'>> {
  const found = await loadCampaign(shop.id, id);
  if (!found) return refused('not_found');
  const { subject, preheader, html, text, design, template, voice } = found.message;
  const mended = {
    design: design && mendDesign(design, shop.storefrontUrl),
    html: mendLinks(html, 'html', shop.storefrontUrl),
    text: mendLinks(text, 'text', shop.storefrontUrl),
  };
  return saveContent(shop.id, id, { subject, preheader, template, voice, ...mended }, now);
}
