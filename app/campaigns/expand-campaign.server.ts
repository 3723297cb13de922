import { type CampaignFailure, campaignJobKey, tokenValuesOf } from '~/campaigns/campaign';
import {
  markDraft,
  markExpanded,
  markSentIfFinished,
  markStarted,
} from '~/campaigns/campaign-status-store.server';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import type { ContactFacts } from '~/contacts/contact';
import { saveContacts } from '~/contacts/contact-store.server';
import { db, type Shop } from '~/db.server';
import type { Outcome } from '~/lib/outcome';
import { queueDelivery } from '~/messaging/queue-delivery.server';
import { freezeMessage } from '~/messaging/version-store.server';
import { enqueue } from '~/queue/enqueue.server';

/** Reads one page of a segment; without a cursor the first. `next` is the cursor of the page after it, if any. */
export type ReadPage = (
  segmentId: string,
  cursor?: string,
) => Promise<Outcome<{ members: ContactFacts[]; next?: string }, 'segment_gone'>>;

/**
 * Turns one page of a campaign's audience into deliveries, and asks for the next page. The message is frozen with the
 * first page: contacts, deliveries and the job of the next page come to be in one transaction, so a page
 * is done wholly or not at all, and doing it again adds nothing.
 *
 * The first page is read before anything is frozen, so a campaign whose segment is gone becomes a draft again, with
 * the failure on it. Where the segment goes while sending is under way, those who were reached stay reached: expansion
 * ends there and the campaign ends as sent, with the failure on it. A campaign that pauses is expanded all the same:
 * its deliveries wait.
 */
export async function expandCampaign(
  shop: Shop,
  id: bigint,
  cursor: string | undefined,
  readPage: ReadPage,
  now: Date,
): Promise<void> {
  const campaign = (await loadCampaign(shop.id, id))?.campaign;
  const segmentId = campaign?.segmentId;
  if (!segmentId || campaign.expandedAt) return;
  if (campaign.status === 'draft' || campaign.status === 'sent') return;
  const from = campaign.status === 'scheduled' ? 'scheduled' : 'under_way';
  const key = campaignJobKey(shop.id, id);
  const payload = { shopId: shop.id, campaignId: id.toString() };
  if (campaign.status === 'scheduled' && campaign.scheduledAt && campaign.scheduledAt > now) {
    // A job of an earlier schedule, or of a clock that runs ahead: the campaign's own time counts.
    return enqueue(db, 'expand-campaign', payload, { key, runAt: campaign.scheduledAt });
  }
  if (shop.uninstalledAt) return stop(shop, id, from, 'shop_uninstalled', now);
  const page = await readPage(segmentId, cursor);
  if (!page.ok) return stop(shop, id, from, page.reason, now);
  const { members, next } = page.value;

  await db.$transaction(
    async (tx) => {
      if (!(await markStarted(shop.id, id, segmentId, now, tx))) return;
      const found = await loadCampaign(shop.id, id, tx);
      if (!found) return;
      const tokens = tokenValuesOf(found.campaign, now, shop.timeZone);
      const version = await freezeMessage(shop.id, found.message, { shopName: shop.name, tokens }, now, tx);
      const contacts = await saveContacts(shop.id, members, now, tx);
      await queueDelivery(shop.id, version, contacts.values(), now, tx);
      if (next) await enqueue(tx, 'expand-campaign', { ...payload, cursor: next }, { key });
      else await markExpanded(shop.id, id, null, now, tx);
    },
    { timeout: 30_000 },
  );
  if (!next) await markSentIfFinished(shop.id, id, now);
}

async function stop(
  shop: Shop,
  id: bigint,
  from: 'scheduled' | 'under_way',
  failure: CampaignFailure,
  now: Date,
): Promise<void> {
  if (await markDraft(shop.id, id, from, failure, now)) return;
  await markExpanded(shop.id, id, failure, now);
  await markSentIfFinished(shop.id, id, now);
}
