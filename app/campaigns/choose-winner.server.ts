import { lockCampaign } from '~/campaigns/campaign-status-store.server';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { insertVariantChoice, loadVariantChoice } from '~/campaigns/variant-choice-store.server';
import { verdictOn } from '~/campaigns/variant-verdict';
import { type Variant, type VariantFigures, variantTestOf } from '~/campaigns/variants';
import { db, MANY_ROWS } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { releaseRest } from '~/messaging/delivery-store.server';
import { loadOnlyVersion } from '~/messaging/version-store.server';

/**
 * Ends the test of a campaign's variants: the rest of its audience is given the one that wins. The choice, kept with its
 * figures for good, and the deliveries that become due are one transaction, so that killed in the midst of it nothing has
 * happened, and done twice the second finds it done. A campaign that pauses may be chosen for; the rest waits with it.
 * @param wanted the merchant's choice; undefined: the best by the campaign's metric, of equal ones the first
 * @param figures of all variants
 * @returns the variant, and how many were given it
 */
export async function chooseWinner(
  shop: ShopId,
  id: bigint,
  wanted: Variant | undefined,
  figures: VariantFigures[],
  now: Date,
): Promise<Outcome<{ variant: Variant; rest: number }, 'not_found' | 'nobody_waits'>> {
  return db.$transaction(async (tx) => {
    await lockCampaign(shop, id, tx);
    const found = await loadCampaign(shop, id, tx);
    if (!found) return refused('not_found');
    const { status, expandedAt } = found.campaign;
    if ((status !== 'sending' && status !== 'paused') || !expandedAt) return refused('nobody_waits');
    if (found.messages.length < 2 || (await loadVariantChoice(shop, id, tx))) return refused('nobody_waits');
    const { metric } = variantTestOf(found.campaign);
    const variant = wanted ?? verdictOn(metric, figures).leader;
    const message = found.messages.find((one) => one.variant === variant);
    const version = message && (await loadOnlyVersion(shop, message.id, tx));
    if (!version) return refused('not_found');
    const rest = await releaseRest(shop, id, version.id, now, tx);
    if (rest === 0) return refused('nobody_waits');
    const chosenBy = wanted ? ('merchant' as const) : ('rule' as const);
    await insertVariantChoice(shop, id, { variant, chosenBy, metric, figures, rest, chosenAt: now }, tx);
    return done({ variant, rest });
  }, MANY_ROWS);
}
