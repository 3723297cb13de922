import { campaignJobKey, type ProblemReason, problemsOf, tokenValuesOf } from '~/campaigns/campaign';
import { lockCampaign, markScheduled } from '~/campaigns/campaign-status-store.server';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { variantTestOf } from '~/campaigns/variants';
import { connectedChannels } from '~/channels/provider-of.server';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { enqueue } from '~/queue/enqueue.server';

export type SendChoice = { mode: 'now' } | { mode: 'later'; at: Date };

export type ScheduleRefusal = 'not_found' | 'not_editable' | 'time_in_the_past' | ProblemReason;

/**
 * Sends a draft now or at a later time: its status and the job of sending change together. Submitted twice, the second
 * is refused as `not_editable`. A draft with problems is refused with the reason of its first.
 */
export async function scheduleCampaign(
  shop: ShopId,
  id: bigint,
  choice: SendChoice,
  now: Date,
): Promise<Outcome<void, ScheduleRefusal>> {
  return db.$transaction(async (tx) => {
    await lockCampaign(shop, id, tx);
    const found = await loadCampaign(shop, id, tx);
    if (!found) return refused('not_found');
    if (found.campaign.status !== 'draft') return refused('not_editable');
    const { timeZone } = await tx.shop.findUniqueOrThrow({ where: { id: shop } });
    const at = choice.mode === 'later' ? choice.at : null;
    const tokens = tokenValuesOf(found.campaign, at ?? now, timeZone);
    const campaign = { ...found.campaign, test: variantTestOf(found.campaign) };
    const [problem] = problemsOf(campaign, found.messages, tokens, await connectedChannels(shop, tx));
    if (problem) return refused(problem.reason);
    if (at && at <= now) return refused('time_in_the_past');
    await markScheduled(shop, id, at, now, tx);
    await enqueue(
      tx,
      'expand-campaign',
      { shopId: shop, campaignId: id.toString() },
      { key: campaignJobKey(shop, id), runAt: at ?? undefined },
    );
    return done(undefined);
  });
}
