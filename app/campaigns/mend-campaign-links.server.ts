import { loadCampaign, saveContent } from '~/campaigns/campaign-store.server';
import { readVariant } from '~/campaigns/variants';
import type { Shop } from '~/db.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import { mendDesign, mendLinks } from '~/tagging/mend-links';

/** Mends the links of a draft, in every variant, that lead nowhere as they are written, as `mendLinks` does. */
export async function mendCampaignLinks(
  shop: Shop,
  id: bigint,
  now: Date,
): Promise<Outcome<void, 'not_found' | 'not_editable'>> {
  const found = await loadCampaign(shop.id, id);
  if (!found) return refused('not_found');
  for (const { variant, subject, preheader, html, text, design, template, voice } of found.messages) {
    const mended = {
      design: design && mendDesign(design, shop.storefrontUrl),
      html: mendLinks(html, 'html', shop.storefrontUrl),
      text: mendLinks(text, 'text', shop.storefrontUrl),
    };
    const content = { subject, preheader, template, voice, ...mended };
    const saved = await saveContent(shop.id, id, content, now, readVariant(variant));
    if (!saved.ok) return saved;
  }
  return done(undefined);
}
