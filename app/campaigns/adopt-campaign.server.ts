import { findTaggedOrders } from '~/attribution/find-tagged-orders.server';
import type { Adopted, AdoptedTags, AdoptionRefusal } from '~/campaigns/adoption';
import { lockCampaign } from '~/campaigns/campaign-status-store.server';
import { insertSentElsewhere, loadCampaign } from '~/campaigns/campaign-store.server';
import { tagOwner } from '~/campaigns/tag-owner.server';
import { canTrack } from '~/channels/channel';
import { type Db, db, type Message } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { changeMessage } from '~/messaging/message-store.server';
import { adoptVersion, freezeForeignMessage, loadOnlyVersion } from '~/messaging/version-store.server';
import { markOrders } from '~/queue/mark-store.server';

/**
 * Turns tracking on for a campaign that was sent without it, or by another tool: from then on visits that carry its
 * tags count as its own. Orders placed since it was sent are decided anew, from the evidence that is stored of them.
 * @returns the campaign's id, and how many orders are looked at again
 */
export async function adoptCampaign(
  shop: ShopId,
  adopted: Adopted,
  tags: AdoptedTags,
  now: Date,
): Promise<Outcome<{ id: bigint; orders: number }, AdoptionRefusal>> {
  return db.$transaction(
    async (tx) => {
      if ((await tagOwner(shop, tags, tx)) !== undefined) return refused('tags_taken');
      const own = 'campaignId' in adopted;
      const ready = own
        ? await readSent(shop, adopted.campaignId, tx)
        : await makeSent(shop, adopted, now, tx);
      if (!ready.ok) return ready;
      const { id, message, sentAt } = ready.value;
      const utm = { utmSource: tags.source, utmMedium: tags.medium, utmCampaign: tags.campaign };
      await changeMessage(shop, id, { trackSales: true, ...utm }, now, tx);
      await adoptVersion(shop, message.id, utm, now, tx);
      const orders = await findTaggedOrders(shop, tags, sentAt, tx);
      await markOrders(shop, orders, tx, true);
      return done({ id, orders: orders.length });
    },
    { timeout: 60_000 },
  );
}

type Ready = Outcome<{ id: bigint; message: Message; sentAt: Date }, AdoptionRefusal>;

async function readSent(shop: ShopId, id: bigint, tx: Db): Promise<Ready> {
  await lockCampaign(shop, id, tx);
  const found = await loadCampaign(shop, id, tx);
  if (!found) return refused('not_found');
  const { campaign, message, messages } = found;
  if (messages.length > 1) return refused('sent_in_variants');
  const trackable = canTrack(campaign.channel);
  if (!trackable.ok) return refused(trackable.reason);
  const version = await loadOnlyVersion(shop, message.id, tx);
  if (!version) return refused('not_sent');
  if (version.trackSales) return refused('already_tracked');
  return done({ id, message, sentAt: version.frozenAt });
}

async function makeSent(
  shop: ShopId,
  { name, channel, sentAt }: Exclude<Adopted, { campaignId: bigint }>,
  now: Date,
  tx: Db,
): Promise<Ready> {
  if (sentAt > now) return refused('sent_in_the_future');
  const { id, message } = await insertSentElsewhere(shop, { name, channel, sentAt }, now, tx);
  await freezeForeignMessage(shop, message, sentAt, tx);
  return done({ id, message, sentAt });
}
