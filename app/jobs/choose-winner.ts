import { chooseWinner as choose } from '~/campaigns/choose-winner.server';
import { logger } from '~/lib/logger.server';
import type { Jobs } from '~/queue/jobs';
import { variantFigures } from '~/reports/campaign/variant-figures.server';
import { findShop } from '~/shopify/shop-store.server';

/** Gives the rest of an audience the variant that won; nothing where that is done already, or the shop was erased. */
export async function chooseWinner({ shopId, campaignId }: Jobs['choose-winner']): Promise<void> {
  const shop = await findShop(shopId);
  if (!shop) return;
  const id = BigInt(campaignId);
  const chosen = await choose(shop.id, id, undefined, await variantFigures(shop, id), new Date());
  if (chosen.ok) logger.info({ shop: shop.id, campaign: campaignId, ...chosen.value }, 'winner_chosen');
}
