import { addVariant, saveContent, saveHoldout, saveVariantTest } from '~/campaigns/campaign-store.server';
import type { VariantFigures, VariantTest, Variant } from '~/campaigns/variants';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import type { Shop } from '~/db.server';
import { type CampaignDraft, makeCampaign, NOW } from '#test/support/campaign-factory';

/** A campaign under way in variants, nobody of its audience read yet; each but the first has a subject of its own. */
export async function startVariants(
  shop: Shop,
  test: Partial<VariantTest> = {},
  some: Partial<CampaignDraft> & { count?: number; holdoutPercent?: number } = {},
): Promise<bigint> {
  const { count = 2, holdoutPercent, ...draft } = some;
  const id = await makeCampaign(shop, draft);
  for (let more = 1; more < count; more += 1) {
    const added = await addVariant(shop.id, id, NOW);
    if (!added.ok) throw new Error(added.reason);
    const html = '<p>Warm</p><a href="https://shop.test/tea">Tea</a>';
    const content = { subject: `Variant ${added.value}`, preheader: '', html, text: '' };
    await saveContent(shop.id, id, content, NOW, added.value);
  }
  await saveVariantTest(shop.id, id, { percent: 100, metric: 'clicks', hours: 4, ...test }, NOW);
  if (holdoutPercent) await saveHoldout(shop.id, id, holdoutPercent, NOW);
  const scheduled = await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
  if (!scheduled.ok) throw new Error(scheduled.reason);
  return id;
}

/** What came of a variant of which 1,000 were delivered, unless told otherwise. */
export const variantFigures = (variant: Variant, some: Partial<VariantFigures> = {}): VariantFigures => ({
  variant,
  delivered: 1_000,
  opened: 0,
  clicked: 0,
  buyers: 0,
  orders: 0,
  revenueMinor: 0n,
  revenueSquares: 0,
  ...some,
});
